import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { Conflict, ConflictRecord } from "../../../src/domain/conflicts/conflict.ts";
import type { FailureCode } from "../../../src/domain/failure.ts";
import type { Model, StreamState } from "../../../src/domain/model/model.ts";
import { setupOf } from "../../../src/domain/setup/setup.ts";
import { visibilityOf } from "../../../src/domain/conflicts/visibility.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { generatedTrains } from "../generated-trains.ts";
import { blocks, date, githubTeam, idOf, item, jiraTeam, model, now, train, type ModelParts } from "../plan.ts";
import { evaluate, viewTrain } from "../../support/look-once.ts";

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

/** One way in which something goes out of sight. */
function hide(facts: Model, container: string, way: "stub" | "absent"): Model {
  const kept = [...facts.items.values()].flatMap((one): WorkItem[] => {
    if (one.container !== container || one.presence === "gone") return [one];
    return way === "absent" ? [] : [{ ...one, presence: "stub" }];
  });
  const [connection = "j"] = [...facts.items.values()].flatMap((one) =>
    one.container === container ? one.connection : [],
  );
  const failure = { code: "not-found" as const, text: "hidden", at: now };
  const state = {
    connection,
    stream: `container:${container}`,
    watermark: null,
    completedAt: null,
    rejected: 0,
    token: null,
  };
  return {
    ...facts,
    items: new Map(kept.map((one) => [one.id, one])),
    streams: [...facts.streams, { ...state, failure }],
  };
}

describe("hiding", () => {
  property.prop([generatedTrains, fc.nat(), fc.constantFrom("stub" as const, "absent" as const)], {
    numRuns: 40,
    endOnFailure: true,
  })(
    "any project or repository resolves no conflict, and showing it again brings each back with its age",
    ({ train: own, facts, at }, place, way) => {
      const containers = [...new Set([...facts.items.values()].map(({ container }) => container))].toSorted();
      const container = containers[place % containers.length] ?? "";
      const input = { train: own, past: null };
      const first = evaluate({ ...input, model: facts, previous: [], at });
      const hidden = evaluate({ ...input, model: hide(facts, container, way), previous: first.records, at: at + 1 });
      // One dependency, or the beginning of one circle, is one trouble, whichever record tells it now.
      const open = hidden.records.filter(({ state }) => state === "open");
      const isTold = ({ conflict }: ConflictRecord) =>
        open.some(({ conflict: { consumer, provider } }) => {
          return consumer === conflict.consumer && provider === conflict.provider;
        });
      const lost = hidden.records.filter((record) => record.state === "resolved" && !isTold(record));
      expect(lost.map(({ conflict }) => conflict.rule).filter((rule) => rule !== "unreadable-provider")).toEqual([]);
      const again = evaluate({ ...input, model: facts, previous: hidden.records, at: at + 2 });
      const ages = (records: typeof again.records) =>
        records
          .filter(({ state }) => state === "open")
          .map(({ fingerprint, firstSeenAt, unseenSince }) => ({ fingerprint, firstSeenAt, unseenSince }));
      expect(ages(again.records)).toEqual(ages(first.records));
    },
  );
});

test("ids of the table's items are the plan's", () => {
  expect(conflictOf(before)).toMatchObject({ consumer: idOf("PAY-1"), provider: idOf("LED-1") });
});
