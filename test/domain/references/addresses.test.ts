import { describe, expect, test } from "vitest";
import { destinationOf, siteOf } from "../../../src/domain/references/address.ts";
import { keyRef } from "../../../src/domain/ids.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import { blocks, idOf, item, model, now, pullRequest, ref, train, type ModelParts } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

describe("where an address leads", () => {
  test.each([
    ["https://acme.atlassian.net/browse/PAY-12", "key:jira:PAY-12@acme.atlassian.net"],
    ["https://ACME.atlassian.net/browse/pay-12?focusedCommentId=7", "key:jira:PAY-12@acme.atlassian.net"],
    ["https://jira.acme.example/Jira/browse/PAY_X-12#comment-3", "key:jira:PAY_X-12@jira.acme.example/jira"],
    [
      "https://acme.atlassian.net/jira/software/c/projects/PAY/boards/7?selectedIssue=PAY-12",
      "key:jira:PAY-12@acme.atlassian.net",
    ],
    [
      "https://acme.atlassian.net/jira/software/projects/PAY/boards/7/backlog?view=x&selectedIssue=PAY-12&y",
      "key:jira:PAY-12@acme.atlassian.net",
    ],
    ["https://acme.atlassian.net/jira/core/projects/PAY/issues/PAY-12", "key:jira:PAY-12@acme.atlassian.net"],
    [
      "https://acme.atlassian.net/jira/servicedesk/projects/HELP/queues/custom/3/HELP-1",
      "key:jira:HELP-1@acme.atlassian.net",
    ],
    ["https://acme.atlassian.net/servicedesk/customer/portal/3/HELP-1", "key:jira:HELP-1@acme.atlassian.net"],
    ["https://acme.atlassian.net/issues/PAY-12?jql=a%20%3D%20b", "key:jira:PAY-12@acme.atlassian.net"],
    ["https://acme.atlassian.net/projects/PAY/issues/PAY-12?filter=all", "key:jira:PAY-12@acme.atlassian.net"],
    ["https://jira.acme.example/jira/projects/PAY/issues/PAY-12", "key:jira:PAY-12@jira.acme.example/jira"],
    [
      "https://jira.acme.example/jira/secure/RapidBoard.jspa?rapidView=1&selectedIssue=PAY-12",
      "key:jira:PAY-12@jira.acme.example/jira",
    ],
    ["https://jira.acme.example/odd/page?selectedIssue=PAY-12", "key:jira:PAY-12@jira.acme.example/odd/page"],
    ["https://github.com/Acme/API/issues/7", "key:github:acme/api#7@github.com"],
    ["http://www.github.com/acme/api/issues/7/#issuecomment-9", "key:github:acme/api#7@github.com"],
    ["https://redirect.github.com/acme/api/issues/7", "key:github:acme/api#7@github.com"],
    ["https://ghe.acme.example:8443/acme/api/issues/7", "key:github:acme/api#7@ghe.acme.example:8443"],
    ["https://github.com/jdoe_acme/api/issues/7", "key:github:jdoe_acme/api#7@github.com"],
    [
      "https://github.com/orgs/acme/projects/3/views/1?pane=issue&itemId=5&issue=acme%7Capi%7C7",
      "key:github:acme/api#7@github.com",
    ],
    ["https://github.com/acme/web/projects/3?pane=issue&issue=acme%7Capi%7C7", "key:github:acme/api#7@github.com"],
    ["https://github.com/acme/api/pull/7", "pull-request"],
    ["https://github.com/acme/api/pull/7/files#diff", "pull-request"],
    ["https://github.com/acme/api/issues", null],
    ["https://github.com/acme/api/issues/7a", null],
    ["https://acme.atlassian.net/browse/PAY", null],
    ["https://acme.atlassian.net/wiki/PAY-12", null],
    ["https://acme.atlassian.net/x?selectedIssue=nonsense", null],
    ["https://acme.atlassian.net/%E0%A4%A/browse/PAY-12", "key:jira:PAY-12@acme.atlassian.net/%e0%a4%a"],
    ["mailto:PAY-12@acme.example", null],
    ["//nowhere", null],
    [`https://acme.atlassian.net/${"x".repeat(2000)}/browse/PAY-12`, null],
  ])("%s", (address, expected) => {
    expect(destinationOf(address)).toBe(expected);
  });

  test("a site is named without its scheme, in lower case, with its path", () => {
    const sites = [
      "https://Acme.atlassian.net/",
      "http://www.acme.example/Jira/",
      "https://redirect.github.com",
      "no address",
    ];
    expect(sites.map(siteOf)).toEqual(["acme.atlassian.net", "acme.example/jira", "github.com", ""]);
  });
});

const sites: Model["sites"] = [
  { system: "jira", connection: "j", sites: ["acme.atlassian.net", "old.example/jira"] },
  { system: "jira", connection: "k", sites: ["beta.atlassian.net"] },
  { system: "github", connection: "g", sites: ["github.com"] },
];
const ofBeta = item("PAY-2", { id: "jira:k:issue:2", connection: "k" });
const items = [item("PAY-1"), item("PAY-2"), ofBeta, item("acme/api#7"), item("LED-1", { presence: "gone" })];
const at = (key: string, site: string) => keyRef(key.includes("#") ? "github" : "jira", key, site);

function providersOf(ends: readonly ReturnType<typeof ref>[], changes: ModelParts = {}): readonly string[] {
  const links = ends.map((source, index) => ({
    ...blocks("?x", "PAY-1", { origin: "text", id: String(index) }),
    source,
  }));
  const facts: Model = model({ items, links, sites, ...changes });
  return viewTrain(facts, train(), now).dependencies.map(({ provider }) => provider);
}

describe("whose item an address means", () => {
  test.each([
    ["the connection's whose site it is", at("PAY-2", "acme.atlassian.net"), [idOf("PAY-2")]],
    ["the other's, whoever reports", at("PAY-2", "beta.atlassian.net"), ["jira:k:issue:2"]],
    ["the same under a former address", at("PAY-2", "old.example/jira"), [idOf("PAY-2")]],
    ["what lies below the site", at("PAY-2", "old.example/jira/odd/page"), [idOf("PAY-2")]],
    ["GitHub's from Jira", at("acme/api#7", "github.com"), [idOf("acme/api#7")]],
    ["a plain key is the reporter's own", ref("PAY-2"), [idOf("PAY-2")]],
    ["nobody's: another company", at("PAY-2", "other.atlassian.net"), []],
    ["nobody's: a host that begins alike", at("PAY-2", "acme.atlassian.network"), []],
    ["nobody's: above the site", at("PAY-2", "old.example"), []],
    ["nobody's: another forge", at("acme/api#7", "gitlab.example"), []],
    [
      "unreadable, of a project that nothing knows, by an address",
      at("NEW-1", "beta.atlassian.net"),
      ["key:jira:NEW-1@beta.atlassian.net"],
    ],
    [
      "unreadable, by the reporter's own address: called by its key",
      at("NEW-1", "old.example/jira"),
      ["key:jira:NEW-1"],
    ],
    ["unreadable on the only GitHub: called by its key", at("acme/new#1", "github.com"), ["key:github:acme/new#1"]],
  ])("%s", (_, end, expected) => {
    expect(providersOf([end])).toEqual(expected);
  });

  test("an unreadable end is one, by key and by address", () => {
    expect(providersOf([ref("PAY-99"), at("PAY-99", "acme.atlassian.net")])).toEqual(["key:jira:PAY-99"]);
  });

  test("a pull request never blocks, not even under an issue's address", () => {
    const ends = [at("acme/api#8", "github.com"), ref("acme/api#8")];
    expect(providersOf(ends, { pullRequests: [pullRequest] })).toEqual([]);
  });

  test("several connections may share a site", () => {
    const shared: Model["sites"] = [...sites, { system: "github", connection: "h", sites: ["github.com"] }];
    const ofOther = item("beta/web#1", { id: "github:h:issue:1", connection: "h" });
    const pull = { ...pullRequest, connection: "h", key: "beta/web#2" };
    const ends = [at("beta/web#1", "github.com"), at("beta/web#2", "github.com")];
    const changes = { sites: shared, items: [...items, ofOther], pullRequests: [pull] };
    expect(providersOf(ends, changes)).toEqual(["github:h:issue:1"]);
    expect(providersOf([at("acme/new#1", "github.com"), ref("acme/new#1")], { sites: shared })).toEqual([
      "key:github:acme/new#1",
    ]);
  });

  test("of a site at a server's root and one below it, the longer address decides", () => {
    const nested: Model["sites"] = [
      { system: "jira", connection: "j", sites: ["tools.example"] },
      { system: "jira", connection: "k", sites: ["tools.example/beta"] },
    ];
    expect(providersOf([at("PAY-2", "tools.example/beta")], { sites: nested })).toEqual(["jira:k:issue:2"]);
    expect(providersOf([at("PAY-2", "tools.example")], { sites: nested })).toEqual([idOf("PAY-2")]);
  });

  test("without any site, an address is nobody's and a key is found", () => {
    expect(providersOf([at("PAY-2", "acme.atlassian.net"), ref("PAY-2")], { sites: [] })).toEqual([idOf("PAY-2")]);
  });
});
