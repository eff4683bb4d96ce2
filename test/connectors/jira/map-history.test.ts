import { describe, expect, test } from "vitest";
import { mapHistory } from "../../../connectors/jira/map-history.ts";
import { History } from "../../../connectors/jira/schema.ts";
import { connection, ownAccount } from "./acme.ts";

const linkTypes = [
  { id: "1", name: "Blocks", outward: "blocks", inward: "is blocked by" },
  { id: "2", name: "Depends", outward: "depends on", inward: "blocked by" },
  { id: "3", name: "Relates", outward: "relates to", inward: "relates to" },
  { id: "4", name: "Cause", outward: "causes", inward: "is caused by" },
  { id: "5", name: "Problem", outward: "causes", inward: "is problem of" },
  { id: "6", name: "jira_subtask_link", outward: "contains", inward: "is part of" },
];
const context = {
  connection,
  facts: {
    accountId: ownAccount,
    sprintField: "customfield_10020",
    pointsFields: ["customfield_10026", "customfield_10016", "timeoriginalestimate"],
    startFields: [],
    businessValueFields: [],
    linkTypes,
  },
  statuses: new Map([
    ["1", "todo"],
    ["3", "in-progress"],
    ["9", null],
  ] as const),
};

type Sides = readonly [id: string | null, words: string | null];
const none: Sides = [null, null];

function change(field: string, from: Sides, to: Sides, fieldId?: string) {
  return { field, fieldId, from: from[0], fromString: from[1], to: to[0], toString: to[1] };
}

type Entry = { readonly id: string; readonly created: unknown; readonly items: readonly unknown[] };

const noon = "2026-11-20T12:00:00.000+0000";
const entry = (id: string, items: readonly unknown[], created: unknown = noon): Entry => ({ id, created, items });
const mapped = (...entries: readonly Entry[]) => mappedOf({}, ...entries);
/** Of an issue with these values in its fields. */
const mappedOf = (fields: Readonly<Record<string, unknown>>, ...entries: readonly Entry[]) =>
  mapHistory(
    context,
    { id: "10012", fields },
    entries.map((one) => History.parse(one)),
  );

const item = (n: number) => `jira:acme-jira:issue:${n}`;
const sprint = (n: number, name: string | null) => ({ id: `jira:acme-jira:sprint:${n}`, name });
const version = (n: number, name: string) => ({ id: `jira:acme-jira:version:${n}`, name });
const link = (change: object) => ({
  origin: "jira-link",
  typeId: "1",
  typeName: "Blocks",
  direction: "outward",
  end: "key:jira:LED-5",
  ...change,
});

const ids = "customfield_10020";

test.each<[string, ReturnType<typeof change>, object]>([
  [
    "a status with the category of the site",
    change("status", ["1", "To Do"], ["3", "In Arbeit"], "status"),
    {
      field: "status",
      from: { id: "1", name: "To Do", category: "todo" },
      to: { id: "3", name: "In Arbeit", category: "in-progress" },
    },
  ],
  [
    "a status without a category, and one that the site no longer has",
    change("status", ["9", "Odd"], ["77", "Gone"]),
    {
      field: "status",
      from: { id: "9", name: "Odd", category: null },
      to: { id: "77", name: "Gone", category: null },
    },
  ],
  [
    "a resolution",
    change("resolution", ["1", "Fixed"], none),
    { field: "resolution", from: { id: "1", name: "Fixed" }, to: null },
  ],
  [
    "sprints that it left and entered, with their names",
    change("Sprint", ["11, 12", "A, B"], ["12, 13", "B, C"], ids),
    { field: "timeboxes", from: [sprint(11, "A")], to: [sprint(13, "C")] },
  ],
  [
    "sprints whose names contain commas",
    change("Sprint", ["11", "A, the first"], ["12, 13", "B, C, D"], ids),
    { field: "timeboxes", from: [sprint(11, "A, the first")], to: [sprint(12, null), sprint(13, null)] },
  ],
  [
    "a sprint field under another name",
    change("Iteration", ["", ""], ["11", "A"], ids),
    { field: "timeboxes", from: [], to: [sprint(11, "A")] },
  ],
  [
    "a version",
    change("Fix Version", none, ["7", "1.0, later"], "fixVersions"),
    { field: "timeboxes", from: [], to: [version(7, "1.0, later")] },
  ],
  [
    "points as a number",
    change("Story Points", none, [null, "5"], "customfield_10026"),
    { field: "points", from: null, to: 5 },
  ],
  [
    "points as words",
    change("Size", ["100", "XL"], ["101", "8,5"], "customfield_10016"),
    { field: "points", from: "XL", to: 8.5 },
  ],
  [
    "points in a field of Jira's own",
    change("timeoriginalestimate", none, ["3600", "3600"], "timeoriginalestimate"),
    { field: "points", from: null, to: 3600 },
  ],
  [
    "a parent by id",
    change("IssueParentAssociation", none, ["10077", "PAY-77"]),
    { field: "parent", from: null, to: item(10_077) },
  ],
  [
    "an epic by id",
    change("Epic Link", ["10077", "PAY-77"], ["10078", "PAY-78"], "customfield_10014"),
    { field: "parent", from: item(10_077), to: item(10_078) },
  ],
  ["a parent by key", change("Parent", [null, "PAY-77"], none), { field: "parent", from: "key:jira:PAY-77", to: null }],
  [
    "labels that people removed and added",
    change("labels", [null, "core  late"], [null, "core risk"], "labels"),
    { field: "labels", from: ["late"], to: ["risk"] },
  ],
  [
    "a component",
    change("Component", ["5", "Cards, new"], none, "components"),
    { field: "components", from: ["Cards, new"], to: [] },
  ],
  [
    "a key",
    change("Key", [null, "OLD-3"], [null, "PAY-12"]),
    { field: "container", from: { container: "OLD", key: "OLD-3" }, to: { container: "PAY", key: "PAY-12" } },
  ],
  [
    "a link by its outward words",
    change("Link", none, ["LED-5", "This issue blocks LED-5"]),
    { field: "links", from: [], to: [link({})] },
  ],
  [
    "a link by its inward words, longer than those of another type",
    change("Link", ["LED-5", "Dieser Vorgang Is Blocked  By LED-5"], none),
    { field: "links", from: [link({ direction: "inward" })], to: [] },
  ],
  [
    "a link with the same words in both directions",
    change("Link", none, ["LED-5", "This issue relates to LED-5"]),
    { field: "links", from: [], to: [link({ typeId: "3", typeName: "Relates", direction: null })] },
  ],
  [
    "a link with words that two types have",
    change("Link", none, ["LED-5", "This issue causes LED-5"]),
    { field: "links", from: [], to: [link({ typeId: null, typeName: "This issue causes LED-5", direction: null })] },
  ],
  [
    "a link with words that no type has",
    change("Link", none, ["LED-5", "This issue unblocks LED-5"]),
    { field: "links", from: [], to: [link({ typeId: null, typeName: "This issue unblocks LED-5", direction: null })] },
  ],
])("%s", (_, line, expected) => {
  const [event, ...others] = mapped(entry("901", [line]));
  expect(event).toEqual({
    id: `jira:acme-jira:history:901:${line.field.toLowerCase()}`,
    itemId: item(10_012),
    at: Date.parse("2026-11-20T12:00:00Z"),
    ordinal: 0,
    knownBy: "tracker",
    ...expected,
  });
  expect(others).toEqual([]);
});

test.each<[string, unknown]>([
  ["a field that Signalbox does not store", change("assignee", ["a", "A"], ["b", "B"])],
  ["an own field with the name of Jira's", change("Status", [null, "red"], [null, "green"], "customfield_10500")],
  ["an own field of the name Link", change("Link", none, ["LED-5", "blocks LED-5"], "customfield_10501")],
  ["a remote link", change("RemoteIssueLink", none, ["17372", "This issue links to a page"])],
  ["sprints in another order", change("Sprint", ["11, 12", "A, B"], ["12, 11", "B, A"], ids)],
  ["labels in another order", change("labels", [null, "a b"], [null, "b a"])],
  ["a parent that cannot be identified", change("Epic Link", none, [null, "Big thing"])],
  ["a link to no key", change("Link", none, ["a page", "This issue blocks a page"])],
  ["a link of Jira's own hierarchy", change("Link", none, ["LED-5", "This issue contains LED-5"])],
  ["a component without a name", change("Component", none, none)],
  ["a line without a field", { from: "1", to: "2" }],
  ["no line at all", null],
])("%s gives no event", (_, line) => {
  expect(mapped(entry("901", [line]))).toEqual([]);
});

describe("changes of several estimate fields", () => {
  const [first, second] = ["customfield_10026", "customfield_10016"];
  const estimatesOf = (fields: Readonly<Record<string, unknown>>, ...entries: readonly Entry[]) =>
    mappedOf(fields, ...entries).map(({ from, to }) => [from, to]);

  test("are those of the first field with a number at that time", () => {
    const entries = [
      entry("1", [change("Story point estimate", none, [null, "3"], second)]),
      entry("2", [change("Story Points", none, [null, "5"], first)]),
      entry("3", [change("Story Points", [null, "5"], none, first)]),
    ];
    expect(estimatesOf({ [second]: 3 }, ...entries)).toEqual([
      [null, 3],
      [3, 5],
      [5, 3],
    ]);
  });

  test("are none where a field changes that did not count", () => {
    const copied = entry("1", [change("Story point estimate", none, [null, "5"], second)]);
    expect(estimatesOf({ [first]: 5, [second]: 5 }, copied)).toEqual([]);
    expect(estimatesOf({ [first]: null, [second]: 5 }, copied)).toEqual([[null, 5]]);
  });
});

describe("several changes", () => {
  test("of one field in one save stay, in their order, with ids of their own", () => {
    const versions = [7, 8, 9].map((n) => change("Fix Version", none, [String(n), `v${n}`], "fixVersions"));
    const events = mapped(entry("901", [...versions, change("status", ["1", "To Do"], ["3", "Doing"])]));
    expect(events.map(({ id, ordinal, to }) => [id.split(":").slice(3).join(":"), ordinal, to])).toEqual([
      ["901:fix version", 0, [version(7, "v7")]],
      ["901:fix version:1", 1, [version(8, "v8")]],
      ["901:fix version:2", 2, [version(9, "v9")]],
      ["901:status", 0, { id: "3", name: "Doing", category: "in-progress" }],
    ]);
  });

  test("of one instant in several entries have the order of their entries", () => {
    const [later, earlier] = [
      entry("1000", [change("status", ["3", "Doing"], ["1", "To Do"])]),
      entry("999", [change("status", ["1", "To Do"], ["3", "Doing"])]),
    ];
    const order = (events: ReturnType<typeof mapped>) => new Map(events.map(({ id, ordinal }) => [id, ordinal]));
    expect(order(mapped(later, earlier))).toEqual(
      new Map([
        ["jira:acme-jira:history:1000:status", 1],
        ["jira:acme-jira:history:999:status", 0],
      ]),
    );
    expect(order(mapped(earlier, later, earlier))).toEqual(order(mapped(later, earlier)));
  });

  test("of a parent under two names are one; the same change later is another", () => {
    const one = change("IssueParentAssociation", none, ["10077", "PAY-77"]);
    const same = change("Epic Link", none, ["10077", "PAY-77"], "customfield_10014");
    const back = change("IssueParentAssociation", ["10077", "PAY-77"], none);
    const events = mapped(
      entry("904", [one], "2026-11-20T14:00:00.000+0000"),
      entry("903", [back], "2026-11-20T13:00:00.000+0000"),
      entry("902", [same], "2026-11-20T12:00:00.050+0000"),
      entry("901", [one]),
    );
    expect(events.map(({ id }) => id.split(":")[3])).toEqual(["901", "903", "904"]);
  });
});

test("an entry without an instant is skipped; a number of seconds is one", () => {
  const line = change("status", ["1", "To Do"], ["3", "Doing"]);
  const events = mapped(entry("901", [line], null), entry("902", [line], 1_793_500_000));
  expect(events.map(({ at }) => at)).toEqual([1_793_500_000_000]);
});

test("a change without its own toString is no change to a function", () => {
  const bare = { field: "status", from: "1", fromString: "To Do", to: "3" };
  expect(mapped(entry("901", [bare]))).toMatchObject([{ from: { name: "To Do" }, to: { id: "3", name: null } }]);
});
