import { isKeyRef, type LinkEnd, type WorkItemId } from "../ids.ts";
import type { Conflict } from "./conflict.ts";

/**
 * A stored conflict between the records that count now: another connection to the same site may have read its items when
 * it was stored. The same object if it names those records already.
 */
export function atCountedEnds(conflict: Conflict, recordOf: (id: WorkItemId) => WorkItemId): Conflict {
  const { consumer, provider, evidence } = conflict;
  const { cycle, chain } = evidence;
  const named = [consumer, ...cycle, ...(chain?.items ?? []), provider].filter(isItem);
  if (named.every((id) => recordOf(id) === id)) return conflict;
  return {
    ...conflict,
    consumer: recordOf(consumer),
    provider: isItem(provider) ? recordOf(provider) : provider,
    evidence: {
      ...evidence,
      cycle: cycle.map(recordOf),
      ...(chain && { chain: { ...chain, items: chain.items.map(recordOf) } }),
    },
  };
}

function isItem(end: LinkEnd | null): end is WorkItemId {
  return end !== null && !isKeyRef(end);
}
