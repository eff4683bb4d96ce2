import type { Conflict, ConflictRecord } from "../domain/conflicts/conflict.ts";
import { isKeyRef, type LinkEnd, type WorkItemId } from "../domain/ids.ts";
import type { PlannedItem, TrainView } from "../domain/model/planned-item.ts";
import { isOpen } from "../domain/items/work-item.ts";

/** An item that conflicts touch, with those conflicts, the gravest first. */
export type CommentSubject = { readonly planned: PlannedItem; readonly open: readonly ConflictRecord[] };

/**
 * Who hears of a conflict in the tracker: the consumer, and the provider where another team has it (the same team sees
 * its own board), or whose comment would say "Resolved" without it: that an item moves to the other's team, or a team leaves the train,
 * ends nothing. `open` comes the gravest first and stays so. No comment is begun but on open items of the train's teams.
 *
 * @param told items on which an open comment stands
 */
export function commentSubjects(
  view: TrainView,
  open: readonly ConflictRecord[],
  told: ReadonlySet<WorkItemId | null>,
): readonly CommentSubject[] {
  const grave = open.filter(({ conflict }) => conflict.severity !== "info");
  const heard = recordsByEnd(grave, ({ conflict }) => touched(view, conflict));
  const again = recordsByEnd(grave, ({ conflict: { consumer, provider } }) =>
    [consumer, provider].filter(
      (end): end is WorkItemId => end !== null && !isKeyRef(end) && told.has(end) && !heard.has(end),
    ),
  );
  return [...heard, ...again].flatMap(([id, records]) => {
    const planned = view.items.get(id);
    return planned !== undefined && isAddressable(planned, told) ? [{ planned, open: records }] : [];
  });
}

/** Records by each of the ends that are named of them, in their order. */
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

/** Items whose readers hear of a conflict. */
export function touched(view: TrainView, conflict: Conflict): readonly WorkItemId[] {
  if (conflict.rule === "cycle") return conflict.evidence.cycle;
  const { consumer, provider } = conflict;
  if (provider === null || isKeyRef(provider) || provider === consumer) return [consumer];
  const sameTeam = view.items.get(consumer)?.team?.key === view.items.get(provider)?.team?.key;
  return sameTeam ? [consumer] : [consumer, provider];
}

function isAddressable({ standing, item }: PlannedItem, told: ReadonlySet<WorkItemId | null>): boolean {
  return (standing === "owned" || told.has(item.id)) && item.presence === "present" && isOpen(item);
}
