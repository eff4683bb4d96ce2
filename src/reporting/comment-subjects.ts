import type { Conflict, ConflictRecord } from "../domain/conflicts/conflict.ts";
import { isKeyRef, type LinkEnd, type WorkItemId } from "../domain/ids.ts";
import type { PlannedItem } from "../domain/model/planned-item.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import { isOpen } from "../domain/items/work-item.ts";

/** An item with conflicts, the most severe first. */
export type CommentSubject = { readonly planned: PlannedItem; readonly open: readonly ConflictRecord[] };

/**
 * The items that get a comment about a conflict: the consumer, and the provider if another team owns it (the same team
 * sees its own board), or if its comment would otherwise say "Resolved": a move to the other's team, or a team that
 * leaves the train, ends nothing. `open` comes in order of severity and keeps it. New comments begin only on open items
 * of the train's teams.
 * @param commented items with an open comment
 */
export function commentSubjects(
  view: TrainView,
  open: readonly ConflictRecord[],
  commented: ReadonlySet<WorkItemId | null>,
): readonly CommentSubject[] {
  const grave = open.filter(({ conflict }) => isForComments(conflict));
  const addressed = recordsByEnd(grave, ({ conflict }) => touched(view, conflict));
  const again = recordsByEnd(grave, ({ conflict: { consumer, provider } }) =>
    [consumer, provider].filter(
      (end): end is WorkItemId => end !== null && !isKeyRef(end) && commented.has(end) && !addressed.has(end),
    ),
  );
  return [...addressed, ...again].flatMap(([id, records]) => {
    const planned = view.items.get(id);
    return planned !== undefined && isAddressable(planned, commented) ? [{ planned, open: records }] : [];
  });
}

/**
 * Whether comments tell of a conflict. Of one that is only probable they tell if the train file makes it a `conflict`:
 * else a comment would change with a forecast.
 */
export function isForComments({ rule, severity }: Conflict): boolean {
  return severity === "conflict" || (severity === "risk" && rule !== "probable-slip");
}

/** Records by each of their given ends, in order. */
export function recordsByEnd<End extends LinkEnd>(
  records: readonly ConflictRecord[],
  endsOf: (record: ConflictRecord) => Iterable<End>,
): ReadonlyMap<End, readonly ConflictRecord[]> {
  const found = new Map<End, ConflictRecord[]>();
  for (const record of records) {
    for (const end of endsOf(record)) {
      const known = found.get(end);
      if (known === undefined) found.set(end, [record]);
      else known.push(record);
    }
  }
  return found;
}

/** Items with a comment about a conflict. */
export function touched(view: TrainView, conflict: Conflict): readonly WorkItemId[] {
  if (conflict.rule === "cycle") return conflict.evidence.cycle;
  // The provider has a comment of its own, about the dependency that is the cause.
  if (conflict.rule === "chain-slip") return [conflict.consumer];
  const { consumer, provider } = conflict;
  if (provider === null || isKeyRef(provider) || provider === consumer) return [consumer];
  const sameTeam = view.items.get(consumer)?.team?.key === view.items.get(provider)?.team?.key;
  return sameTeam ? [consumer] : [consumer, provider];
}

function isAddressable({ role, item }: PlannedItem, commented: ReadonlySet<WorkItemId | null>): boolean {
  return (role === "owned" || commented.has(item.id)) && item.presence === "present" && isOpen(item);
}
