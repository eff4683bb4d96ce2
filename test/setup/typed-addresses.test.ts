import { describe, expect, test } from "vitest";
import { githubAddress, jiraAddress, siteName } from "../../src/setup/typed-addresses.ts";

test.each<readonly [string, readonly string[]]>([
  ["https://acme.atlassian.net", ["https://acme.atlassian.net"]],
  ["https://acme.atlassian.net/", ["https://acme.atlassian.net"]],
  ["acme.atlassian.net", ["https://acme.atlassian.net"]],
  ["http://acme.atlassian.net", ["https://acme.atlassian.net"]],
  ["https://acme.atlassian.net/jira/software/projects/PAY/boards/1?x=1#y", ["https://acme.atlassian.net"]],
  ["https://acme.atlassian.net/browse/PAY-1", ["https://acme.atlassian.net"]],
  ["https://acme.atlassian.net/secure/Dashboard.jspa", ["https://acme.atlassian.net"]],
  ["https://jira.acme.com/tracker/browse/A-1", ["https://jira.acme.com/tracker", "https://jira.acme.com"]],
  [
    "http://127.0.0.1:4400/jira/acme",
    ["http://127.0.0.1:4400/jira/acme", "http://127.0.0.1:4400/jira", "http://127.0.0.1:4400"],
  ],
  ["ftp://acme.atlassian.net", []],
  ["https://api.atlassian.com/ex/jira/1a2b", []],
  ["acme", []],
  ["my jira", []],
  ["", []],
  ["https://", []],
])("%s leads to the Jira at %j", (text, candidates) => {
  expect(jiraAddress(text).candidates).toEqual(candidates);
});

test.each<readonly [string, readonly string[]]>([
  ["github.com", ["https://github.com"]],
  ["https://api.github.com", ["https://github.com"]],
  ["https://github.com/acme/api", ["https://github.com"]],
  ["https://git.acme.com/api/v3", ["https://git.acme.com"]],
  ["https://git.acme.com/acme/api", ["https://git.acme.com/acme/api", "https://git.acme.com"]],
  ["nonsense", []],
])("%s leads to the GitHub at %j", (text, candidates) => {
  expect(githubAddress(text).candidates).toEqual(candidates);
});

describe("the person is told", () => {
  test("what was made of the address", () => {
    expect(jiraAddress("acme.atlassian.net/browse/A-1").note).toBe(
      "Signalbox takes https://acme.atlassian.net for “acme.atlassian.net/browse/A-1”.",
    );
  });

  test("nothing if it is right", () => {
    expect([jiraAddress(" https://a.example/ ").note, githubAddress("github.com").note, jiraAddress("?").note]).toEqual(
      [null, null, null],
    );
  });
});

test.each([
  ["https://acme.atlassian.net", "acme"],
  ["https://jira.acme.com", "acme"],
  ["https://github.acme.com", "acme"],
  ["http://127.0.0.1:4400/jira/acme", "acme"],
  ["http://localhost:4400", ""],
])("the site at %s is called %s", (address, name) => {
  expect(siteName(address)).toBe(name);
});
