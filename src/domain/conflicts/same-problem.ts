import type { Conflict } from "./conflict.ts";
import { isKeyRef, type LinkEnd, type WorkItemId } from "../ids.ts";
import { byText } from "../ordering.ts";

/** The record that counts, of an item that several connections read; else the item's own. */
export type RecordOf = (id: WorkItemId) => WorkItemId;

/**
 * Names what people see as one problem: an edge, whichever rule shows it, and whichever connection reads its ends. A
 * cycle is another one, even if it has the same edge; it begins at its smallest id, which another connection may change.
 */
export function problemIn(recordOf: RecordOf): (conflict: Conflict) => string {
  return ({ rule, consumer, provider, evidence }) => {
    if (rule !== "cycle") return edgeName("edge", recordOf(consumer), endAt(provider, recordOf));
    const cycle = evidence.cycle.map(recordOf);
    const [first = recordOf(consumer)] = cycle.toSorted(byText);
    return edgeName("cycle", first, nextIn(cycle, cycle.indexOf(first)));
  };
}

/** What readers of a conflict see: its own problem, and for a cycle those of its dependencies. */
export function problemsIn(recordOf: RecordOf): (conflict: Conflict) => readonly string[] {
  const problemOf = problemIn(recordOf);
  return (conflict) => {
    const cycle = conflict.evidence.cycle.map(recordOf);
    return [problemOf(conflict), ...cycle.map((id, place) => edgeName("edge", id, nextIn(cycle, place)))];
  };
}

function nextIn(cycle: readonly WorkItemId[], place: number): WorkItemId | null {
  return cycle[(place + 1) % cycle.length] ?? null;
}

function edgeName(kind: "cycle" | "edge", consumer: WorkItemId, provider: LinkEnd | null): string {
  return `${kind} ${consumer} ${provider}`;
}

/** The conflict between the records that count now. */
export function betweenRecords(conflict: Conflict, recordOf: RecordOf): Conflict {
  const { consumer, provider, evidence } = conflict;
  const { cycle, chain } = evidence;
  return {
    ...conflict,
    consumer: recordOf(consumer),
    provider: endAt(provider, recordOf),
    evidence: {
      ...evidence,
      cycle: cycle.map(recordOf),
      ...(chain === undefined ? {} : { chain: { ...chain, items: chain.items.map(recordOf) } }),
    },
  };
}

function endAt(end: LinkEnd | null, recordOf: RecordOf): LinkEnd | null {
  return end === null || isKeyRef(end) ? end : recordOf(end);
}
