import { describe, expect, test } from "vitest";
import type { Stream } from "../../../src/ports/connector.ts";
import {
  aConnector,
  all,
  anOverview,
  failureOf,
  onlyPlannedCalls,
  overviewAnswer,
  plannedGraph,
  plannedUser,
  type Sent,
} from "./hub.ts";

onlyPlannedCalls();

describe("milestones", () => {
  const milestones: Stream = { name: "milestones", mode: "full", pace: "poll" };
  const page = (nodes: readonly unknown[], endCursor: string | null = null) => ({
    pageInfo: { hasNextPage: endCursor !== null, endCursor },
    nodes,
  });
  const one = { number: 1, title: "One", state: "CLOSED", dueOn: "2026-11-20T08:00:00Z", closedAt: null };

  test("come with the check; beyond a hundred they are read on", async () => {
    const sent: Sent[] = [];
    plannedGraph(sent, overviewAnswer(anOverview({ milestones: page([one], "c1") })));
    plannedGraph(sent, {
      data: { repository: { milestones: page([{ ...one, number: 2, title: "Two" }, { title: "?" }]) } },
    });
    const { source } = aConnector();
    await source.probe();
    const pages = await all(source.pull(milestones, null));
    expect(pages.flatMap(({ sprints }) => sprints.map(({ id, name }) => [id, name]))).toEqual([
      ["github:hub:milestone:900-1", "One"],
      ["github:hub:milestone:900-2", "Two"],
    ]);
    const rejected = [{ ref: "acme/api milestone", reason: expect.stringContaining("number") }];
    // Whole, for the store to find those that were deleted.
    expect(pages).toMatchObject([{ rejected, wholeList: "milestone" }]);
    expect(sent[1]?.variables).toEqual({ owner: "acme", name: "api", first: 100, after: "c1" });
    expect(source.requests()).toBe(2);
  });

  test("are asked for anew without a check, and at a second pull after one", async () => {
    const titles = ["Before", "Then", "Now"];
    for (const title of titles) plannedGraph([], overviewAnswer(anOverview({ milestones: page([{ ...one, title }]) })));
    const { source } = aConnector();
    const names: string[] = [];
    const pull = async () => {
      for (const { sprints } of await all(source.pull(milestones, null)))
        names.push(...sprints.map(({ name }) => name));
    };
    await pull();
    await source.probe();
    await pull();
    await pull();
    expect(names).toEqual(titles);
  });

  test("a first page that leads nowhere is a failure, not the end", async () => {
    const endless = { pageInfo: { hasNextPage: true, endCursor: null }, nodes: [one] };
    plannedGraph([], overviewAnswer(anOverview({ milestones: endless })));
    expect(await failureOf(all(aConnector().source.pull(milestones, null)))).toMatchObject({
      code: "unreadable-answer",
    });
  });
});

test("repositories that are too much for GitHub together are looked at in halves; one alone is a failure", async () => {
  const sent: Sent[] = [];
  const containers = ["acme/a", "acme/b", "acme/c"];
  const limit = { type: "RESOURCE_LIMITS_EXCEEDED", message: "Resource limits for this query exceeded." };
  plannedGraph(sent, { errors: [limit] });
  const named = (name: string, databaseId: number) => anOverview({ nameWithOwner: `acme/${name}`, databaseId });
  plannedGraph(sent, overviewAnswer(named("a", 1), named("b", 2)));
  plannedGraph(sent, overviewAnswer(named("c", 3)));
  const { source } = aConnector({ containers });
  const probe = await source.probe();
  expect(probe.containers.map(({ name, key, failure }) => [name, key, failure])).toEqual(
    containers.map((name) => [name, name, null]),
  );
  expect(sent.map(({ variables }) => [variables["name0"], variables["name1"], variables["name2"]])).toEqual([
    ["a", "b", "c"],
    ["a", "b", undefined],
    ["c", undefined, undefined],
  ]);
  for (let n = 0; n < 4; n += 1) plannedGraph(sent, {}, 502);
  const { source: ofOne } = aConnector({ containers: ["acme/a"] });
  expect(await failureOf(ofOne.probe())).toMatchObject({ code: "tracker-unavailable" });
  plannedGraph(sent, { data: { r0: null }, errors: [{ ...limit, path: ["r0", "milestones"] }] });
  plannedUser();
  const { containers: left } = await ofOne.probe();
  expect(left).toMatchObject([{ name: "acme/a", failure: { code: "request-refused" } }]);
});

describe("pull requests after a check", () => {
  const pulls: Stream = { name: "pulls:acme/api", mode: "incremental", pace: "poll" };
  const nothing = {
    data: { repository: { pullRequests: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] } } },
  };
  const since = Date.parse("2026-11-20T08:00:00Z");

  test.each([
    ["there are none", [], null, false],
    ["there are none now", [], since, false],
    ["the newest is older than the overlap", [{ updatedAt: "2026-11-20T07:54:59Z" }], since, false],
    ["the newest is within the overlap", [{ updatedAt: "2026-11-20T07:55:00Z" }], since, true],
    ["none was ever read", [{ updatedAt: "2026-11-20T07:54:59Z" }], null, true],
    ["the newest cannot be seen", [null], since, true],
    ["its date cannot be read", [{ updatedAt: "soon" }], since, true],
    ["the list cannot be seen", null, since, true],
  ])("where %s", async (_, nodes, from, isRead) => {
    plannedGraph([], overviewAnswer(anOverview({ pullRequests: { nodes } })));
    const { source } = aConnector();
    await source.probe();
    if (isRead) plannedGraph([], nothing);
    await all(source.pull(pulls, from));
    expect(source.requests()).toBe(isRead ? 2 : 1);
    // What the check found is old by the second time.
    plannedGraph([], nothing);
    expect(await all(source.pull(pulls, from))).toHaveLength(1);
  });
});
