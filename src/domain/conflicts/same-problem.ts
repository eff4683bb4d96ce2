import type { Conflict } from "./conflict.ts";
import { isKeyRef, type LinkEnd, type WorkItemId } from "../ids.ts";

/** The record that counts, of an item that several connections read; else the item's own. */
export type RecordOf = (id: WorkItemId) => WorkItemId;

/** Names an edge, whichever connection reads its ends. */
export function edgeIn(recordOf: RecordOf): (edge: Pick<Conflict, "consumer" | "provider">) => string {
  const nameOf = (end: LinkEnd | null) => (end === null ? end : recordAt(end, recordOf));
  return ({ consumer, provider }) => `${nameOf(consumer)} ${nameOf(provider)}`;
}

/**
 * Names what people see as one problem: an edge, whichever rule shows it, and whichever connection reads its ends. A
 * cycle is another one, even if it starts at the same edge.
 */
export function problemIn(recordOf: RecordOf): (conflict: Conflict) => string {
  const edgeOf = edgeIn(recordOf);
  return (conflict) => `${conflict.rule === "cycle" ? "cycle" : "edge"} ${edgeOf(conflict)}`;
}

/** The conflict between the records that count now. */
export function betweenRecords(conflict: Conflict, recordOf: RecordOf): Conflict {
  const { consumer, provider, evidence } = conflict;
  const { cycle, chain } = evidence;
  return {
    ...conflict,
    consumer: recordOf(consumer),
    provider: provider === null ? null : recordAt(provider, recordOf),
    evidence: {
      ...evidence,
      cycle: cycle.map(recordOf),
      ...(chain === undefined ? {} : { chain: { ...chain, items: chain.items.map(recordOf) } }),
    },
  };
}

function recordAt(end: LinkEnd, recordOf: RecordOf): LinkEnd {
  return isKeyRef(end) ? end : recordOf(end);
}
