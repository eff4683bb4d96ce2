import { describe, expect, test } from "vitest";
import { at, listAt, objectsAt } from "../../support/json.ts";
import type { Json } from "../../support/json.ts";
import { api1, issue, openHub, repo, SECOND, usualData } from "./fixture.ts";

const one = async (graph: (query: string) => Promise<Json>, fields: string, number = 1) =>
  at(
    await graph(`{repository(owner:"acme",name:"api"){issue(number:${number}){${fields}}}}`),
    "data",
    "repository",
    "issue",
  );

test("an issue with everything a sync reads", async () => {
  const { graph, baseUrl } = await openHub();
  const answer = await one(
    graph,
    `id databaseId fullDatabaseId number title body bodyText url resourcePath state stateReason(enableDuplicate:true) closed closedAt
     createdAt updatedAt author{__typename login url} milestone{id number title dueOn state openIssueCount closedIssueCount progressPercentage}
     issueType{name} labels(first:5){nodes{name color}} assignees(first:5){nodes{login}} repository{nameWithOwner databaseId}
     comments(first:5){totalCount nodes{body fullDatabaseId}} parent{number} subIssues(first:5){nodes{number}}
     subIssuesSummary{total completed percentCompleted}
     issueDependenciesSummary{blockedBy totalBlockedBy blocking totalBlocking}
     blockedBy(first:50,orderBy:{field:DEPENDENCY_ADDED_AT,direction:ASC}){totalCount nodes{number repository{nameWithOwner}}}`,
  );
  expect(answer).toMatchObject({
    databaseId: null,
    fullDatabaseId: "5000000001",
    title: "Issue 1",
    bodyText: "Text of 1",
    url: `${baseUrl}/acme/api/issues/1`,
    state: "OPEN",
    stateReason: null,
    author: { __typename: "User", login: "ann" },
    milestone: { number: 1, dueOn: "2026-12-01T08:00:00Z", state: "OPEN", openIssueCount: 1, progressPercentage: 0 },
    issueType: null,
    labels: { nodes: [{ name: "team/api", color: "0e8a16" }] },
    comments: { totalCount: 1, nodes: [{ body: "First", fullDatabaseId: "8000000001" }] },
    parent: null,
    issueDependenciesSummary: { blockedBy: 1, totalBlockedBy: 2, blocking: 0, totalBlocking: 0 },
    blockedBy: { totalCount: 2, nodes: [{ number: 1, repository: { nameWithOwner: "acme/web" } }, { number: 4 }] },
  });
  expect(at(answer, "repository", "databaseId")).toBeLessThan(2 ** 31);
  expect(await one(graph, "state stateReason parent{number} closedAt", 4)).toEqual({
    state: "CLOSED",
    stateReason: "NOT_PLANNED",
    parent: { number: 2 },
    closedAt: "2026-11-18T00:00:00Z",
  });
});

test("an issue type is passed on", async () => {
  const type = { id: 3, node_id: "IT_3", name: "Bug", color: "red", description: null, is_enabled: true };
  const { graph } = await openHub({ "acme/api": repo({ issues: [issue(1, { type })] }) });
  expect(await one(graph, "issueType{id name color isEnabled}")).toEqual({
    issueType: { id: "IT_3", name: "Bug", color: "RED", isEnabled: true },
  });
});

test("pull requests and what they close, from both ends", async () => {
  const { graph, people } = await openHub();
  const query = `{repository(owner:"acme",name:"api"){pullRequest(number:6){fullDatabaseId state merged mergedAt headRefName baseRefName isDraft mergedBy{login}
    closingIssuesReferences(first:9){nodes{number repository{nameWithOwner}}}}
    issue(number:2){open:closedByPullRequestsReferences(first:9){nodes{number}} all:closedByPullRequestsReferences(first:9,includeClosedPrs:true){nodes{number merged}}}}}`;
  expect(at(await graph(query), "data", "repository")).toMatchObject({
    pullRequest: {
      fullDatabaseId: "7000000006",
      state: "OPEN",
      merged: false,
      headRefName: "branch-6",
      closingIssuesReferences: { nodes: [{ number: 2 }, { number: 1, repository: { nameWithOwner: "acme/web" } }] },
    },
    issue: { open: { nodes: [{ number: 6 }] } },
  });
  people.mergePull({ repository: "acme/api", number: 6 });
  expect(at(await graph(query), "data", "repository")).toMatchObject({
    pullRequest: { state: "MERGED", merged: true, mergedAt: "2026-11-20T10:00:00Z", mergedBy: { login: "octocat" } },
    issue: { open: { nodes: [] }, all: { nodes: [{ number: 6, merged: true }] } },
  });
});

test("history by kind", async () => {
  const { graph, people, pass, host } = await openHub();
  pass(SECOND);
  people.close(api1, "not_planned");
  people.setMilestone(api1, null);
  people.edit(api1, { title: "Other" });
  people.block(api1, { repository: "acme/api", number: 3 });
  const fields = `__typename ...on ClosedEvent{actor{login} createdAt stateReason closable{closed}} ...on DemilestonedEvent{milestoneTitle subject{...on Issue{number}}}
    ...on LabeledEvent{label{name}} ...on IssueComment{body} ...on RenamedTitleEvent{previousTitle currentTitle} ...on BlockedByAddedEvent{blockingIssue{number}}`;
  const answer = await one(graph, `timelineItems(first:50){totalCount filteredCount nodes{${fields}}}`);
  expect(objectsAt(answer, "timelineItems", "nodes")).toEqual([
    { __typename: "LabeledEvent", label: { name: "team/api" } },
    { __typename: "MilestonedEvent" },
    { __typename: "IssueComment", body: "First" },
    {
      __typename: "ClosedEvent",
      actor: { login: "octocat" },
      createdAt: "2026-11-20T10:00:01Z",
      stateReason: "NOT_PLANNED",
      closable: { closed: true },
    },
    { __typename: "DemilestonedEvent", milestoneTitle: "Sprint 1", subject: { number: 1 } },
    { __typename: "RenamedTitleEvent", previousTitle: "Issue 1", currentTitle: "Other" },
    { __typename: "BlockedByAddedEvent", blockingIssue: { number: 3 } },
  ]);
  const some = await one(
    graph,
    `timelineItems(last:1,itemTypes:[CLOSED_EVENT,DEMILESTONED_EVENT,ISSUE_COMMENT],since:"2026-11-20T00:00:00Z"){totalCount filteredCount nodes{__typename}}`,
  );
  expect(some).toEqual({
    timelineItems: { totalCount: 7, filteredCount: 2, nodes: [{ __typename: "DemilestonedEvent" }] },
  });
  expect(host.requests()).toBe(2);
});

describe("nodes", () => {
  const QUERY = "query($ids:[ID!]!){nodes(ids:$ids){id __typename ...on Issue{number} ...on Milestone{title}}}";

  test("by id, of any kind; one that is missing is null with an error of its own", async () => {
    const { graph, people, admin } = await openHub();
    const first = people.issue(api1);
    const web = people.issue({ repository: "acme/web", number: 1 });
    const ids = [
      first?.["node_id"],
      at(first, "milestone", "node_id"),
      at(first, "labels", 0, "node_id"),
      people.comments(api1)[0]?.["node_id"],
      web?.["node_id"],
    ];
    const answer = await graph(QUERY, { ids });
    expect(objectsAt(answer, "data", "nodes").map((node) => node["__typename"])).toEqual([
      "Issue",
      "Milestone",
      "Label",
      "IssueComment",
      "Issue",
    ]);
    admin.hideRepository("acme/web");
    const partial = await graph(QUERY, { ids: [ids[0], ids[4], "I_nonsense"] });
    expect(listAt(partial, "data", "nodes")).toEqual([{ id: ids[0], __typename: "Issue", number: 1 }, null, null]);
    expect(objectsAt(partial, "errors").map(({ type, path }) => [type, path])).toEqual([
      ["NOT_FOUND", ["nodes", 1]],
      ["NOT_FOUND", ["nodes", 2]],
    ]);
  });

  test("at most a hundred", async () => {
    const { graph } = await openHub();
    expect(at(await graph(QUERY, { ids: Array.from({ length: 101 }, String) }), "errors", 0, "type")).toBe(
      "ARGUMENT_LIMIT",
    );
  });
});

test.each([
  ['{repository(owner:"acme",name:"nope"){id}}', "NOT_FOUND", "acme/nope"],
  ['{repository(owner:"acme",name:"api"){issue(number:6){id}}}', "NOT_FOUND", "Issue with the number of 6"],
  ['{repository(owner:"acme",name:"api"){pullRequest(number:1){id}}}', "NOT_FOUND", "a PullRequest"],
  ['{organization(login:"ann"){id}}', "NOT_FOUND", "Organization"],
  ['{node(id:"x"){id}}', "NOT_FOUND", "global id"],
])("%s", async (query, type, message) => {
  const { graph } = await openHub();
  expect(at(await graph(query), "errors", 0)).toMatchObject({ type, message: expect.stringContaining(message) });
});

test("what is no query, and what does not fit the schema", async () => {
  const { graph } = await openHub();
  expect(at(await graph("{"), "errors", 0, "message")).toContain("Syntax Error");
  const told = objectsAt(await graph("{repository(owner:1){nonsense}}"), "errors").map(({ message }) => message);
  expect(told).toEqual([
    expect.stringContaining("String cannot represent"),
    expect.stringContaining("nonsense"),
    expect.stringContaining("name"),
  ]);
  expect(await graph("")).toMatchObject({ message: expect.stringContaining("query attribute") });
  expect(at(await graph("query($c:Int!){viewer{login}}"), "errors", 0, "message")).toContain("$c");
});

describe("price", () => {
  const price = (answer: Json) => at(answer, "data", "rateLimit");
  const nested =
    "labels(first:20){nodes{name}} assignees(first:10){nodes{login}} subIssues(first:100){nodes{id}} blockedBy(first:50){nodes{id}} blocking(first:50){nodes{id}}";

  test("five nested connections under a hundred issues cost five points and 23,100 nodes", async () => {
    const { graph } = await openHub(usualData());
    const answer = await graph(
      `{rateLimit{cost nodeCount limit remaining used resetAt} repository(owner:"acme",name:"api"){issues(first:100){nodes{...I}}}} fragment I on Issue{${nested}}`,
    );
    expect(price(answer)).toEqual({
      cost: 5,
      nodeCount: 23_100,
      limit: 12_500,
      remaining: 12_495,
      used: 5,
      resetAt: "2026-11-20T11:00:00Z",
    });
  });

  test("one point at least; arguments may be variables, selections inline fragments", async () => {
    const { graph } = await openHub();
    expect(price(await graph("{rateLimit{cost nodeCount} viewer{login}}"))).toEqual({ cost: 1, nodeCount: 0 });
    const query = `query($ids:[ID!]!,$n:Int!){rateLimit{cost nodeCount} nodes(ids:$ids){...on Issue{labels(last:$n){nodes{name}}}}}`;
    expect(price(await graph(query, { ids: ["a", "b"], n: 30 }))).toEqual({ cost: 1, nodeCount: 62 });
    expect(price(await graph('{rateLimit{nodeCount} nodes(ids:["a"]){id}}'))).toEqual({ nodeCount: 1 });
  });

  test("half a million nodes are too many", async () => {
    const { graph } = await openHub();
    const query = `{repository(owner:"acme",name:"api"){issues(first:100){nodes{subIssues(first:100){nodes{labels(first:100){nodes{name}}}}}}}}`;
    expect(at(await graph(query), "errors", 0)).toMatchObject({
      type: "MAX_NODE_LIMIT_EXCEEDED",
      message: expect.stringContaining("1010100"),
    });
  });
});
