import { describe, expect, test } from "vitest";
import { mapEdges } from "../../../connectors/github/map-edges.ts";
import { mapMilestone } from "../../../connectors/github/milestones.ts";
import { mapPull } from "../../../connectors/github/map-pull.ts";
import { mapIssue } from "../../../connectors/github/map.ts";
import { IssueNode, MilestoneRecord, PullNode } from "../../../connectors/github/schema.ts";
import { anIssue, connection, neighbour, ownLogin } from "./hub.ts";

const context = { connection, self: { login: ownLogin, id: null }, milestones: { idOf: () => null } };
const mapped = (change: Readonly<Record<string, unknown>> = {}) =>
  mapIssue(context, IssueNode.parse(anIssue(1, change)));
const labelled = (...names: readonly string[]) => ({ labels: { nodes: names.map((name) => ({ name })) } });
const closed = (stateReason: string | null) => ({ state: "CLOSED", stateReason, closedAt: "2026-11-20T09:00:00Z" });
const blockers = (nodes: readonly unknown[], totalCount = nodes.length) => ({
  blockedBy: { totalCount, pageInfo: { hasNextPage: false, endCursor: null }, nodes },
});

describe("an issue that people convert to a discussion", () => {
  const conversion = { kind: "ConvertedToDiscussionEvent", id: "E1" };
  const convertedAt = (createdAt: string) => ({
    timelineItems: {
      pageInfo: { hasPreviousPage: false, startCursor: null },
      nodes: [{ ...conversion, createdAt }],
    },
  });

  test.each([
    ["is cancelled, although GitHub closes it", "2026-11-20T09:00:20Z", "cancelled"],
    ["is cancelled, whatever comes first", "2026-11-20T08:59:59Z", "cancelled"],
    ["is done, if it was before", "2026-11-20T10:00:00Z", "done"],
  ])("%s", (_, createdAt, status) => {
    expect(mapped({ ...closed(null), ...convertedAt(createdAt) }).item.status).toBe(status);
  });
});

describe("an issue becomes a work item", () => {
  test("under its database id, with GitHub's own words kept", () => {
    expect(mapped({ milestone: { number: 3, title: "Sprint 3" }, issueType: { name: "Bug" } })).toMatchObject({
      item: {
        id: "github:hub:issue:1001",
        handle: "I_1",
        key: "acme/api#1",
        container: "acme/api",
        url: "https://github.com/acme/api/issues/1",
        kind: "bug",
        sourceKind: "Bug",
        status: "todo",
        sourceStatus: "Open",
        sprintIds: ["github:hub:milestone:900-3"],
        createdAt: Date.parse("2026-11-01T08:00:00Z"),
        closedAt: null,
        presence: "present",
      },
      completeOrigins: ["github-blocked-by", "github-duplicate-of", "text"],
    });
  });

  test.each([
    ["open", {}, "todo", "Open"],
    ["a label says it has begun", labelled("bug", "Status: In Progress"), "in-progress", "Open (Status: In Progress)"],
    ["a label in short", labelled("doing"), "in-progress", "Open (doing)"],
    ["a word inside another label says nothing", labelled("not in progress", "doing-nothing"), "todo", "Open"],
    ["a label with what it is about", labelled("[status] in progress"), "in-progress", "Open ([status] in progress)"],
    ["a label in one word", labelled("status-in-progress"), "in-progress", "Open (status-in-progress)"],
    [
      "an open pull request closes it",
      { closedByPullRequestsReferences: { totalCount: 1 } },
      "in-progress",
      "Open (pull request)",
    ],
    ["done", closed("COMPLETED"), "done", "Closed"],
    ["done long ago, without a reason", closed(null), "done", "Closed"],
    ["done for a reason we do not know", closed("SOMETHING_NEW"), "done", "Closed"],
    ["not planned", closed("NOT_PLANNED"), "cancelled", "Closed (not planned)"],
    ["a duplicate", { ...closed("DUPLICATE"), ...labelled("wip") }, "cancelled", "Closed (duplicate)"],
    ["a state we do not know is open", { state: "PONDERING" }, "todo", "Open"],
  ])("status: %s", (_, change, status, sourceStatus) => {
    expect(mapped(change).item).toMatchObject({ status, sourceStatus });
    expect(mapped(change).item.closedAt === null).toBe(status === "todo" || status === "in-progress");
  });

  test.each([
    [{ issueType: { name: "Feature" } }, "story", "Feature"],
    [labelled("area/api", "kind/bug"), "bug", "kind/bug"],
    [labelled("epic"), "epic", "epic"],
    [labelled("chore"), "task", "chore"],
    [{ ...labelled("bug"), issueType: { name: "Gizmo" } }, "other", "Gizmo"],
    [labelled("debugger"), "other", "Issue"],
  ])("kind: %j", (change, kind, sourceKind) => {
    expect(mapped(change).item).toMatchObject({ kind, sourceKind });
  });

  test("what GitHub leaves out or hides leaves gaps, no rejection", () => {
    const bare = mapped({
      body: null,
      author: null,
      labels: null,
      timelineItems: null,
      closedByPullRequestsReferences: null,
      milestone: { number: 3, title: "Sprint 3" },
      repository: { nameWithOwner: "acme/api", databaseId: null },
    });
    expect(bare).toMatchObject({ item: { labels: [], sprintIds: [] }, links: [], history: [] });
  });

  test("ids beyond 2^31 and beyond 2^53 stay exact", () => {
    const node = IssueNode.parse(anIssue(1, { fullDatabaseId: 9007199254740993n }));
    expect(mapIssue(context, node).item.nativeId).toBe("9007199254740993");
    expect(mapped({ fullDatabaseId: 5_668_939_484 }).item.nativeId).toBe("5668939484");
  });
});

describe("edges", () => {
  test("a blocker is the source, a stub tells what is known of it", () => {
    const { links, stubs, item } = mapped({
      ...blockers([neighbour]),
      parent: {
        ...neighbour,
        id: "I_3",
        fullDatabaseId: "1003",
        number: 3,
        state: "CLOSED",
        stateReason: "NOT_PLANNED",
      },
    });
    expect(links).toEqual([
      {
        id: "github:hub:blocked-by:1001:1002",
        origin: "github-blocked-by",
        typeId: null,
        typeName: "blocked by",
        source: "github:hub:issue:1002",
        target: "github:hub:issue:1001",
      },
    ]);
    expect(item.parentId).toBe("github:hub:issue:1003");
    expect(stubs).toMatchObject([
      { key: "acme/api#3", status: "cancelled", presence: "stub", handle: "I_3" },
      { key: "acme/api#2", status: "todo", title: "Two", url: "https://github.com/acme/api/issues/2" },
    ]);
  });

  test("a blocker we may not see does not make the list complete", () => {
    const node = IssueNode.parse(anIssue(1, blockers([neighbour, null], 2)));
    expect(mapEdges(connection, node)).toMatchObject({
      itemId: "github:hub:issue:1001",
      completeOrigins: ["github-duplicate-of"],
    });
    expect(mapIssue(context, node).completeOrigins).toEqual(["github-duplicate-of", "text"]);
  });

  test("what it is a duplicate of is a link, and what we may not see of it takes none away", () => {
    const shut = { state: "CLOSED", stateReason: "DUPLICATE" };
    const { links, stubs, completeOrigins } = mapped({ ...shut, duplicateOf: neighbour });
    expect(links).toEqual([
      {
        id: "github:hub:duplicate-of:1001",
        origin: "github-duplicate-of",
        typeId: null,
        typeName: "duplicate of",
        source: "github:hub:issue:1001",
        target: "github:hub:issue:1002",
        duplicate: "source",
      },
    ]);
    expect(stubs).toMatchObject([{ key: "acme/api#2" }]);
    expect(completeOrigins).toContain("github-duplicate-of");
    expect(mapped({ ...shut, duplicateOf: null }).completeOrigins).not.toContain("github-duplicate-of");
    expect(mapped({ duplicateOf: null }).completeOrigins).toContain("github-duplicate-of");
  });

  test("words of the body are links too, to the item's own repository and to the other tracker", () => {
    const body = "Depends on #2 and PAY-12.\nAcme/api#1 blocks acme/web#4\nBlocked by #1\n#3 is blocked by #5";
    const { links } = mapped({ body });
    expect(links).toEqual([
      {
        id: "text:github:hub:issue:1001:blocked-by:key:github:acme/api#2",
        origin: "text",
        typeId: null,
        typeName: "Depends on #2",
        source: "key:github:acme/api#2",
        target: "github:hub:issue:1001",
      },
      expect.objectContaining({ source: "key:jira:PAY-12", target: "github:hub:issue:1001" }),
      expect.objectContaining({ source: "github:hub:issue:1001", target: "key:github:acme/web#4" }),
    ]);
  });
});

describe("a milestone becomes a box", () => {
  const repo = { databaseId: "900", nameWithOwner: "acme/api" };
  const box = (change: Readonly<Record<string, unknown>>) =>
    mapMilestone(connection, repo, MilestoneRecord.parse({ number: 3, title: "Sprint 1", state: "open", ...change }));

  test.each([
    ["summer time in California", "2026-10-04T07:00:00Z", "2026-10-05T00:00:00Z"],
    ["winter time in California", "2026-11-20T08:00:00Z", "2026-11-21T00:00:00Z"],
    ["midnight UTC is the evening before", "2026-11-20T00:00:00Z", "2026-11-20T00:00:00Z"],
  ])("the due day belongs to it: %s", (_, dueOn, end) => {
    expect(box({ dueOn }).endsAt).toBe(Date.parse(end));
  });

  test("without a date it has no end; closed, it says when", () => {
    expect(box({ dueOn: null })).toMatchObject({
      id: "github:hub:milestone:900-3",
      state: "active",
      endsAt: null,
      startsAt: null,
    });
    expect(box({ state: "closed", closedAt: "2026-11-22T10:00:00Z" })).toMatchObject({
      state: "closed",
      completedAt: Date.parse("2026-11-22T10:00:00Z"),
    });
  });
});

describe("a pull request", () => {
  const pull = (change: Readonly<Record<string, unknown>> = {}) =>
    mapPull(
      context,
      PullNode.parse({
        fullDatabaseId: "2005",
        number: 5,
        title: "PAY-12: retry",
        body: "See acme/web#4, not #5",
        headRefName: "feature/LED-7-retry",
        state: "OPEN",
        updatedAt: "2026-11-20T08:00:00Z",
        closedAt: null,
        repository: { nameWithOwner: "acme/api" },
        closingIssuesReferences: {
          nodes: [{ id: "I_1", fullDatabaseId: "1001", repository: { nameWithOwner: "acme/api" } }, null],
        },
        ...change,
      }),
    );

  test("is known by its database id and its key", () => {
    expect(pull()).toMatchObject({
      id: "github:hub:pull:2005",
      key: "acme/api#5",
      url: "https://github.com/acme/api/pull/5",
    });
  });

  test.each([
    ["OPEN", "open"],
    ["MERGED", "merged"],
    ["CLOSED", "closed"],
    ["QUEUED", "open"],
  ])("state %s is %s", (state, expected) => {
    expect(pull({ state, closingIssuesReferences: null }).state).toBe(expected);
  });
});
