import type { Conflict, ConflictRecord } from "../domain/conflicts/conflict.ts";
import { atCountedEnds } from "../domain/conflicts/counted-ends.ts";
import type { WorkItemId } from "../domain/ids.ts";
import { once } from "../domain/tracking/once.ts";
import { isForComments, recordsByEnd, touched } from "./comment-subjects.ts";
import { endsOf } from "./conflict-sentence.ts";
import type { Evaluation } from "./evaluate.ts";

type Judged = Pick<Evaluation, "view" | "records">;

/** Maximum number of ended conflicts in one comment. */
const mostEnded = 5;

/**
 * Conflicts of the item that ended after the creation of its comment (epoch milliseconds), the newest first. A conflict
 * that another rule took over, or that reopened, has not ended; of several ends the last counts.
 */
export function endedConflicts(evaluation: Judged, item: WorkItemId, since: number): readonly ConflictRecord[] {
  const { view } = evaluation;
  const ofItem = (byItem(evaluation).get(item) ?? []).filter(({ conflict }) => touched(view, conflict).includes(item));
  const known = new Set(ofItem.filter(({ state }) => state === "open").flatMap(({ conflict }) => troublesOf(conflict)));
  const ended = ofItem.filter(({ state, stateSince }) => state === "resolved" && stateSince > since).toSorted(byEnd);
  const last = ended.filter(({ conflict }) => {
    const [trouble = ""] = troublesOf(conflict);
    if (known.has(trouble)) return false;
    known.add(trouble);
    return true;
  });
  return last.slice(0, mostEnded);
}

/** Thousands may have ended: computes the ends only for conflicts of the item. */
const byItem = once(({ view, records }: Judged) => {
  const grave = records
    .filter(({ conflict }) => isForComments(conflict))
    .map((record) => ({ ...record, conflict: atCountedEnds(record.conflict, view.plan.recordOf) }));
  return recordsByEnd(grave, ({ conflict }) => new Set(endsOf(conflict)));
});

/**
 * People see one dependency as one problem, whichever rule shows it, and whichever connection read its items; likewise a
 * cycle with all of its dependencies.
 */
function troublesOf({ rule, consumer, provider, evidence: { cycle } }: Conflict): readonly string[] {
  if (rule !== "cycle") return [`${consumer} ${provider}`];
  return [rule, ...cycle.map((id, place) => `${id} ${cycle[(place + 1) % cycle.length]}`)];
}

function byEnd(a: ConflictRecord, b: ConflictRecord): number {
  return b.stateSince - a.stateSince || (a.fingerprint < b.fingerprint ? -1 : 1);
}
