import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { mapHistory } from "../../../connectors/github/map-history.ts";
import { MilestoneTitles } from "../../../connectors/github/milestone-titles.ts";
import { mapMilestone } from "../../../connectors/github/milestones.ts";
import { IssueNode } from "../../../connectors/github/schema.ts";
import { anIssue, connection } from "./hub.ts";

type Entry = {
  readonly kind: string;
  readonly id: string;
  readonly createdAt: string;
  readonly [name: string]: unknown;
};

const at = (second: number) => new Date(Date.parse("2026-11-20T10:00:00Z") + second * 1000).toISOString();
const entry = (kind: string, second: number, more: object = {}): Entry => {
  return { kind, id: `E${second}`, createdAt: at(second), ...more };
};
const api = { databaseId: "900", nameWithOwner: "acme/api" };
const web = { databaseId: "901", nameWithOwner: "acme/web" };

/** The milestones of both repositories: `Sprint 1` has number 1 here and 5 there, two have the title `Twice`. */
function titles() {
  const known = new MilestoneTitles();
  const box = (repo: typeof api, number: number, title: string) =>
    mapMilestone(connection, repo, { number, title, state: "open", dueOn: null, closedAt: null });
  known.learn([box(api, 1, "Sprint 1"), box(web, 5, "Sprint 1"), box(api, 2, "Twice"), box(api, 3, "Twice")]);
  known.learn([box(api, 4, "Old"), box(api, 4, "New")]);
  return known;
}

const mapped = (nodes: readonly unknown[], change: object = {}) => {
  const pageInfo = { hasPreviousPage: false, startCursor: null };
  const node = IssueNode.parse(anIssue(1, { timelineItems: { pageInfo, nodes }, ...change }));
  return mapHistory({ connection, milestones: titles() }, node);
};

const issue = (n: number) => ({ fullDatabaseId: String(1000 + n) });
const id = (n: number) => `github:hub:issue:${1000 + n}`;
const open = { id: null, name: "Open", category: "todo" };
const done = { id: null, name: "Closed", category: "done" };
const cancelled = { id: null, name: "Closed (not planned)", category: "cancelled" };
const converted = { id: null, name: "Closed (converted to a discussion)", category: "cancelled" };
const blocker = (n: number) => {
  return { origin: "github-blocked-by", typeId: null, typeName: "blocked by", direction: "inward", end: id(n) };
};
const original = (n: number) => {
  return { origin: "github-duplicate-of", typeId: null, typeName: "duplicate of", direction: "outward", end: id(n) };
};
const box = (number: number | null, name: string) => ({
  id: number === null ? null : `github:hub:milestone:900-${number}`,
  name,
});

test.each<[string, Entry, object]>([
  [
    "closed with its reason",
    entry("ClosedEvent", 1, { stateReason: "NOT_PLANNED" }),
    { field: "status", from: open, to: cancelled },
  ],
  ["converted to a discussion", entry("ConvertedToDiscussionEvent", 1), { field: "status", from: open, to: converted }],
  ["reopened, whatever closed it", entry("ReopenedEvent", 1), { field: "status", from: done, to: open }],
  [
    "milestoned",
    entry("MilestonedEvent", 1, { milestoneTitle: "Sprint 1" }),
    { field: "timeboxes", from: [], to: [box(1, "Sprint 1")] },
  ],
  [
    "demilestoned from one with a title of two",
    entry("DemilestonedEvent", 1, { milestoneTitle: "Twice" }),
    { field: "timeboxes", from: [box(null, "Twice")], to: [] },
  ],
  [
    "milestoned with a title that nothing has any more",
    entry("MilestonedEvent", 1, { milestoneTitle: "Old" }),
    { field: "timeboxes", from: [], to: [box(null, "Old")] },
  ],
  ["labelled", entry("LabeledEvent", 1, { label: { name: "risk" } }), { field: "labels", from: [], to: ["risk"] }],
  ["unlabelled", entry("UnlabeledEvent", 1, { label: { name: "risk" } }), { field: "labels", from: ["risk"], to: [] }],
  [
    "under a parent",
    entry("ParentIssueAddedEvent", 1, { other: issue(3) }),
    { field: "parent", from: null, to: id(3) },
  ],
  [
    "under a hidden parent: it had none before",
    entry("ParentIssueAddedEvent", 1, { other: null }),
    { field: "parent", from: null, to: null },
  ],
  [
    "away from a parent",
    entry("ParentIssueRemovedEvent", 1, { other: issue(3) }),
    { field: "parent", from: id(3), to: null },
  ],
  ["blocked", entry("BlockedByAddedEvent", 1, { other: issue(3) }), { field: "links", from: [], to: [blocker(3)] }],
  [
    "blocked no more",
    entry("BlockedByRemovedEvent", 1, { other: issue(3) }),
    { field: "links", from: [blocker(3)], to: [] },
  ],
  [
    "marked as a duplicate",
    entry("MarkedAsDuplicateEvent", 1, { other: issue(3), duplicate: issue(1) }),
    { field: "links", from: [], to: [original(3)] },
  ],
  [
    "transferred",
    entry("TransferredEvent", 1, { fromRepository: web }),
    { field: "container", from: { container: "acme/web", key: null }, to: { container: "acme/api", key: null } },
  ],
  [
    "transferred from a hidden repository",
    entry("TransferredEvent", 1, { fromRepository: null }),
    { field: "container", from: null, to: { container: "acme/api", key: null } },
  ],
])("an issue is %s", (_, one, expected) => {
  expect(mapped([one])).toEqual([
    {
      id: "github:hub:event:E1",
      itemId: id(1),
      at: Date.parse(at(1)),
      ordinal: 0,
      knownBy: "tracker",
      ...expected,
    },
  ]);
});

test.each<[string, unknown]>([
  ["a kind that GitHub adds later", entry("SomethingNew", 1)],
  ["an entry without an instant", { ...entry("ClosedEvent", 1), createdAt: "never" }],
  ["a hidden entry", null],
  ["a hidden blocker", entry("BlockedByAddedEvent", 1, { other: null })],
  ["a hidden label", entry("LabeledEvent", 1, { label: null })],
  [
    "another issue as a duplicate of this one",
    entry("MarkedAsDuplicateEvent", 1, { other: issue(1), duplicate: issue(3) }),
  ],
  [
    "an unmarking of what was not marked",
    entry("UnmarkedAsDuplicateEvent", 1, { other: issue(3), duplicate: issue(1) }),
  ],
])("%s gives no event", (_, one) => {
  expect(mapped([one])).toEqual([]);
});

test("without a timeline there are no events", () => {
  expect(mapped([], { timelineItems: null })).toEqual([]);
});

describe("one after the other", () => {
  const changes = (nodes: readonly unknown[], change: object = {}) =>
    mapped(nodes, change).map(({ id: event, ordinal, from, to }) => [
      event.slice("github:hub:event:".length),
      ordinal,
      from,
      to,
    ]);

  test("a status begins where the last one ended, whatever the order of the entries", () => {
    const nodes = [
      entry("ReopenedEvent", 3),
      entry("ClosedEvent", 2, { stateReason: "NOT_PLANNED" }),
      entry("ClosedEvent", 4, { stateReason: "NOT_PLANNED" }),
      entry("ClosedEvent", 5, { stateReason: "COMPLETED" }),
    ];
    expect(changes(nodes)).toEqual([
      ["E2", 0, open, cancelled],
      ["E3", 0, cancelled, open],
      ["E4", 0, open, cancelled],
      ["E5", 0, cancelled, done],
    ]);
  });

  test("a closing as duplicate adds a link, once, and a reopening ends it unless people marked it too", () => {
    const closed = { stateReason: "DUPLICATE", other: issue(3) };
    const marked = { other: issue(3), duplicate: issue(1) };
    expect(changes([entry("ClosedEvent", 1, closed), entry("ReopenedEvent", 2)])).toMatchObject([
      ["E1", 0, open, { name: "Closed (duplicate)" }],
      ["E1:links", 0, [], [original(3)]],
      ["E2", 0, { name: "Closed (duplicate)" }, open],
      ["E2:links", 0, [original(3)], []],
    ]);
    const nodes = [
      entry("MarkedAsDuplicateEvent", 1, marked),
      entry("ClosedEvent", 2, closed),
      entry("ReopenedEvent", 3),
      entry("UnmarkedAsDuplicateEvent", 4, marked),
    ];
    expect(changes(nodes).map(([event]) => event)).toEqual(["E1", "E2", "E3", "E4"]);
    expect(changes(nodes).at(-1)).toEqual(["E4", 0, [original(3)], []]);
  });

  test("a conversion cancels what GitHub closed for it, and not what was done before", () => {
    const conversion = (second: number) => entry("ConvertedToDiscussionEvent", second);
    const done = { name: "Closed" };
    expect(changes([entry("ClosedEvent", 1), conversion(2)]).at(-1)).toMatchObject(["E2", 0, done, converted]);
    expect(changes([conversion(1), entry("ClosedEvent", 2)]).at(-1)).toMatchObject(["E2", 0, converted, converted]);
    expect(changes([entry("ClosedEvent", 1), conversion(99)])).toMatchObject([["E1", 0, open, done]]);
  });

  test("entries of one second keep the timeline's order", () => {
    const nodes = ["a", "b", "c"].map((name, n) => {
      return { ...entry(n === 1 ? "UnlabeledEvent" : "LabeledEvent", 1, { label: { name: "risk" } }), id: name };
    });
    expect(changes(nodes)).toEqual([
      ["a", 0, [], ["risk"]],
      ["b", 1, ["risk"], []],
      ["c", 2, [], ["risk"]],
    ]);
  });

  test("an issue leaves its milestone with a transfer, for the one with that title in the new repository", () => {
    const attic = { databaseId: "902", nameWithOwner: "acme/attic" };
    const nodes = [
      entry("MilestonedEvent", 1, { milestoneTitle: "Sprint 1" }),
      entry("TransferredEvent", 2, { fromRepository: api }),
      entry("TransferredEvent", 3, { fromRepository: web }),
      entry("TransferredEvent", 4, { fromRepository: attic }),
    ];
    const [here, there] = [box(1, "Sprint 1"), { id: "github:hub:milestone:901-5", name: "Sprint 1" }];
    expect(changes(nodes, { repository: { databaseId: "903", nameWithOwner: "acme/end" } })).toEqual([
      ["E1", 0, [], [here]],
      ["E2", 0, { container: "acme/api", key: null }, { container: "acme/web", key: null }],
      ["E2:timeboxes", 0, [here], [there]],
      ["E3", 0, { container: "acme/web", key: null }, { container: "acme/attic", key: null }],
      ["E3:timeboxes", 0, [there], []],
      ["E4", 0, { container: "acme/attic", key: null }, { container: "acme/end", key: null }],
    ]);
  });

  test("an issue that left its milestone before a transfer takes none with it", () => {
    const nodes = [
      entry("MilestonedEvent", 1, { milestoneTitle: "Sprint 1" }),
      entry("DemilestonedEvent", 2, { milestoneTitle: "Sprint 1" }),
      entry("TransferredEvent", 3, { fromRepository: api }),
    ];
    expect(changes(nodes, { repository: web })).toEqual([
      ["E1", 0, [], [box(1, "Sprint 1")]],
      ["E2", 0, [box(1, "Sprint 1")], []],
      ["E3", 0, { container: "acme/api", key: null }, { container: "acme/web", key: null }],
    ]);
  });
});

const kinds = ["ClosedEvent", "ReopenedEvent", "LabeledEvent", "BlockedByAddedEvent", "BlockedByRemovedEvent"];

property.prop([
  fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(5)), { maxLength: 12 }),
  fc.infiniteStream(fc.nat()),
])("the order of entries of different instants changes nothing", (drawn, random) => {
  const nodes = drawn.map(([kind], n) => entry(kind, n, { label: { name: "x" }, other: issue(7) }));
  const mixed = nodes
    .map((node) => ({ node, key: random.next().value ?? 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ node }) => node);
  expect(mapped(mixed)).toEqual(mapped(nodes));
});
