import { describe, expect, test } from "vitest";
import type { Conflict } from "../../../src/domain/conflicts/conflict.ts";
import { evidenceOf } from "../../../src/domain/conflicts/evidence.ts";
import type { FailureCode } from "../../../src/domain/failure.ts";
import type { StreamState } from "../../../src/domain/model/model.ts";
import { setupOf } from "../../../src/domain/setup/setup.ts";
import { visibilityOf } from "../../../src/domain/conflicts/visibility.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { blocks, box, date, githubTeam, idOf, item, jiraTeam, model, now, train, type ModelParts } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

const items = [item("PAY-1", { in: 2 }), item("LED-1", { in: 3 }), item("PAY-9"), item("LED-9"), item("acme/api#9")];
const links = [blocks("LED-1", "PAY-1"), blocks("PAY-9", "LED-9", { typeName: "Depends" })];
const before = { items, links };

function conflictOf(facts: ModelParts, changes: Partial<Train> = {}): Conflict {
  const [conflict] = viewTrain(model(facts), train(changes), now).conflicts;
  if (conflict === undefined) throw new Error("there is no conflict to begin with");
  return conflict;
}

function isOver(facts: ModelParts, changes: Partial<Train> = {}, first: ModelParts = before): boolean {
  const all = model(facts);
  const view = viewTrain(all, train(changes), now);
  return visibilityOf({ view, model: all, setup: setupOf(view) }).isOver(conflictOf(first));
}

/** The items with one of them changed, or left out. */
function changed(key: string, change: Partial<WorkItem> | null): readonly WorkItem[] {
  return items.flatMap((one) => (one.key !== key ? one : change === null ? [] : { ...one, ...change }));
}

function failing(stream: string, code: FailureCode): readonly StreamState[] {
  const failure = { code, text: "no", at: now };
  return [
    { connection: "j", stream, watermark: null, completedAt: null, rejected: 0, token: null, failure },
    ...model().streams,
  ];
}

const unlinked = links.slice(1);

type Case = readonly [name: string, facts: ModelParts, changes: Partial<Train>];

describe("a conflict has ended by a fact", () => {
  test.each<Case>([
    ["its consumer is done", { ...before, items: changed("PAY-1", { status: "done" }) }, {}],
    ["its consumer is cancelled", { ...before, items: changed("PAY-1", { status: "cancelled" }) }, {}],
    ["its consumer is deleted", { ...before, items: changed("PAY-1", { presence: "gone" }) }, {}],
    ["its provider is done", { ...before, items: changed("LED-1", { status: "done" }) }, {}],
    [
      "its provider is known to be done from the other end",
      { ...before, items: changed("LED-1", { presence: "stub", status: "done" }) },
      {},
    ],
    ["the plan moved", { ...before, items: changed("LED-1", { sprintIds: [] }) }, {}],
    [
      "its provider is deleted, and the link with it",
      { ...before, links: unlinked, items: changed("LED-1", { presence: "gone" }) },
      {},
    ],
    ["the link was removed", { ...before, links: unlinked }, {}],
    ["the train's teams are others", before, { teams: [githubTeam("api")] }],
    [
      "the link was removed while a tracker only gives no answer",
      { ...before, links: unlinked, streams: failing("issues", "unreachable") },
      {},
    ],
  ])("%s", (_name, facts, changes) => {
    expect(isOver(facts, changes)).toBe(true);
  });
});

describe("the train file ends a conflict, whatever is read", () => {
  const hidden = changed("LED-1", { presence: "stub" });
  const ofText = { items, links: [blocks("LED-1", "PAY-1", { origin: "text", id: `text:${idOf("LED-1")}:1` })] };
  test.each([
    ["its rule is off", hidden, before, { rules: { "late-provider": "off" } }, true],
    ["another rule is off", hidden, before, { rules: { "same-iteration": "off" } }, false],
    [
      "one of its two rules is off",
      hidden,
      { ...before, items: changed("LED-1", { sprintIds: [box(4).id] }) },
      { rules: { "cross-increment": "off" } },
      false,
    ],
    ["texts alone state it and count no more", hidden, ofText, { textReferences: false }, true],
    ["texts count no more, and a link states it", hidden, before, { textReferences: false }, false],
    ["no team looks into the connection of its ends", [], before, { teams: [githubTeam("api")] }, true],
    ["a team looks into their connection", [], before, { teams: [jiraTeam("ops")] }, false],
    [
      "a team looks into the connection of one end",
      [],
      { items, links: [blocks("acme/api#9", "PAY-1")] },
      { teams: [githubTeam("api")] },
      false,
    ],
  ] as const)("%s", (_, left, first, changes, over) => {
    expect(isOver({ ...first, items: left }, changes, first)).toBe(over);
  });
});

describe("nothing is known of a conflict that is merely not seen", () => {
  test.each<Case>([
    [
      "its link is there, and the train file names a type that no link has",
      before,
      { linkMeanings: [{ name: "Bloks", means: "source-blocks-target" }] },
    ],
    ["its provider is a stub", { ...before, items: changed("LED-1", { presence: "stub" }) }, {}],
    ["its provider is not in the model", { ...before, items: changed("LED-1", null) }, {}],
    ["its consumer is not in the model", { ...before, items: changed("PAY-1", null) }, {}],
    [
      "the link is gone while the provider's project is hidden",
      { ...before, links: unlinked, streams: failing("container:LED", "not-found") },
      {},
    ],
    [
      "the link is gone while the token is refused",
      { ...before, links: unlinked, streams: failing("sprints", "unauthorized") },
      {},
    ],
    [
      "its teams own nothing by a criterion that died",
      before,
      { teams: [jiraTeam("pay", { labels: ["gone"] }), githubTeam("api")] },
    ],
    [
      "a team finds part of what it looks for",
      before,
      { teams: [jiraTeam("pay", { projects: ["OPS", "OLD"] }), jiraTeam("led", { labels: ["x"] }), githubTeam("api")] },
    ],
  ])("%s", (_name, facts, changes) => {
    expect(isOver(facts, changes)).toBe(false);
  });
});

test("a part that is not in the model any more may have planned an end's parent", () => {
  const epic = item("PAY-5", { kind: "epic" });
  const part = item("OPS-6", { in: 2, parentId: epic.id });
  const step = item("PAY-7", { kind: "subtask", parentId: epic.id });
  const provider = item("LED-1", { in: 3 });
  const first = { items: [epic, part, step, provider], links: [blocks("LED-1", "PAY-7")] };
  expect(conflictOf(first).consumer).toBe(step.id);
  const hidden = { ...first, items: [epic, step, provider] };
  expect(isOver(hidden, {}, first)).toBe(false);
});

test("so may the part at the other boundary: without it, the parent is planned for another iteration", () => {
  const rules = { "same-iteration": "off" } as const;
  const epic = item("LED-5", { kind: "epic", dueOn: date(46) });
  const [early, late] = [item("OPS-6", { in: 0, parentId: epic.id }), item("LED-7", { in: 3, parentId: epic.id })];
  const first = { items: [epic, early, late, item("PAY-1", { in: 3 })], links: [blocks("LED-5", "PAY-1")] };
  const hidden = { ...first, items: first.items.filter((one) => one !== early) };
  const [conflict] = viewTrain(model(first), train({ rules }), now).conflicts;
  const all = model(hidden);
  const view = viewTrain(all, train({ rules }), now);
  expect(conflict?.rule).toBe("late-provider");
  expect(view.conflicts).toEqual([]);
  const { isOver } = visibilityOf({ view, model: all, setup: setupOf(view) });
  expect(conflict === undefined || isOver(conflict)).toBe(false);
});

test("so may a part behind an item that the tracker does not show any more", () => {
  const [epic, between] = [item("PAY-5", { kind: "epic" }), item("OPS-6", { parentId: idOf("PAY-5") })];
  const part = item("PAY-7", { in: 2, parentId: between.id });
  const first = { items: [epic, between, part, item("LED-1", { in: 3 })], links: [blocks("LED-1", "PAY-5")] };
  const hidden = { ...first, items: first.items.map((one) => (one === between ? { ...one, presence: "stub" } : one)) };
  expect(isOver({ ...hidden, items: hidden.items as readonly WorkItem[] }, {}, first)).toBe(false);
});

test("what is above a sub-task's parent does not plan it", () => {
  const story = item("PAY-5", { in: 2, parentId: idOf("OPS-8") });
  const step = item("PAY-7", { kind: "subtask", parentId: story.id });
  const links = [blocks("LED-1", "PAY-7")];
  const first = { items: [item("OPS-8"), story, step, item("LED-1", { in: 3 })], links };
  const moved = {
    items: [story, step, item("LED-1", { in: 1 })],
    links,
    streams: failing("container:OPS", "not-found"),
  };
  expect(isOver(moved, {}, first)).toBe(true);
});

describe("while some project is hidden, a conflict whose ends are as before", () => {
  const streams = failing("container:OPS", "not-found");

  test("stays where nothing tells why no rule finds it, unless only the forecast did", () => {
    const sound = { ...before, streams };
    const view = viewTrain(model(sound), train(), now);
    const [one, other] = [view.items.get(idOf("PAY-1")), view.items.get(idOf("LED-1"))];
    if (one === undefined || other === undefined) throw new Error("the ends are not on the train");
    const evidence = {
      consumer: evidenceOf(one, "consumer"),
      provider: evidenceOf(other, "provider"),
      cycle: [],
      written: [],
    };
    const hidden = { view: { ...view, conflicts: [] }, model: model(sound), setup: setupOf(view) };
    const { isOver: isOverNow } = visibilityOf(hidden);
    const conflict = { ...conflictOf(before), evidence };
    expect(isOverNow(conflict)).toBe(false);
    expect(isOverNow({ ...conflict, rule: "probable-slip" })).toBe(true);
  });

  test("is over where another rule tells the same dependency", () => {
    const first = { items: [item("PAY-1", { in: 2 }), item("LED-1", { in: 5 })], links: [blocks("LED-1", "PAY-1")] };
    expect(conflictOf(first)).toMatchObject({ rule: "cross-increment", alsoFires: ["late-provider"] });
    expect(isOver({ ...first, streams }, { rules: { "cross-increment": "info" } }, first)).toBe(true);
  });
});

describe("a chain that no rule finds any more", () => {
  const [consumer, provider] = [item("PAY-1", { in: 4 }), item("LED-1", { in: 2 })];
  const [behind, last] = [item("LED-3", { in: 1 }), item("LED-4", { in: 5 })];
  const late = item("OPS-2", { in: 3 });
  const chain = {
    items: [consumer, provider, behind, last, late],
    links: [blocks("LED-1", "PAY-1"), blocks("OPS-2", "LED-1"), blocks("LED-3", "LED-1"), blocks("LED-4", "LED-3")],
  };
  const ofChain = (facts: ModelParts) => {
    const conflict = viewTrain(model(chain), train(), now).conflicts.find((one) => one.consumer === consumer.id);
    const all = model(facts);
    const view = viewTrain(all, train(), now);
    expect(conflict).toMatchObject({ rule: "chain-slip", provider: provider.id });
    expect(view.conflicts.map((one) => one.consumer)).not.toContain(consumer.id);
    return conflict !== undefined && visibilityOf({ view, model: all, setup: setupOf(view) }).isOver(conflict);
  };

  test("stays where the item by which its provider breaks the order is hidden", () => {
    const shown = chain.items.filter((one) => one !== late);
    expect(ofChain({ ...chain, items: shown, streams: failing("container:OPS", "not-found") })).toBe(false);
  });

  test("is over where that item was moved, and where a visible end of the chain was, whatever else is hidden", () => {
    const earlier = [...chain.items.filter((one) => one !== late), item("OPS-2", { in: 1 })];
    expect(ofChain({ ...chain, items: earlier })).toBe(true);
    const moved = [...chain.items.filter((one) => one !== last), item("LED-4", { in: 1 })];
    expect(ofChain({ ...chain, items: moved, streams: failing("container:OPS", "not-found") })).toBe(true);
  });

  test("stays where a later dependency is out of sight, although the writer of the first one is read", () => {
    const [waiting, foreign] = [item("PAY-1", { in: 2 }), item("OPS-2", { in: 1 })];
    const first = {
      items: [waiting, foreign, item("LED-3", { in: 3 })],
      links: [blocks("OPS-2", "PAY-1", { origin: "text", id: `text:${waiting.id}:1` }), blocks("LED-3", "OPS-2")],
    };
    const chainSlip = viewTrain(model(first), train(), now).conflicts.find(({ consumer: id }) => id === waiting.id);
    const hidden: ModelParts = {
      ...first,
      items: [waiting, foreign, item("LED-3", { in: 3, presence: "stub" })],
      streams: failing("container:LED", "not-found"),
    };
    const all = model(hidden);
    const view = viewTrain(all, train(), now);
    expect(chainSlip).toMatchObject({ rule: "chain-slip", evidence: { written: [{ in: waiting.id }] } });
    const { isOver: isOverNow } = visibilityOf({ view, model: all, setup: setupOf(view) });
    expect(chainSlip === undefined || isOverNow(chainSlip)).toBe(false);
  });
});

test.each([
  ["its writer is read", items, "LED", true],
  ["its writer is not read", items, "PAY", false],
  ["its provider is not in the model", changed("LED-1", null), "LED", false],
])("what a text says no more has ended only where %s", (_name, left, hidden, over) => {
  const written = { items, links: [blocks("LED-1", "PAY-1", { origin: "text" })] };
  const facts = { items: left, links: [], streams: failing(`container:${hidden}`, "not-found") };
  expect(isOver(facts, {}, written)).toBe(over);
});

test("an item is read where neither its connection nor its project is refused", () => {
  const read = (streams: readonly StreamState[]) => {
    const all = model({ ...before, streams });
    const view = viewTrain(all, train(), now);
    const { isRead } = visibilityOf({ view, model: all, setup: setupOf(view) });
    return items.filter((one) => isRead(one)).map(({ key }) => key);
  };
  expect(read(model().streams)).toHaveLength(items.length);
  expect(read(failing("container:LED", "not-found"))).toEqual(["PAY-1", "PAY-9", "acme/api#9"]);
  expect(read(failing("issues", "forbidden"))).toEqual(["acme/api#9"]);
  expect(read(failing("sprints", "unauthorized"))).toEqual(["acme/api#9"]);
  expect(read(failing("issues", "rate-limited"))).toHaveLength(items.length);
});

test("an item that GitHub hides in a project is not read: what changes its conflict may be out of sight", () => {
  const moved = { ...before, items: changed("PAY-1", { sprintIds: [] }) };
  const hidden = new Set([idOf("LED-1")]);
  const memberships = [{ connection: "g", query: "project:acme/1", itemIds: hidden, hidden }];
  const project = { address: "acme/1", iterationField: null, pointsField: null, statusField: null };
  const teams = [...train().teams, githubTeam("plan", { repos: [], project })];
  expect(isOver(moved, { teams })).toBe(true);
  expect(isOver({ ...moved, memberships }, { teams })).toBe(false);
  expect(isOver({ ...moved, memberships }), "no team names the project any more").toBe(true);
});

test("ids of the table's items are the plan's", () => {
  expect(conflictOf(before)).toMatchObject({ consumer: idOf("PAY-1"), provider: idOf("LED-1") });
});
