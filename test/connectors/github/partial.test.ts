import { describe, expect, test } from "vitest";
import type { SourcePage } from "../../../src/ports/connector.ts";
import {
  aConnector,
  all,
  anIssue,
  anOverview,
  failureOf,
  issuesAnswer,
  neighbour,
  onlyPlannedCalls,
  overviewAnswer,
  plannedGraph,
  plannedUser,
  wire,
} from "./hub.ts";

onlyPlannedCalls();

type Path = readonly (string | number)[];
const inPage: Path = ["repository", "issues", "nodes"];
const hidden = (path: Path, type = "FORBIDDEN") => ({ type, message: "Nope", path: [...inPage, ...path] });
const samlMessage =
  "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.";
const blockers = (...nodes: readonly unknown[]) => ({
  totalCount: nodes.length,
  pageInfo: { hasNextPage: false, endCursor: null },
  nodes,
});

async function issues(nodes: readonly unknown[], errors: readonly object[]) {
  plannedUser();
  plannedGraph([], { ...issuesAnswer(nodes), errors });
  const { source, logged } = aConnector();
  const [page] = await all(source.pull({ name: "issues:acme/api" }, null));
  return { page, logged };
}

const keys = (page: SourcePage | undefined) => page?.items.map(({ item }) => item.key);

describe("an error about something within an issue", () => {
  const types = ["FORBIDDEN", "NOT_FOUND", "INSUFFICIENT_SCOPES", "SOMETHING_NEW"];
  const holes: readonly (readonly [string, Readonly<Record<string, unknown>>, Path])[] = [
    ["a blocker", { blockedBy: blockers(neighbour, null) }, ["blockedBy", "nodes", 1]],
    ["a blocker's repository", { blockedBy: blockers(neighbour, null) }, ["blockedBy", "nodes", 1, "repository"]],
    ["all blockers", { blockedBy: null }, ["blockedBy"]],
    ["the parent", { parent: null }, ["parent"]],
    ["the parent's number", { parent: null }, ["parent", "number"]],
    ["the milestone", { milestone: null }, ["milestone"]],
    ["the type", { issueType: null }, ["issueType"]],
    ["the labels", { labels: null }, ["labels"]],
    ["one label", { labels: { nodes: [{ name: "a" }, null] } }, ["labels", "nodes", 1]],
    ["the timeline", { timelineItems: null }, ["timelineItems"]],
    ["an event", { timelineItems: { nodes: [null] } }, ["timelineItems", "nodes", 0]],
    ["pull requests", { closedByPullRequestsReferences: null }, ["closedByPullRequestsReferences"]],
    ["the author", { author: null }, ["author"]],
  ];

  test.each(types.flatMap((type) => holes.map((hole) => [type, ...hole] as const)))(
    "%s: %s is missing, and nothing else of the page",
    async (type, _, change, path) => {
      const { page, logged } = await issues([anIssue(1), anIssue(2, change), anIssue(3)], [hidden([1, ...path], type)]);
      expect(keys(page)).toEqual(["acme/api#1", "acme/api#2", "acme/api#3"]);
      expect(page?.rejected).toEqual([
        { ref: "acme/api#2", reason: expect.stringMatching(/^GitHub does not show \w/) },
      ]);
      expect(logged).toHaveLength(1);
    },
  );

  test.each([
    ["a blocker", { blockedBy: blockers(neighbour, null) }, ["blockedBy", "nodes", 1], ["github-duplicate-of"]],
    ["all blockers", { blockedBy: null }, ["blockedBy"], ["github-duplicate-of"]],
    ["the milestone", { milestone: null }, ["milestone"], ["github-blocked-by", "github-duplicate-of"]],
    ["the original", { duplicateOf: null }, ["duplicateOf"], ["github-blocked-by"]],
  ] as const)("what hides %s is not taken for all there is", async (_, change, path, origins) => {
    const { page } = await issues([anIssue(1, change)], [hidden([0, ...path])]);
    expect(page?.items[0]?.completeOrigins).toEqual([...origins, "text"]);
  });

  test.each([
    ["parent", { parent: null }, ["parentId"]],
    ["milestone", { milestone: null }, ["sprintIds"]],
    ["labels", { labels: null }, ["labels", "kind", "sourceKind"]],
    ["issueType", { issueType: null }, ["kind", "sourceKind"]],
  ])("of a hidden %s the item says that it is unseen", async (field, change, unseen) => {
    const { page } = await issues([anIssue(1, change), anIssue(2)], [hidden([0, field])]);
    expect(page?.items.map((one) => one.unseen)).toEqual([unseen, undefined]);
  });

  test("a whole issue that is hidden is named, the others are read", async () => {
    const { page } = await issues([anIssue(1), null], [hidden([1])]);
    expect(keys(page)).toEqual(["acme/api#1"]);
    expect(page?.rejected).toMatchObject([{ ref: "acme/api" }]);
  });
});

describe("what to do about it", () => {
  const sso = { type: "FORBIDDEN", message: samlMessage, extensions: { saml_failure: true } };
  const behindSignOn = [1, 2].map((n) => ({ ...sso, path: [...inPage, 0, "blockedBy", "nodes", n] }));
  const issue = anIssue(1, { blockedBy: blockers(neighbour, null, null) });

  async function remedies(errors: readonly object[], headers: Record<string, string> = {}) {
    plannedUser();
    wire()
      .post("/graphql")
      .reply(200, { ...issuesAnswer([issue]), errors }, headers);
    const { source, logged } = aConnector();
    await all(source.pull({ name: "issues:acme/api" }, null));
    return logged.map((line) => (line as [string, { remedy: string }])[1].remedy);
  }

  test("is told once, and single sign-on is no missing permission", async () => {
    expect(await remedies(behindSignOn)).toEqual([
      "Authorise the token of connection hub for the organisation's single sign-on.",
    ]);
    const permission = { ...hidden([0, "blockedBy", "nodes", 1]) };
    expect(await remedies([permission, behindSignOn[1] ?? {}])).toEqual([
      expect.stringContaining("the permission this needs"),
      expect.stringContaining("single sign-on"),
    ]);
  });

  test("names GitHub's own address for it, and no other", async () => {
    const address = "https://github.com/orgs/acme/sso?authorization_request=abc";
    expect(await remedies(behindSignOn, { "x-github-sso": `required; url=${address}` })).toEqual([
      `Authorise the token of connection hub for the organisation's single sign-on at ${address}.`,
    ]);
    expect(
      await remedies(behindSignOn, { "x-github-sso": "required; url=https://github.com.evil.example/sso" }),
    ).toEqual(["Authorise the token of connection hub for the organisation's single sign-on."]);
  });

  test("is single sign-on as well where it hides the whole repository", async () => {
    const error = { ...sso, path: ["repository"] };
    plannedGraph([], { data: { repository: null }, errors: [error] });
    const failure = await failureOf(all(aConnector().source.pull({ name: "issues:acme/api" }, null)));
    expect(failure).toMatchObject({ code: "forbidden", verdict: { kind: "park" } });
    expect(failure.remedy).toContain("single sign-on");
    expect(failure.remedy).not.toContain("permission");
  });
});

describe("an answer without what was asked for is a failure", () => {
  test.each<[string, unknown, Path]>([
    ["the repository", { repository: null }, ["repository"]],
    ["its issues", { repository: { issues: null } }, ["repository", "issues"]],
    [
      "the records of a page",
      { repository: { issues: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: null } } },
      ["repository", "issues", "nodes"],
    ],
  ])("without %s", async (_, data, path) => {
    plannedGraph([], { data, errors: [{ type: "FORBIDDEN", message: "Nope", path }] });
    expect(await failureOf(all(aConnector().source.pull({ name: "issues:acme/api" }, null)))).toMatchObject({
      code: "forbidden",
    });
  });

  test.each<[string, object, string]>([
    ["an error without a path", { type: "FORBIDDEN", message: "Nope" }, "forbidden"],
    ["an error about something that is there", hidden([0, "title"]), "forbidden"],
    ["a record that GitHub could not finish", hidden([1], "INTERNAL"), "tracker-unavailable"],
    ["a spent limit", hidden([0, "parent"], "RATE_LIMITED"), "rate-limited"],
  ])("after %s, whatever may be missing beside", async (_, error, code) => {
    wire()
      .post("/graphql")
      .times(20)
      .optionally()
      .reply(200, { ...issuesAnswer([anIssue(1), null]), errors: [hidden([0, "parent"]), error] });
    const failure = await failureOf(all(aConnector().source.pull({ name: "issues:acme/api" }, null)));
    expect(failure).toMatchObject({ code });
  });

  test("a listing without one of its members, which would be taken for gone", async () => {
    plannedGraph([], {
      ...issuesAnswer([{ id: "I_1", fullDatabaseId: "1001", number: 1 }, null]),
      errors: [hidden([1])],
    });
    expect(await failureOf(all(aConnector().source.identities()))).toMatchObject({ code: "forbidden" });
  });
});

test("what GitHub cannot finish within a record is asked for again, in smaller pages, and then left out", async () => {
  plannedUser();
  const answer = {
    ...issuesAnswer([anIssue(1, { timelineItems: null })]),
    errors: [hidden([0, "timelineItems"], "INTERNAL")],
  };
  const sizes: unknown[] = [];
  wire()
    .post(
      "/graphql",
      (body: { readonly variables: { readonly first: number } }) => sizes.push(body.variables.first) > 0,
    )
    .times(20)
    .reply(200, answer);
  const pages = await all(aConnector().source.pull({ name: "issues:acme/api" }, null));
  expect(pages.map(keys)).toEqual([["acme/api#1"]]);
  expect([...new Set(sizes)]).toEqual([100, 50, 25, 13, 7]);
});

describe("every other query", () => {
  test("nodes that are read one by one: what lies within one is no reason to leave it out", async () => {
    plannedUser();
    const errors = [
      { type: "FORBIDDEN", message: "Nope", path: ["nodes", 0, "parent"] },
      { type: "NOT_FOUND", message: "gone", path: ["nodes", 1] },
      { type: "INSUFFICIENT_SCOPES", message: "Nope", path: ["nodes", 2] },
    ];
    plannedGraph([], { data: { nodes: [anIssue(1), null, null] }, errors });
    const [page, hidden] = await all(aConnector().source.fetch(["I_1", "I_2", "I_3"]));
    expect(keys(page)).toEqual(["acme/api#1"]);
    expect(page?.items[0]?.unseen).toEqual(["parentId"]);
    // What is hidden is there: whoever looks for what is gone must not take it for that.
    expect(hidden?.rejected).toEqual([{ ref: "issue", reason: "GitHub does not show it to our account" }]);
  });

  test("edges: a hidden parent and a hidden blocker leave what is known", async () => {
    const errors = [hidden([0, "parent"]), hidden([1, "blockedBy", "nodes", 0])];
    plannedGraph([], { ...issuesAnswer([anIssue(1), anIssue(2, { blockedBy: blockers(null) })]), errors });
    const [page] = await all(aConnector().source.pull({ name: "edges:acme/api" }, null));
    expect(page?.edges.map(({ unseen, completeOrigins }) => [unseen, completeOrigins])).toEqual([
      [["parentId"], ["github-blocked-by", "github-duplicate-of"]],
      [undefined, ["github-duplicate-of"]],
    ]);
  });

  test("pull requests: hidden issues that they close leave what is known", async () => {
    plannedUser();
    const aPull = (number: number, closing: unknown) => ({
      fullDatabaseId: String(number),
      number,
      title: "Retry",
      state: "OPEN",
      updatedAt: "2026-11-20T08:00:00Z",
      closedAt: null,
      repository: { nameWithOwner: "acme/api" },
      closingIssuesReferences: closing,
    });
    const nodes = [aPull(1, null), aPull(2, { nodes: [null] }), aPull(3, { nodes: [] })];
    const at = (...path: Path) => ({
      type: "FORBIDDEN",
      message: "Nope",
      path: ["repository", "pullRequests", "nodes", ...path],
    });
    const pullRequests = { pageInfo: { hasNextPage: false, endCursor: null }, nodes };
    const errors = [at(0, "closingIssuesReferences"), at(1, "closingIssuesReferences", "nodes", 0)];
    plannedGraph([], { data: { repository: { pullRequests } }, errors });
    const [page] = await all(aConnector().source.pull({ name: "pulls:acme/api" }, null));
    expect(page?.pullRequests.map(({ key }) => key)).toEqual(["acme/api#1", "acme/api#2", "acme/api#3"]);
  });

  test("more than fifty blockers: where the rest is hidden, the first fifty stay", async () => {
    plannedUser();
    const first = { totalCount: 1, pageInfo: { hasNextPage: true, endCursor: "c1" }, nodes: [neighbour] };
    plannedGraph([], issuesAnswer([anIssue(1, { blockedBy: first })]));
    plannedGraph([], { data: { node: null }, errors: [{ type: "FORBIDDEN", message: "Nope", path: ["node"] }] });
    const [page] = await all(aConnector().source.pull({ name: "issues:acme/api" }, null));
    expect(page?.items[0]).toMatchObject({
      links: [{ source: "github:hub:issue:1002" }],
      completeOrigins: ["github-duplicate-of", "text"],
    });
  });

  test("a timeline of several pages: where the older entries are hidden, the newest stay", async () => {
    plannedUser();
    const entry = { kind: "LabeledEvent", id: "E1", createdAt: "2026-11-03T00:00:00Z", label: { name: "late" } };
    const timelineItems = { pageInfo: { hasPreviousPage: true, startCursor: "c1" }, nodes: [entry] };
    plannedGraph([], issuesAnswer([anIssue(1, { timelineItems })]));
    plannedGraph([], { data: { node: null }, errors: [{ type: "FORBIDDEN", message: "Nope", path: ["node"] }] });
    const [page] = await all(aConnector().source.pull({ name: "issues:acme/api" }, null));
    expect(page?.items[0]?.history).toMatchObject([{ field: "labels", to: ["late"] }]);
  });

  test("the check: a repository is read though its milestones or pull requests are hidden", async () => {
    const errors = ["milestones", "pullRequests"].map((field) => ({
      type: "FORBIDDEN",
      message: "Nope",
      path: ["r0", field],
    }));
    plannedGraph([], { ...overviewAnswer(anOverview({ milestones: null, pullRequests: null })), errors });
    const { source } = aConnector();
    expect((await source.probe()).notes).toEqual([]);
    plannedGraph([], {
      data: { repository: { milestones: null } },
      errors: [{ type: "FORBIDDEN", message: "Nope", path: ["repository", "milestones"] }],
    });
    expect(await failureOf(all(source.pull({ name: "milestones" }, null)))).toMatchObject({ code: "forbidden" });
  });
});
