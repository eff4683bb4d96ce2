import { describe, expect, test } from "vitest";
import { advanceConflicts } from "../../../src/domain/conflicts/conflict-life.ts";
import type { Conflict, ConflictRecord } from "../../../src/domain/conflicts/conflict.ts";
import { workItemId, type WorkItemId } from "../../../src/domain/ids.ts";
import type { StreamState } from "../../../src/domain/model/model.ts";
import { setupOf } from "../../../src/domain/setup/setup.ts";
import { visibilityOf } from "../../../src/domain/conflicts/visibility.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import type { Link, WorkItem } from "../../../src/domain/items/work-item.ts";
import { blocks, githubTeam, idOf, item, jiraTeam, model, now, train, type ModelParts } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

const items = [
  item("PAY-1", { in: 2 }),
  item("LED-1", { in: 3 }),
  item("LED-9"),
  item("LED-8"),
  item("acme/api#9", { in: 3 }),
];
/** Another connection to the same Jira. */
const elsewhere = { system: "jira", connection: "k" } as const;
const link = blocks("LED-1", "PAY-1");
const used = blocks("LED-9", "LED-8", { typeName: "Depends" });
const before = { items, links: [link, used] };

function conflictOf(facts: ModelParts): Conflict {
  const { conflicts } = viewTrain(model(facts), train(), now);
  const conflict = conflicts.find(({ rule, consumer }) => rule === "cycle" || consumer === idOf("PAY-1"));
  if (conflict === undefined) throw new Error("there is no conflict to begin with");
  return conflict;
}

type Passes = readonly (readonly [ModelParts, Partial<Train>?])[];

/** The conflict of PAY-1 after these evaluations: people acknowledged it after the first one. */
function answeredThrough(passes: Passes): string {
  let records: readonly ConflictRecord[] = [];
  for (const [place, [facts, changes = {}]] of passes.entries()) {
    const all = model(facts);
    const view = viewTrain(all, train(changes), now);
    const { isOver: isEnded, isAsBefore } = visibilityOf({ view, model: all, setup: setupOf(view) });
    const pass = { train: "payments", at: place + 1, isOver: isEnded, isAsBefore, recordOf: view.plan.recordOf };
    records = advanceConflicts(records, view.conflicts, pass);
    if (place > 0) continue;
    records = records.map((one) => ({ ...one, answer: { kind: "acknowledged", at: 1, by: "ann", note: null } }));
  }
  const found = records.find(({ conflict: { rule, consumer } }) => rule !== "cycle" && consumer === idOf("PAY-1"));
  return `${found?.state} ${found?.answer?.kind ?? "unanswered"}`;
}

function isOver(conflict: Conflict, facts: ModelParts, changes: Partial<Train> = {}): boolean {
  const all = model(facts);
  const view = viewTrain(all, train(changes), now);
  return visibilityOf({ view, model: all, setup: setupOf(view) }).isOver(conflict);
}

const changed = (changes: Readonly<Record<string, Partial<WorkItem>>>): readonly WorkItem[] =>
  items.map((one) => ({ ...one, ...changes[one.key] }));

function refused(stream: string): readonly StreamState[] {
  const failure = { code: "not-found", text: "no", at: now } as const;
  const books = { watermark: null, completedAt: null, rejected: 0, token: null, failure };
  return [{ connection: "j", stream, ...books }, ...model().streams];
}

const hidden = (container: string) => refused(`container:${container}`);

describe("what people know of", () => {
  const circle = { ...before, links: [...before.links, blocks("PAY-1", "LED-1")] };
  const off = { rules: { "late-provider": "off" } } as const;
  const moved = (place: number) => ({ ...before, items: [item("PAY-1", { in: 2 }), item("LED-1", { in: place })] });
  test.each<[string, Passes, string]>([
    ["a circle hides it, and people break the circle", [[before], [circle], [circle], [before]], "open acknowledged"],
    ["the train file switches its rule off and on", [[before], [before, off], [before]], "open acknowledged"],
    ["the provider moves away and back", [[before], [moved(1)], [before]], "open unanswered"],
    ["the link is removed and added", [[before], [{ ...before, links: [used] }], [before]], "open unanswered"],
    ["the provider moves while a circle hides it", [[before], [circle], [moved(1)], [before]], "open unanswered"],
    [
      "the link is removed while the rule is off",
      [[before], [before, off], [{ ...before, links: [used] }, off], [before]],
      "open unanswered",
    ],
  ])("%s", (_, passes, expected) => {
    expect(answeredThrough(passes)).toBe(expected);
  });
});

describe("a fact about one end is enough", () => {
  const unread = { presence: "stub" } as const;
  test.each<[string, Readonly<Record<string, Partial<WorkItem>>>, boolean]>([
    ["the consumer is done", { "PAY-1": { status: "done" }, "LED-1": unread }, true],
    ["the consumer is cancelled", { "PAY-1": { status: "cancelled" }, "LED-1": unread }, true],
    ["the consumer is deleted", { "PAY-1": { presence: "gone" }, "LED-1": unread }, true],
    ["the consumer goes on", { "PAY-1": { status: "in-progress" }, "LED-1": unread }, false],
    ["the provider is done", { "PAY-1": unread, "LED-1": { status: "done" } }, true],
    ["the provider is cancelled, which helps nobody", { "PAY-1": unread, "LED-1": { status: "cancelled" } }, false],
    [
      "the provider was done when it was deleted",
      { "PAY-1": unread, "LED-1": { status: "done", presence: "gone" } },
      false,
    ],
  ])("%s, and the other is not read: %s", (_, changes, expected) => {
    expect(isOver(conflictOf(before), { ...before, items: changed(changes) })).toBe(expected);
  });

  test("also in a circle, of any of its dependencies", () => {
    const circle = { items, links: [link, blocks("PAY-1", "LED-1")] };
    const conflict = conflictOf(circle);
    expect(conflict.rule).toBe("cycle");
    for (const key of ["PAY-1", "LED-1"]) {
      expect(isOver(conflict, { ...circle, items: changed({ [key]: { status: "done" } }) })).toBe(true);
    }
    expect(isOver(conflict, circle)).toBe(true);
    const written = { ...circle, links: circle.links.map((one): Link => ({ ...one, origin: "text" })) };
    expect(isOver(conflictOf(written), { items, links: [], streams: hidden("LED") })).toBe(false);
  });
});

describe("what a text says no more is seen without the other end", () => {
  const inText = { items, links: [{ ...link, origin: "text" } as const] };
  const written = conflictOf(inText);
  const unseen = { items, links: [], streams: hidden("LED") };
  const saying = (mentions: Conflict["evidence"]["written"]) =>
    isOver({ ...written, evidence: { ...written.evidence, written: mentions } }, unseen);

  test("where nothing else said so, and who wrote it is read", () => {
    const [mention] = written.evidence.written;
    expect(mention).toMatchObject({ origin: "text", in: idOf("PAY-1") });
    if (mention === undefined) return;
    expect(saying([mention])).toBe(true);
    expect(saying([])).toBe(false);
    expect(saying([{ ...mention, in: null }])).toBe(false);
    expect(saying([{ ...mention, in: idOf("LED-1") }])).toBe(false);
    expect(saying([{ ...mention, origin: "jira-link" }])).toBe(false);
    expect(saying([mention, { ...mention, origin: "jira-link" }])).toBe(false);
    expect(saying([{ ...mention, in: idOf("LED-1") }, mention])).toBe(false);
    expect(saying([mention, mention])).toBe(true);
  });

  test("nor what a remote link says no more", () => {
    const remote = { ...link, origin: "jira-remote-link", id: `${idOf("PAY-1")}:remote:blocked-by:x` } as const;
    const conflict = conflictOf({ items, links: [remote] });
    expect(conflict.evidence.written).toMatchObject([{ origin: "jira-remote-link", in: idOf("PAY-1") }]);
    expect(isOver(conflict, unseen)).toBe(true);
  });

  test("but not where the text still says it", () => {
    expect(isOver(written, { ...inText, streams: hidden("LED") })).toBe(false);
  });
});

test.each<["consumer" | "provider"]>([["consumer"], ["provider"]])(
  "the item by which the %s was planned has to be seen as well",
  (end) => {
    const conflict = conflictOf(before);
    const by = (id: WorkItemId) => ({
      ...conflict,
      evidence: {
        ...conflict.evidence,
        [end]: { ...conflict.evidence[end], through: { from: "parts", item: id, unplanned: 0 } },
      },
    });
    const facts = { items, links: [used] };
    expect(isOver(by(idOf("LED-9")), facts)).toBe(true);
    expect(isOver(by(idOf("LED-7")), facts)).toBe(false);
  },
);

test.each<[string, readonly Train["teams"][number][], boolean]>([
  ["alone", [], false],
  ["beside a team that names its project", [jiraTeam("led")], true],
  ["beside a team that owns all of the connection", [jiraTeam("all", { projects: [] })], true],
])(
  "of what a team owns by a refused query, %s, a removed link is a fact only if it is read otherwise",
  (_, more, over) => {
    const query = "project in (LED, SEC)";
    const memberships = [{ connection: "j", query, itemIds: new Set([idOf("LED-1")]) }];
    const facts = { items, links: [used], memberships, streams: refused(`query:${query}`) };
    const teams = [jiraTeam("pay"), jiraTeam("books", { projects: [], jql: query }), ...more];
    expect(isOver(conflictOf(before), facts, { teams })).toBe(over);
  },
);

describe("a type of links that no link has may be the one that was meant", () => {
  const dead = { linkMeanings: [{ name: "Bloks", means: "source-blocks-target" }] } as const;
  const other = { linkMeanings: [{ name: "Depends", means: "target-blocks-source" }] } as const;
  const extra = { teams: [...train().teams, jiraTeam("web", { projects: ["WEB"] })] };
  test.each<[string, readonly Link[], Partial<Train>, boolean]>([
    ["where the ends are linked", [link, used], dead, false],
    ["where they are linked the other way round", [blocks("PAY-1", "LED-1"), used], dead, false],
    ["not where they are not", [used], dead, true],
    ["not where each is linked to another", [blocks("PAY-1", "LED-9"), blocks("LED-9", "LED-1"), used], dead, true],
    ["not where another is linked to each", [blocks("LED-9", "PAY-1"), blocks("LED-1", "LED-9"), used], dead, true],
    [
      "not where only a text links them",
      [{ ...link, origin: "text", typeName: "relates" }, used],
      { ...dead, textReferences: false },
      true,
    ],
    ["not where the train file names a type that is used", [link, used], other, true],
    ["not where something else finds nothing", [link, used], { ...other, ...extra }, true],
  ])("%s", (_, links, changes, expected) => {
    expect(isOver(conflictOf(before), { items, links }, changes)).toBe(expected);
  });
});

test("a link of a type that no link has keeps its conflict where it joins copies of the items", () => {
  const other = (key: string) => ({ ...item(key, { in: 3 }), id: workItemId(elsewhere, key), connection: "k" });
  const facts = {
    items: [...items, other("LED-1")],
    links: [link, used],
    sites: ["j", "k"].map((connection) => ({ system: "jira", connection, sites: ["acme.atlassian.net"] }) as const),
  };
  const teams = [jiraTeam("pay"), jiraTeam("led", { connection: "k" }), githubTeam("api")];
  const [conflict] = viewTrain(model(facts), train({ teams }), now).conflicts;
  if (conflict === undefined) throw new Error("there is no conflict to begin with");
  expect(conflict.provider).toBe(workItemId(elsewhere, "LED-1"));
  const dead = { teams, linkMeanings: [{ name: "Bloks", means: "source-blocks-target" }] } as const;
  expect(isOver(conflict, facts, dead)).toBe(false);
  expect(isOver(conflict, { ...facts, links: [used] }, dead)).toBe(true);
});

test("a fact about the record that counts now is one about the copy of which the conflict was", () => {
  const copy = { ...item("PAY-1", { in: 2, status: "done" }), id: workItemId(elsewhere, "PAY-1"), connection: "k" };
  const sites = ["j", "k"].map(
    (connection) => ({ system: "jira", connection, sites: ["acme.atlassian.net"] }) as const,
  );
  const teams = [jiraTeam("pay", { connection: "k" }), jiraTeam("led"), githubTeam("api")];
  const after = { ...before, items: [...items, copy], sites, streams: hidden("PAY") };
  expect(isOver(conflictOf(before), after, { teams })).toBe(true);
});

test("where no team has an end any more, all of their trackers have to be certain", () => {
  const facts = { items, links: [blocks("acme/api#9", "PAY-1"), used] };
  const conflict = conflictOf(facts);
  const teams = [
    jiraTeam("web", { projects: ["PAY"], labels: ["gone"] }),
    githubTeam("api", { repos: ["acme/other"] }),
  ];
  expect(isOver(conflict, facts, { teams })).toBe(false);
  expect(isOver(conflict, facts, { teams: [jiraTeam("led")] })).toBe(true);
});
