import type { LinkEnd, WorkItemId } from "../domain/ids.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import type { ConflictInContext } from "./conflict-clauses.ts";
import { keyOf, plannedOf } from "./item-words.ts";

/**
 * `part of LED-1` or `parent of LED-1`: how an item of a step relates to the conflict, which may not name it. Null for
 * an end of the conflict, and for an item that plans none any more.
 */
export function relationWords({ view, conflict }: ConflictInContext, item: WorkItemId): string | null {
  const { consumer, provider, evidence } = conflict;
  const ends: readonly (LinkEnd | null)[] = [consumer, provider, ...(evidence.chain?.items ?? [])];
  if (ends.includes(item)) return null;
  for (const end of ends) {
    const words = end === null ? null : relationTo(view, end, item);
    if (words !== null) return words;
  }
  return null;
}

function relationTo(view: TrainView, end: LinkEnd, item: WorkItemId): string | null {
  const through = plannedOf(view, end)?.through ?? null;
  if (through === null) return null;
  if (through.from === "parent") {
    return through.parent === item ? `parent of ${keyOf(view, end)}` : relationTo(view, through.parent, item);
  }
  return [through.first, through.last, through.next].includes(item) ? `part of ${keyOf(view, end)}` : null;
}
