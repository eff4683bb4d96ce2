import type { Conflict, ConflictRecord } from "./conflict.ts";

/**
 * The records of a train's conflicts as far as they tell of an earlier instant: of conflicts that were open then, those that
 * began before it; and those that had ended by then. What came later is left out.
 * @param current the conflicts at the instant
 * @param at epoch milliseconds
 */
export function recordsAt(
  records: readonly ConflictRecord[],
  current: readonly Conflict[],
  at: number,
): readonly ConflictRecord[] {
  const open = new Set(current.map(({ fingerprint }) => fingerprint));
  return records.flatMap((record) => {
    if (record.firstSeenAt > at) return [];
    if (!open.has(record.fingerprint)) return record.state === "resolved" && record.stateSince <= at ? [record] : [];
    const { firstSeenAt, stateSince, worsenedAt, answer } = record;
    return {
      ...record,
      state: "open" as const,
      stateSince: record.state === "open" && stateSince <= at ? stateSince : firstSeenAt,
      worsenedAt: worsenedAt !== null && worsenedAt <= at ? worsenedAt : null,
      unseenSince: null,
      answer: answer !== null && answer.at <= at ? answer : null,
    };
  });
}
