import { expect, test } from "vitest";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import type { HistoryChange, HistoryEvent, StatusValue } from "../../src/domain/items/history.ts";
import type { StatusCategory, WorkItem } from "../../src/domain/items/work-item.ts";
import { evaluateWithInput } from "../../src/reporting/evaluate-train.ts";
import { flowOf } from "../../src/reporting/flow.ts";
import { anItem, aTrain, noon } from "../support/builders.ts";
import { twoConnections, useTestDatabase } from "../support/database.ts";
import { aPage, pulled } from "./store/pulled.ts";

const tested = useTestDatabase("pglite");
const dayMs = 86_400_000;
const ago = (days: number) => noon - days * dayMs;

/** A status that the site has deleted; no item is in it. */
const deleted = (category: StatusCategory | null): StatusValue => ({ id: "9", name: "Zzyx", category });
const toDo: StatusValue = { id: "1", name: "To Do", category: "todo" };
const done: StatusValue = { id: "3", name: "Done", category: "done" };
const moves = (from: StatusValue, to: StatusValue): HistoryChange => ({ field: "status", from, to });

function happened({ id: itemId }: WorkItem, days: number, change: HistoryChange): HistoryEvent {
  return { id: `${itemId} ${days}`, itemId, at: ago(days), ordinal: 0, knownBy: "tracker", ...change };
}

const finished = anItem({
  status: "done",
  statusId: "3",
  statusName: "Done",
  createdAt: ago(20),
  closedAt: ago(5),
});
const idle = anItem({ nativeId: "2", statusId: "1", statusName: "To Do", createdAt: ago(300), updatedAt: ago(200) });
const itsChanges = [
  happened(finished, 10, moves(toDo, deleted(null))),
  happened(finished, 5, moves(deleted(null), done)),
];

/** The flow times of the train, in days; why they lack an item. */
async function flowTimes(ofIdle: readonly HistoryEvent[]) {
  const { store } = tested;
  const train = aTrain();
  await store.saveTrains([train], twoConnections);
  const items = [pulled(finished, { history: itsChanges }), pulled(idle, { history: ofIdle })];
  await store.savePage("acme", aPage({ items }), noon);
  const context = evaluating(store);
  const flow = await flowOf(context, await evaluateWithInput(context, train, noon));
  if (flow === null) throw new TypeError("the instant has come");
  const { items: timed, coverage } = flow.flow.train.flowTime;
  return { days: timed.first.map(({ days }) => days), missing: coverage.missing.map(({ kind }) => kind) };
}

test("an old change of an item that no figure follows gives a deleted status its category", async () => {
  const old = [
    happened(idle, 210, moves(toDo, deleted("in-progress"))),
    happened(idle, 200, moves(deleted(null), toDo)),
  ];
  expect(await flowTimes(old)).toEqual({ days: [5], missing: [] });
});

test("without such a change nothing tells when an item in that status began", async () => {
  const old = [happened(idle, 210, moves(toDo, deleted(null))), happened(idle, 200, moves(deleted(null), toDo))];
  expect(await flowTimes(old)).toEqual({ days: [], missing: ["unknown-start"] });
});
