import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { withMarks } from "../../../connectors/github/managed-part.ts";
import type { Stream } from "../../../src/ports/connector.ts";
import {
  aConnector,
  all,
  anIssue,
  failureOf,
  issuesAnswer,
  neighbour,
  onlyPlannedCalls,
  ownLogin,
  plannedGraph,
  plannedUser,
  type Sent,
  wire,
} from "./hub.ts";

onlyPlannedCalls();

const stream = (name: string, mode: Stream["mode"] = "incremental"): Stream => ({
  name: `${name}:acme/api`,
  mode,
  pace: "poll",
});

describe("issues", () => {
  test("are read a hundred at a time, from five minutes before the watermark", async () => {
    plannedUser();
    const sent: Sent[] = [];
    plannedGraph(sent, issuesAnswer([anIssue(1)], "next"));
    plannedGraph(sent, issuesAnswer([anIssue(2, { updatedAt: "2026-11-21T08:00:00Z" })]));
    const { source } = aConnector();
    const pages = await all(source.pull(stream("issues"), Date.parse("2026-11-20T08:00:00Z")));
    expect(sent.map(({ variables }) => variables)).toEqual([
      { owner: "acme", name: "api", first: 100, since: "2026-11-20T07:55:00.000Z" },
      { owner: "acme", name: "api", first: 100, since: "2026-11-20T07:55:00.000Z", after: "next" },
    ]);
    expect(pages.map(({ newestAt }) => newestAt)).toEqual([
      Date.parse("2026-11-20T08:00Z"),
      Date.parse("2026-11-21T08:00Z"),
    ]);
  });

  test("a malformed record is named, the page goes on; ours is no work", async () => {
    plannedUser();
    const own = anIssue(3, { author: { kind: "User", login: ownLogin }, body: withMarks("x", "rollup:a:b") });
    plannedGraph([], issuesAnswer([anIssue(1), anIssue(2, { title: 7 }), own, null]));
    const [page] = await all(aConnector().source.pull(stream("issues"), null));
    expect(page?.items.map(({ item }) => item.key)).toEqual(["acme/api#1"]);
    expect(page?.rejected).toEqual([
      { ref: "acme/api#2", reason: expect.stringContaining("title") },
      { ref: "acme/api", reason: expect.stringContaining("record") },
    ]);
    expect(page?.newestAt).toBe(Date.parse("2026-11-20T08:00:00Z"));
  });

  test("more than fifty blockers are read to the end", async () => {
    plannedUser();
    const sent: Sent[] = [];
    const blockedBy = { totalCount: 2, pageInfo: { hasNextPage: true, endCursor: "c1" }, nodes: [neighbour] };
    plannedGraph(sent, issuesAnswer([anIssue(1, { blockedBy })]));
    const second = { ...neighbour, id: "I_3", fullDatabaseId: "1003" };
    const rest = { totalCount: 2, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [second] };
    plannedGraph(sent, { data: { node: { blockedBy: rest } } });
    const [page] = await all(aConnector().source.pull(stream("issues"), null));
    expect(sent[1]?.variables).toEqual({ id: "I_1", after: "c1" });
    expect(page?.items[0]?.links.map(({ source }) => source)).toEqual([
      "github:hub:issue:1002",
      "github:hub:issue:1003",
    ]);
    expect(page?.items[0]?.completeOrigins).toEqual(["github-blocked-by", "github-duplicate-of", "text"]);
  });

  test("further blockers and entries whose cursor never changes end the reading, not the process", async () => {
    plannedUser();
    const blockers = { totalCount: 9, pageInfo: { hasNextPage: true, endCursor: "c1" }, nodes: [neighbour] };
    const timelineItems = { pageInfo: { hasPreviousPage: true, startCursor: "t1" }, nodes: [] };
    plannedGraph([], issuesAnswer([anIssue(1, { blockedBy: blockers, timelineItems })]));
    plannedGraph([], { data: { node: { blockedBy: blockers } } });
    plannedGraph([], { data: { node: { timelineItems } } });
    const [page] = await all(aConnector().source.pull(stream("issues"), null));
    expect(page?.items[0]?.completeOrigins).toEqual(["github-duplicate-of", "text"]);
  });

  test("a page that is too much for GitHub is asked for in smaller parts", async () => {
    plannedUser();
    const sent: Sent[] = [];
    for (let n = 0; n < 4; n += 1) plannedGraph(sent, {}, 502);
    plannedGraph(sent, {
      errors: [{ type: "RESOURCE_LIMITS_EXCEEDED", message: "Resource limits for this query exceeded." }],
    });
    plannedGraph(sent, issuesAnswer([anIssue(1)]));
    const pages = await all(aConnector().source.pull(stream("issues"), null));
    expect(pages).toHaveLength(1);
    expect(sent.map(({ variables }) => variables["first"])).toEqual([100, 100, 100, 100, 50, 25]);
  });

  test("a server in maintenance is asked for no smaller parts", async () => {
    wire().post("/graphql").times(4).reply(503, "<html>Maintenance</html>", { "content-type": "text/html" });
    const reading = all(aConnector().source.pull(stream("issues"), null));
    expect(await failureOf(reading)).toMatchObject({ code: "tracker-unavailable" });
  });

  test("a page that leads nowhere is a failure, not the end", async () => {
    plannedUser();
    const answer = issuesAnswer([anIssue(1)]);
    answer.data.repository.issues.pageInfo.hasNextPage = true;
    plannedGraph([], answer);
    expect(await failureOf(all(aConnector().source.pull(stream("issues"), null)))).toMatchObject({
      code: "unreadable-answer",
    });
  });
});

describe("edges", () => {
  test("come with issues that were just read whole, and are read alone otherwise", async () => {
    plannedUser();
    plannedGraph([], issuesAnswer([anIssue(1)]));
    const { source } = aConnector();
    await all(source.pull(stream("issues"), null));
    expect(await all(source.pull(stream("edges", "full"), null))).toEqual([]);
    const blockedBy = { totalCount: 1, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [neighbour] };
    plannedGraph([], issuesAnswer([anIssue(1, { blockedBy, parent: neighbour })]));
    const [page] = await all(source.pull(stream("edges", "full"), null));
    expect(page?.edges).toMatchObject([
      {
        itemId: "github:hub:issue:1001",
        parentId: "github:hub:issue:1002",
        links: [{ source: "github:hub:issue:1002" }],
        completeOrigins: ["github-blocked-by", "github-duplicate-of"],
      },
    ]);
  });

  test("are read again when the issues were not read to their end", async () => {
    plannedUser();
    plannedGraph([], issuesAnswer([anIssue(1)], "next"));
    plannedGraph([], { errors: [{ type: "NOT_FOUND", message: "gone" }] });
    const { source } = aConnector();
    await failureOf(all(source.pull(stream("issues"), null)));
    plannedGraph([], issuesAnswer([anIssue(1)]));
    expect(await all(source.pull(stream("edges", "full"), null))).toHaveLength(1);
  });
});

describe("pull requests", () => {
  const aPull = (n: number, updatedAt: string, closes: readonly object[] = []) => ({
    fullDatabaseId: String(2000 + n),
    number: n,
    title: `Pull ${n}`,
    body: "",
    headRefName: "x",
    state: "OPEN",
    updatedAt,
    closedAt: null,
    repository: { nameWithOwner: "acme/api" },
    closingIssuesReferences: { nodes: closes },
  });
  const pullsAnswer = (nodes: readonly unknown[], endCursor: string | null = null) => ({
    data: { repository: { pullRequests: { pageInfo: { hasNextPage: endCursor !== null, endCursor }, nodes } } },
  });
  const closing = (n: number, repo = "acme/api") => ({
    id: `I_${n}`,
    fullDatabaseId: String(1000 + n),
    repository: { nameWithOwner: repo },
  });

  test("are read from the newest back to the watermark, and the issues they close once more", async () => {
    plannedUser();
    const sent: Sent[] = [];
    const fresh = aPull(3, "2026-11-22T08:00:00Z", [closing(1), closing(9, "acme/elsewhere")]);
    plannedGraph(
      sent,
      pullsAnswer([fresh, aPull(2, "2026-11-20T07:56:00Z", [closing(1)]), aPull(1, "2026-11-19T08:00:00Z")], "more"),
    );
    plannedGraph(sent, { data: { nodes: [anIssue(1, { closedByPullRequestsReferences: { totalCount: 1 } })] } });
    const [page] = await all(aConnector().source.pull(stream("pulls"), Date.parse("2026-11-20T08:00:00Z")));
    expect(page?.pullRequests.map(({ key }) => key)).toEqual(["acme/api#3", "acme/api#2"]);
    expect(page?.items.map(({ item }) => [item.key, item.status])).toEqual([["acme/api#1", "in-progress"]]);
    expect(sent[1]?.variables).toEqual({ ids: ["I_1"] });
    expect(page?.newestAt).toBe(Date.parse("2026-11-22T08:00:00Z"));
  });

  test("are all read the first time, without asking for issues that were just read", async () => {
    plannedUser();
    plannedGraph([], issuesAnswer([anIssue(1)]));
    plannedGraph([], pullsAnswer([aPull(3, "2026-11-22T08:00:00Z", [closing(1)])], "more"));
    plannedGraph([], pullsAnswer([]));
    const { source } = aConnector();
    await all(source.pull(stream("issues"), null));
    const pages = await all(source.pull(stream("pulls"), null));
    expect(pages.map(({ pullRequests, newestAt }) => [pullRequests.length, newestAt])).toEqual([
      [1, Date.parse("2026-11-22T08:00:00Z")],
      [0, null],
    ]);
  });

  test("the first of a repository puts its issue in progress, though the issues were read before", async () => {
    plannedUser();
    plannedGraph([], pullsAnswer([aPull(3, "2026-11-22T08:00:00Z", [closing(1)])]));
    plannedGraph([], { data: { nodes: [anIssue(1, { closedByPullRequestsReferences: { totalCount: 1 } })] } });
    const [page] = await all(aConnector().source.pull(stream("pulls"), null));
    expect(page?.items.map(({ item }) => [item.key, item.status])).toEqual([["acme/api#1", "in-progress"]]);
  });
});

describe("single issues", () => {
  const hidden = (place: number, type = "NOT_FOUND") => ({
    type,
    message: "Could not resolve",
    path: ["nodes", place],
  });

  test("what cannot be read is simply missing", async () => {
    plannedUser();
    plannedGraph([], { data: { nodes: [null, anIssue(1), {}] }, errors: [hidden(0)] });
    const pages = await all(aConnector().source.fetch(["I_9", "I_1", "PR_1"]));
    expect(pages.flatMap(({ items }) => items.map(({ item }) => item.key))).toEqual(["acme/api#1"]);
    expect(pages[0]).toMatchObject({ newestAt: null, rejected: [] });
  });

  test("an issue brings its milestone along: of a repository that is not read nobody lists it", async () => {
    plannedUser();
    const milestone = { number: 3, title: "Winter", state: "OPEN", dueOn: "2026-12-16T08:00:00Z", closedAt: null };
    plannedGraph([], { data: { nodes: [anIssue(1, { milestone }), anIssue(2)] } });
    const [page] = await all(aConnector().source.fetch(["I_1", "I_2"]));
    expect(page?.mentions).toMatchObject([
      {
        id: "github:hub:milestone:900-3",
        name: "Winter",
        endsAt: Date.parse("2026-12-17T00:00:00Z"),
        container: "acme/api",
      },
    ]);
    expect(page?.items[0]?.item.sprintIds).toEqual(["github:hub:milestone:900-3"]);
  });

  test("an error about anything else is a failure", async () => {
    plannedGraph([], { data: { nodes: [] }, errors: [{ type: "FORBIDDEN", message: "Nope" }] });
    expect(await failureOf(all(aConnector().source.fetch(["I_1"])))).toMatchObject({ code: "forbidden" });
  });

  test("a hundred a call", async () => {
    plannedUser();
    const sent: Sent[] = [];
    plannedGraph(sent, { data: { nodes: [] } });
    plannedGraph(sent, { data: { nodes: [] } });
    await all(aConnector().source.fetch(Array.from({ length: 101 }, (_, n) => `I_${n}`)));
    expect(sent.map(({ variables }) => z.array(z.string()).parse(variables["ids"]).length)).toEqual([100, 1]);
  });

  test("an app tries what one owner's installation cannot see with the next one's", async () => {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    wire()
      .get("/app/installations")
      .query(true)
      .reply(200, [
        { id: 1, account: { login: "acme" } },
        { id: 2, account: { login: "other" } },
      ]);
    for (const id of [1, 2]) {
      wire()
        .post(`/app/installations/${id}/access_tokens`)
        .reply(201, { token: `t${id}`, expires_at: "2026-11-23T11:00:00Z" });
    }
    wire().get("/app").reply(200, { slug: "signalbox" });
    const sent: Sent[] = [];
    plannedGraph(sent, { data: { nodes: [anIssue(1), null] }, errors: [hidden(1)] });
    plannedGraph(sent, { data: { nodes: [anIssue(2)] } });
    const connector = aConnector(
      { containers: ["acme/api", "acme/web", "other/x"] },
      { auth: { kind: "app", appId: "1", privateKey } },
    );
    const pages = await all(connector.source.fetch(["I_1", "I_2"]));
    expect(pages.flatMap(({ items }) => items.map(({ item }) => item.key))).toEqual(["acme/api#1", "acme/api#2"]);
    expect(sent.map(({ variables }) => variables["ids"])).toEqual([["I_1", "I_2"], ["I_2"]]);
  });
});

test("streams: milestones of all, then per repository issues before edges before pull requests", async () => {
  const { source } = aConnector({ containers: ["acme/api", "acme/web"] });
  const [api, web] = [{ container: "acme/api" }, { container: "acme/web" }];
  expect(source.streams()).toEqual([
    { name: "milestones", mode: "full", pace: "poll" },
    { name: "issues:acme/api", mode: "incremental", pace: "poll", ...api },
    { name: "issues:acme/web", mode: "incremental", pace: "poll", ...web },
    { name: "edges:acme/api", mode: "full", pace: "poll", ...api },
    { name: "edges:acme/web", mode: "full", pace: "poll", ...web },
    { name: "pulls:acme/api", mode: "incremental", pace: "poll", ...api },
    { name: "pulls:acme/web", mode: "incremental", pace: "poll", ...web },
  ]);
  await expect(all(source.pull({ name: "gossip:acme/api" }, null))).rejects.toThrow("no stream");
});
