import type { Conflict } from "../domain/conflicts/conflict.ts";
import { betweenRecords } from "../domain/conflicts/same-problem.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { EvaluationLedger } from "../ports/evaluation-ledger.ts";
import type { PublicationLedger } from "../ports/publication-ledger.ts";
import type { Evaluation } from "./evaluate.ts";

/** Whether an older comment of another train on that item reports the same dependency. @param before epoch milliseconds */
export type ReportedElsewhere = (item: WorkItemId, conflict: Conflict, before: number) => boolean;

/**
 * What the open comments of other trains report. A team may move to another train, or belong to two: people then need one
 * comment about a dependency, not one of each train.
 */
export async function reportedElsewhere(
  store: Pick<PublicationLedger, "commentsOfOthers"> & Pick<EvaluationLedger, "conflicts">,
  { view: { train, plan } }: Evaluation,
): Promise<ReportedElsewhere> {
  const comments = await store.commentsOfOthers(train.key);
  const open = new Map<string, readonly Conflict[]>();
  for (const { train: other } of comments) {
    if (open.has(other)) continue;
    const records = (await store.conflicts(other)).filter(({ state }) => state === "open");
    open.set(
      other,
      records.map(({ conflict }) => betweenRecords(conflict, plan.recordOf)),
    );
  }
  const byItem = Map.groupBy(comments, ({ itemId }) => plan.recordOf(itemId));
  return (item, conflict, before) =>
    (byItem.get(item) ?? [])
      .filter(({ createdAt }) => createdAt < before)
      .some(({ train: other }) => (open.get(other) ?? []).some((one) => isSameTrouble(one, conflict, item)));
}

function isSameTrouble(one: Conflict, other: Conflict, item: WorkItemId): boolean {
  if (one.rule === "cycle" || other.rule === "cycle") {
    return one.rule === other.rule && one.evidence.cycle.includes(item);
  }
  return one.consumer === other.consumer && one.provider === other.provider;
}
