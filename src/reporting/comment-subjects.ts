import type { Conflict, ConflictRecord } from "../domain/conflict.ts";
import { isKeyRef, type WorkItemId } from "../domain/ids.ts";
import type { PlannedItem, TrainView } from "../domain/planned-item.ts";
import { isOpen } from "../domain/work-item.ts";

/** An item that conflicts touch, with those conflicts, the gravest first. */
export type CommentSubject = { readonly planned: PlannedItem; readonly open: readonly ConflictRecord[] };

/**
 * Who hears of a conflict in the tracker: the consumer, and the provider where another team has it (the same team sees
 * its own board). `open` comes the gravest first and stays so. Only open items of the train's teams are spoken to, never a neighbour's.
 */
export function commentSubjects(view: TrainView, open: readonly ConflictRecord[]): readonly CommentSubject[] {
  const byItem = new Map<WorkItemId, ConflictRecord[]>();
  for (const record of open) {
    if (record.conflict.severity === "info") continue;
    for (const id of touched(view, record.conflict)) byItem.set(id, [...(byItem.get(id) ?? []), record]);
  }
  return [...byItem].flatMap(([id, records]) => {
    const planned = view.items.get(id);
    return planned !== undefined && isAddressable(planned) ? [{ planned, open: records }] : [];
  });
}

/** Items whose readers hear of a conflict. */
export function touched(view: TrainView, conflict: Conflict): readonly WorkItemId[] {
  if (conflict.rule === "cycle") return conflict.evidence.cycle;
  const { consumer, provider } = conflict;
  if (provider === null || isKeyRef(provider) || provider === consumer) return [consumer];
  const sameTeam = view.items.get(consumer)?.team?.key === view.items.get(provider)?.team?.key;
  return sameTeam ? [consumer] : [consumer, provider];
}

function isAddressable({ standing, item }: PlannedItem): boolean {
  return standing === "owned" && item.presence === "present" && isOpen(item);
}
