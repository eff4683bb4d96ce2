import { describe, expect, test } from "vitest";
import type { Commitment } from "../../src/domain/history/commitment.ts";
import { periodsOf, scopeIn } from "../../src/domain/history/scope.ts";
import { rollUp } from "../../src/domain/rollup/roll-up.ts";
import type { Model } from "../../src/domain/model/model.ts";
import { commitmentsJson, commitmentSection } from "../../src/reporting/commitment-section.ts";
import { day, idOf, item, model, now, soundSetup, train } from "../domain/plan.ts";
import { linesOf } from "../support/document-lines.ts";
import { viewTrain } from "../support/look-once.ts";

const on = train();

function committed(facts: Model, change: Partial<Commitment> = {}): readonly Commitment[] {
  return periodsOf(on, "first").map((period) => ({
    ...period,
    train: on.key,
    frozenAt: period.startsAt,
    fromHistory: false,
    unknown: [],
    items: scopeIn(viewTrain(facts, on, period.startsAt), period),
    ...change,
  }));
}

function evaluated(facts: Model, commitments?: readonly Commitment[]) {
  const view = viewTrain(facts, on, now);
  const rollup = rollUp({ view, conflicts: [], model: facts, setup: soundSetup, unseen: 0 });
  return { view, rollup, ...(commitments === undefined ? {} : { commitments }) };
}

const before = model({
  items: [
    item("PAY-1", { in: 0, points: 3 }),
    item("PAY-2", { in: 1, points: 2 }),
    item("LED-1", { in: 1, points: 1 }),
  ],
});
const after = model({
  items: [
    item("PAY-1", { in: 0, points: 5, status: "done" }),
    item("PAY-2", { in: 5, points: 2 }),
    item("LED-1", { status: "done", points: 1 }),
    item("LED-2", { in: 2 }),
    item("LED-3", { in: 2 }),
  ],
});

describe("the page's line on the commitment", () => {
  test("says what became of it, and of each team's", () => {
    const start = "Committed at the start of first (4 Jan 2027): ";
    expect(linesOf(commitmentSection(evaluated(after, committed(before))))).toEqual([
      `${start}3 items, 1 done so far; since then 2 added, 1 carried over, 1 finished elsewhere, 1 estimated anew.`,
      "By team",
      "PAY: 2 items, 1 done so far; since then 1 carried over, 1 estimated anew.",
      "LED: 1 item, 0 done so far; since then 2 added, 1 finished elsewhere.",
    ]);
  });

  test("says nothing of done items where none was committed", () => {
    const facts = model({ items: [item("PAY-1", { in: 0 })] });
    expect(linesOf(commitmentSection(evaluated(facts, committed(model({ items: [] })))))).toEqual([
      "Committed at the start of first (4 Jan 2027): 0 items; since then 1 added.",
    ]);
  });

  test("names no teams if only one has anything, and no change if there is none", () => {
    const facts = model({ items: [item("PAY-1", { in: 0 })] });
    expect(linesOf(commitmentSection(evaluated(facts, committed(facts))))).toEqual([
      "Committed at the start of first (4 Jan 2027): 1 item, 0 done so far.",
    ]);
  });

  test.each([
    [[], ", as the trackers' history tells"],
    [[{ kind: "untold", count: 1 }], ", as far as the trackers' history tells"],
  ] as const)("says that it comes from history (%j)", (unknown, words) => {
    const [line] = linesOf(commitmentSection(evaluated(after, committed(before, { fromHistory: true, unknown }))));
    expect(line).toContain(`(4 Jan 2027${words}): `);
  });

  test("is not there without a commitment of the increment", () => {
    const [, ...iterations] = committed(before);
    for (const some of [undefined, [], iterations]) expect(commitmentSection(evaluated(after, some))).toEqual([]);
  });
});

test("JSON has the figures of each commitment, and of each team in it", () => {
  const [whole] = committed(before);
  if (whole === undefined) throw new TypeError("no commitment");
  const none = { items: 0, points: 0 };
  expect(commitmentsJson(evaluated(after, [whole]))).toEqual([
    expect.objectContaining({
      increment: "first",
      iteration: null,
      startsAt: new Date(day(0)).toISOString(),
      frozenAt: new Date(day(0)).toISOString(),
      fromHistory: false,
      unknown: [],
      committed: { items: 3, points: 6 },
      present: { items: 3, points: 5 },
      teams: [
        expect.objectContaining({
          team: "pay",
          committed: { items: 2, points: 5 },
          carriedOver: { items: 1, points: 2 },
        }),
        expect.objectContaining({ team: "led", finishedElsewhere: { items: 1, points: 1 } }),
        expect.objectContaining({ team: "api", committed: none, added: none }),
      ],
    }),
  ]);
  expect(commitmentsJson(evaluated(after))).toEqual([]);
  expect(whole.items.map(({ id }) => id)).toEqual([idOf("LED-1"), idOf("PAY-1"), idOf("PAY-2")]);
});
