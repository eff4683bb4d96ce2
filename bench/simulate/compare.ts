import { evaluating } from "../../src/cli/evaluate-context.ts";
import type { WorkItemId } from "../../src/domain/ids.ts";
import type { Train } from "../../src/domain/model/train.ts";
import type { PlannedItem } from "../../src/domain/model/planned-item.ts";
import type { Conflict, ConflictRecord } from "../../src/domain/conflicts/conflict.ts";
import { connectionRecord, createConnectors, realRuntime } from "../../src/cli/wiring.ts";
import { startAll } from "../../src/cli/consent.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import type { Store } from "../../src/ports/store.ts";
import { evaluateAndStore, evaluateStored } from "../../src/reporting/evaluate-train.ts";
import type { Evaluation } from "../../src/reporting/evaluate.ts";
import { textDifferences } from "./compare-texts.ts";
import { visibleRecords, type Both, type Ends, type ComparisonContext } from "./compared.ts";

const silent = () => undefined;
const log = { info: silent, warn: silent, error: silent };

/** Compares the state and texts of a service after the history with those of a clean run on the trackers' last state. */
export async function differences(world: ComparisonContext, ends: Ends): Promise<readonly string[]> {
  const found: string[] = [];
  for (const both of await evaluations(world, ends)) {
    const { lived, clean } = both;
    const figures = unequal("rollup", rollupOf(lived), rollupOf(clean));
    found.push(...inModel(both), ...figures, ...(await textDifferences(world, ends, both)));
  }
  return found;
}

/** The same for items and conflicts, as far as deliveries report them: for a gone item none reports its parts and dependencies. */
export async function modelDifferences(
  world: ComparisonContext,
  ends: Pick<Ends, "store" | "clean">,
): Promise<readonly string[]> {
  return (await evaluations(world, ends)).flatMap((both) => inModel(withoutGoneEnds(both)));
}

/** The trackers do not hold what people said of conflicts. */
async function copyAnswers(
  kept: readonly ConflictRecord[],
  clean: Store,
  { train, at }: { readonly train: Train; readonly at: number },
): Promise<void> {
  const answers = new Map(kept.map(({ fingerprint, answer }) => [fingerprint, answer]));
  if ([...answers.values()].every((answer) => answer === null)) return;
  const { records } = await evaluateAndStore(evaluating(clean), train, at);
  const answered = records.map((record) => ({ ...record, answer: answers.get(record.fingerprint) ?? null }));
  await clean.saveConflicts(train.key, answered, records);
}

/** The same for a service that last saw hidden items: it keeps stubs of them, and conflicts with them as last seen. */
export async function hiddenDifferences(
  world: ComparisonContext,
  ends: Pick<Ends, "store" | "clean">,
  isHidden: (key: string) => boolean,
): Promise<readonly string[]> {
  return (await evaluations(world, ends)).flatMap((both) => inModel(withoutHidden(both, isHidden)));
}

function withoutHidden({ lived, clean, kept, ...both }: Both, isHidden: (key: string) => boolean): Both {
  const planned = [...lived.view.items.values(), ...clean.view.items.values()];
  const stubs = planned.filter(({ item }) => item.presence === "stub" && isHidden(item.key));
  const ids = new Set<string>(stubs.map(({ item }) => item.id));
  const isOther = ({ conflict }: ConflictRecord) =>
    !JSON.stringify(conflict)
      .split('"')
      .some((text) => ids.has(text));
  const dependencies = [...lived.view.dependencies, ...clean.view.dependencies];
  const waiting = new Set<string | null>(dependencies.flatMap((one) => (ids.has(one.provider) ? one.consumer : [])));
  // To reopen or move an item that waits for a hidden one may open a conflict with that.
  const withoutSteps = (record: ConflictRecord): ConflictRecord => {
    const { conflict } = record;
    if (!waiting.has(conflict.consumer) && !waiting.has(conflict.provider)) return record;
    return { ...record, conflict: { ...conflict, fix: [], actors: [] } };
  };
  const compared = (records: readonly ConflictRecord[]) => records.filter(isOther).map(withoutSteps);
  const without = ({ view, records, ...evaluation }: Evaluation): Evaluation => ({
    ...evaluation,
    view: { ...view, items: new Map([...view.items].filter(([id]) => !ids.has(id))) },
    records: compared(records),
  });
  return { ...both, kept: compared(kept), lived: without(lived), clean: without(clean) };
}

async function evaluations(world: ComparisonContext, ends: Pick<Ends, "store" | "clean">): Promise<readonly Both[]> {
  await cleanRun(world, ends.clean);
  const at = world.time.clock();
  const both: Both[] = [];
  for (const train of world.trains) {
    const lived = await evaluateStored(evaluating(ends.store), train, at);
    const kept = await ends.store.conflicts(train.key);
    await copyAnswers(kept, ends.clean, { train, at });
    both.push({ train, lived, kept, clean: await evaluateStored(evaluating(ends.clean), train, at) });
  }
  return both;
}

function withoutGoneEnds({ lived, kept, ...both }: Both): Both {
  const { items } = lived.view;
  const gone = new Set<string | null>([...items].flatMap(([id, { item }]) => (item.presence === "gone" ? id : [])));
  // A linked item stays visible until a new read.
  const inside = [...items].filter(([, { role }]) => role !== "outside");
  const translated = inside.map(([id, planned]): [WorkItemId, PlannedItem] => {
    const { item } = planned;
    return [id, gone.has(item.parentId) ? { ...planned, item: { ...item, parentId: null } } : planned];
  });
  const isTold = ({ conflict }: ConflictRecord) => !gone.has(conflict.consumer) && !gone.has(conflict.provider);
  const view = { ...lived.view, items: new Map(translated) };
  return { ...both, kept: kept.filter(isTold), lived: { ...lived, view, records: lived.records.filter(isTold) } };
}

function inModel({ lived, clean, kept }: Both): readonly string[] {
  const isOpen = ({ state }: ConflictRecord) => state !== "resolved";
  return [
    ...unequal("kept conflict", statesOf(kept.filter(isOpen)), statesOf(visibleRecords(lived))),
    ...unequal("item", itemsOf(lived), itemsOf(clean)),
    ...unequal("conflict", conflictsOf(lived), conflictsOf(clean)),
  ];
}

async function cleanRun({ connections, trains, time }: ComparisonContext, store: Store): Promise<void> {
  const { clock, wait, timeLimit } = time;
  await store.reset();
  const runtime = { ...realRuntime(log), clock, wait };
  const connectors = createConnectors(connections, trains, { ...runtime, timeLimit });
  const records = connections.map(connectionRecord);
  await store.saveTrains(trains, records);
  await startAll(store, trains, clock());
  const app = { store, connectors, trains, render: renderOf(records), runtime, progress: silent };
  await syncAll(app, { full: { maxDrop: 1 } });
}

type Facts = ReadonlyMap<string, string>;

function itemsOf({ view }: Evaluation): Facts {
  return new Map(
    [...view.items.values()]
      .filter(({ item }) => item.presence !== "gone")
      .map((planned) => {
        const { item, ...plan } = planned;
        const { updatedAt: _, ...facts } = item;
        return [item.id, JSON.stringify({ facts, plan })];
      }),
  );
}

function conflictsOf(evaluation: Evaluation): Facts {
  const conflicts = visibleRecords(evaluation).map(({ conflict }): [string, Conflict] => [
    conflict.fingerprint,
    conflict,
  ]);
  return new Map(conflicts.map(([fingerprint, conflict]) => [fingerprint, JSON.stringify(conflict)]));
}

function statesOf(records: readonly ConflictRecord[]): Facts {
  return new Map(records.map(({ conflict, state }) => [conflict.fingerprint, state]));
}

/** Without the conflicts, whose ages differ, and without read times. */
function rollupOf({ rollup }: Evaluation): Facts {
  const { dataQuality, ...figures } = rollup;
  const { sources: _, ...quality } = dataQuality;
  return new Map(Object.entries({ ...figures, ...quality }).map(([name, value]) => [name, JSON.stringify(value)]));
}

function unequal(what: string, lived: Facts, clean: Facts): readonly string[] {
  const names = new Set([...lived.keys(), ...clean.keys()]);
  return [...names]
    .filter((name) => lived.get(name) !== clean.get(name))
    .map((name) => `${what} ${name}: lived ${lived.get(name) ?? "nothing"}, clean ${clean.get(name) ?? "nothing"}`);
}
