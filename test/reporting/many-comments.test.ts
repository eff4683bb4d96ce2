import { expect, test, vi } from "vitest";
import { atOneGo } from "../../src/domain/tracking/in-steps.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import type { Render } from "../../src/reporting/draft.ts";
import type { Evaluation } from "../../src/reporting/evaluate.ts";
import { commentMarker, planComments } from "../../src/reporting/plan-comments.ts";
import { aConflict, aPublication, aRecord, anItem, noon, planned } from "../support/builders.ts";
import { anEvaluation } from "../support/rollup.ts";
import { aView } from "../support/views.ts";

const items = Array.from({ length: 40 }, (_, place) => anItem({ nativeId: String(place + 1) }));
const view = aView(items.map((item) => planned(item)));
const open = items.map(({ id }, place) => aRecord(aConflict({ fingerprint: String(place), consumer: id })));
const standing = items.map(({ id }) => aPublication({ marker: commentMarker("payments", id), itemId: id }));

const blocksOf: Render = (_connection, { title, blocks, labels }) => ({ title, body: JSON.stringify(blocks), labels });

type Change = {
  readonly records?: typeof open;
  readonly publications?: readonly PublicationRecord[];
  readonly render?: Render;
};

function stepsOf({ records = open, publications = [], render = blocksOf }: Change) {
  const rollup = { increment: "2026.4" } as Evaluation["rollup"];
  return planComments({
    evaluation: anEvaluation({ view, records, rollup }),
    publications,
    recent: [],
    refusals: [],
    consent: { state: "started", since: noon, withStanding: true },
    render,
  });
}

test.each([
  ["are begun", {}],
  ["are resolved", { records: [], publications: standing }],
])("others have their turn while many comments %s", (_, change) => {
  expect([...stepsOf(change)]).toHaveLength(4);
});

test("comments are put in words where they stand; of new ones the words are not needed yet", () => {
  const render = vi.fn<Render>(blocksOf);
  const { writes, waiting } = atOneGo(stepsOf({ render }));
  const { newPerRun } = view.train.comments;
  expect([writes.length, waiting.length]).toEqual([newPerRun, items.length - newPerRun]);
  expect(render).not.toHaveBeenCalled();
  atOneGo(stepsOf({ render, publications: standing.slice(0, 2) }));
  expect(render.mock.calls.map(([, , marker]) => marker)).toEqual(standing.slice(0, 2).map(({ marker }) => marker));
});

test("of two comments on one item the first is kept true", () => {
  const [first] = standing;
  const { writes } = atOneGo(stepsOf({ publications: standing.flatMap((one) => [one, { ...one, marker: "second" }]) }));
  expect(writes).toHaveLength(items.length);
  expect(writes[0]?.marker).toBe(first?.marker);
  expect(writes.some(({ marker }) => marker === "second")).toBe(false);
});
