import type { Conflict, ConflictRecord } from "./conflict.ts";
import { sortedBy } from "../ordering.ts";
import { severityRank } from "./rules/table.ts";

/** `train` is the train's key; `at` epoch milliseconds; `isOver` whether one that is not found any more has ended by a fact. */
export type Pass = {
  readonly train: string;
  readonly at: number;
  readonly isOver: (conflict: Conflict) => boolean;
};

/** See `advanceConflicts` in analysis.ts. */
export function nextRecords(
  previous: readonly ConflictRecord[],
  current: readonly Conflict[],
  pass: Pass,
): readonly ConflictRecord[] {
  const known = new Map(previous.map((record) => [record.fingerprint, record]));
  const standing = new Set(current.map(({ fingerprint }) => fingerprint));
  const leaving = sortedBy(previous, ({ fingerprint }) => fingerprint).filter(
    ({ state, fingerprint }) => state === "open" && !standing.has(fingerprint),
  );
  const leavingByTrouble = new Map(leaving.map((record) => [troubleOf(record.conflict), record]));
  const ongoing = current.map((conflict) => {
    const before = known.get(conflict.fingerprint);
    if (before?.state === "open") return continued(before, conflict, pass);
    const predecessor = leavingByTrouble.get(troubleOf(conflict));
    if (predecessor !== undefined && !onlyUnread(predecessor, conflict))
      return takenOver(predecessor, { before, conflict }, pass);
    return before === undefined ? opened(conflict, pass) : reopened(before, conflict, pass);
  });
  const takers = new Map(current.map((conflict) => [troubleOf(conflict), conflict]));
  const ended = previous
    .filter(({ fingerprint }) => !standing.has(fingerprint))
    .map((record) => {
      if (record.state !== "open") return record;
      const taker = takers.get(troubleOf(record.conflict));
      const isTaken = taker !== undefined && !onlyUnread(record, taker) && isWithin(record.conflict, taker);
      return isTaken || pass.isOver(record.conflict) ? resolved(record, pass) : unseen(record, pass);
    });
  return sortedBy([...ongoing, ...ended], ({ fingerprint }) => fingerprint);
}

/** To people, one edge is one trouble, whichever rule shows it; a cycle is another one, though it starts at the same edge. */
function troubleOf({ rule, consumer, provider }: Conflict): string {
  return `${rule === "cycle" ? "cycle" : "edge"} ${consumer} ${provider}`;
}

/** Whether all that is found of the same dependency is that its provider cannot be read: that ends nothing. */
function onlyUnread({ conflict: { rule } }: ConflictRecord, taker: Conflict): boolean {
  return taker.rule === "unreadable-provider" && rule !== "unreadable-provider";
}

/** Whether all that one was about is what the other is about: what is left of a cycle may be all that can be seen of it. */
function isWithin(conflict: Conflict, taker: Conflict): boolean {
  return conflict.evidence.cycle.every((id) => taker.evidence.cycle.includes(id));
}

function opened(conflict: Conflict, { train, at }: Pass): ConflictRecord {
  return {
    fingerprint: conflict.fingerprint,
    train,
    state: "open",
    conflict,
    firstSeenAt: at,
    stateSince: at,
    worsenedAt: null,
    unseenSince: null,
    reopenings: 0,
  };
}

/** The same record where nothing of it is another. */
function continued(before: ConflictRecord, conflict: Conflict, pass: Pass): ConflictRecord {
  if (conflict === before.conflict && before.unseenSince === null) return before;
  return { ...before, conflict, worsenedAt: worsenedAt(before, conflict, pass), unseenSince: null };
}

/** Another rule now speaks for the edge: the trouble is as old as it was, and was never away. */
function takenOver(
  predecessor: ConflictRecord,
  { before, conflict }: { before: ConflictRecord | undefined; conflict: Conflict },
  pass: Pass,
): ConflictRecord {
  return {
    ...opened(conflict, pass),
    firstSeenAt: Math.min(predecessor.firstSeenAt, before?.firstSeenAt ?? predecessor.firstSeenAt),
    stateSince: predecessor.stateSince,
    worsenedAt: worsenedAt(predecessor, conflict, pass),
    reopenings: Math.max(predecessor.reopenings, before?.reopenings ?? 0),
  };
}

function reopened(before: ConflictRecord, conflict: Conflict, pass: Pass): ConflictRecord {
  return {
    ...before,
    conflict,
    state: "open",
    stateSince: pass.at,
    worsenedAt: worsenedAt(before, conflict, pass),
    reopenings: before.reopenings + 1,
  };
}

function resolved(record: ConflictRecord, { at }: Pass): ConflictRecord {
  return { ...record, state: "resolved", stateSince: at, unseenSince: null };
}

function unseen(record: ConflictRecord, { at }: Pass): ConflictRecord {
  return { ...record, unseenSince: record.unseenSince ?? at };
}

function worsenedAt(before: ConflictRecord, { severity }: Conflict, { at }: Pass): number | null {
  return severityRank(severity) < severityRank(before.conflict.severity) ? at : before.worsenedAt;
}
