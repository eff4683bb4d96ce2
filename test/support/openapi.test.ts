import { expect, test } from "vitest";
import { readApiDescription } from "./openapi.ts";

const jira = readApiDescription("../shared/data/openapi/jira-platform-v3.slice.json");
const github = readApiDescription("../shared/data/openapi/github-rest.slice.json");
const query = (text = "") => new URLSearchParams(text);

test("a missing description is null, so that tests can be skipped", () => {
  expect(readApiDescription("../shared/data/openapi/nope.json")).toBeNull();
});

test.skipIf(jira === null)("the most literal template wins", () => {
  expect(jira?.operation("POST", "/rest/api/3/issue/bulkfetch")).toBe("post /rest/api/3/issue/bulkfetch");
  expect(jira?.operation("GET", "/rest/api/3/issue/PAY-1")).toBe("get /rest/api/3/issue/{issueIdOrKey}");
  expect(jira?.operation("PATCH", "/rest/api/3/issue/PAY-1")).toBeNull();
});

test.skipIf(jira === null)("requests are held to the description: members, types, parameters", () => {
  const problems = (path: string, more: object) =>
    jira?.requestProblems({ method: "POST", path, query: query(), ...more });
  expect(problems("/rest/api/3/issue/bulkfetch", { body: { issueIdsOrKeys: ["A-1"], expand: ["changelog"] } })).toEqual(
    [],
  );
  expect(
    problems("/rest/api/3/issue/bulkfetch", { body: { issueIdsOrKeys: ["A-1"], expand: "changelog", foo: 1 } }),
  ).toHaveLength(2);
  expect(problems("/rest/api/3/changelog/bulkfetch", { body: {} })).toEqual([
    expect.stringContaining("issueIdsOrKeys"),
  ]);
  expect(problems("/rest/api/3/nope", { body: {} })).toEqual(["POST /rest/api/3/nope: not described"]);
  expect(
    jira?.requestProblems({
      method: "GET",
      path: "/rest/api/3/search/jql",
      query: query("maxResults=x&fields=a,b&reconcileIssues=1&nope=1"),
    }),
  ).toHaveLength(2);
});

test.skipIf(jira === null)("answers may hold more and nulls, but not other types", () => {
  const problems = (body: unknown) =>
    jira?.answerProblems({ method: "GET", path: "/rest/api/3/myself", status: 200, body });
  expect(problems({ accountId: "1", timeZone: null, more: 1 })).toEqual([]);
  expect(problems({ accountId: 1 })).toEqual([expect.stringContaining("/accountId must be string")]);
});

test.skipIf(github === null)("references to parameters and answers are followed", () => {
  expect(
    github?.requestProblems({
      method: "GET",
      path: "/repos/a/b/issues",
      query: query("per_page=100&state=all&since=2026-01-01T00:00:00Z"),
    }),
  ).toEqual([]);
  expect(
    github?.requestProblems({ method: "GET", path: "/repos/a/b/issues", query: query("per_page=x&stat=1") }),
  ).toHaveLength(2);
  expect(github?.requestProblems({ method: "POST", path: "/repos/a/b/issues", query: query(), body: {} })).toEqual([
    expect.stringContaining("title"),
  ]);
  expect(
    github?.answerProblems({ method: "GET", path: "/repos/a/b/issues", status: 404, body: { message: 3 } }),
  ).toEqual([expect.stringContaining("/message must be string")]);
});
