import type { Conflict, ConflictRecord } from "../domain/conflicts/conflict.ts";
import { isKeyRef, type LinkEnd, type WorkItemId } from "../domain/ids.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import { once } from "../domain/tracking/once.ts";
import { isForComments, recordsByEnd, touched } from "./comment-subjects.ts";
import { endsOf } from "./conflict-sentence.ts";
import type { Evaluation } from "./evaluate.ts";

/** Maximum number of ended conflicts in one comment. */
const mostEnded = 5;

/**
 * Conflicts of the item that ended after the creation of its comment (epoch milliseconds), the newest first. A conflict
 * that another rule took over, or that reopened, has not ended; of several ends the last counts.
 */
export function endedConflicts(
  { view, records }: Pick<Evaluation, "view" | "records">,
  item: WorkItemId,
  since: number,
): readonly ConflictRecord[] {
  const ofItem = (byItem(records).get(item) ?? []).filter(({ conflict }) => touched(view, conflict).includes(item));
  const known = new Set(
    ofItem.filter(({ state }) => state === "open").flatMap(({ conflict }) => troublesOf(view, conflict)),
  );
  const ended = ofItem.filter(({ state, stateSince }) => state === "resolved" && stateSince > since).toSorted(byEnd);
  const last = ended.filter(({ conflict }) => {
    const [trouble = ""] = troublesOf(view, conflict);
    if (known.has(trouble)) return false;
    known.add(trouble);
    return true;
  });
  return last.slice(0, mostEnded);
}

/** Thousands may have ended: computes the ends only for conflicts of the item. */
const byItem = once((records: Evaluation["records"]) => {
  const grave = records.filter(({ conflict }) => isForComments(conflict));
  return recordsByEnd(grave, ({ conflict }) => new Set(endsOf(conflict)));
});

/**
 * People see one dependency as one problem, whichever rule shows it, and whichever connection read its items; likewise a
 * cycle with all of its dependencies.
 */
function troublesOf({ plan }: TrainView, { rule, consumer, provider, evidence }: Conflict): readonly string[] {
  const nameOf = (end: LinkEnd | null) => (end === null || isKeyRef(end) ? end : plan.recordOf(end));
  if (rule !== "cycle") return [`${nameOf(consumer)} ${nameOf(provider)}`];
  const cycle = evidence.cycle.map(nameOf);
  return [rule, ...cycle.map((id, place) => `${id} ${cycle[(place + 1) % cycle.length]}`)];
}

function byEnd(a: ConflictRecord, b: ConflictRecord): number {
  return b.stateSince - a.stateSince || (a.fingerprint < b.fingerprint ? -1 : 1);
}
