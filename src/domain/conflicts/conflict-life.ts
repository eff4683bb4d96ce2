import { holdingAt, type ConflictAnswer } from "./answer.ts";
import type { Conflict, ConflictRecord } from "./conflict.ts";
import { sortedBy } from "../ordering.ts";
import { severityRank } from "./rules/all-rules.ts";
import { problemIn, type RecordOf } from "./same-problem.ts";

/**
 * `train` is the train's key; `at` epoch milliseconds; `isOver` says whether a fact ended a conflict that no rule finds
 * any more; `isAsBefore` whether its dependencies stand and its ends have the same status and plan, so that only a cycle
 * or the train file hides it.
 */
export type Pass = {
  readonly train: string;
  readonly at: number;
  readonly isOver: (conflict: Conflict) => boolean;
  readonly isAsBefore: (conflict: Conflict) => boolean;
  readonly recordOf: RecordOf;
};

/**
 * Advances the life of conflicts: opened, worsened, not visible, resolved, reopened. A rule that takes over an edge in
 * the same evaluation inherits the other's age and answer. A worse conflict, and one that a fact ended, loses its answer.
 * Keeps resolved records.
 * @param pass the train's key, and the instant of `current` in epoch milliseconds
 * @returns sorted by fingerprint
 */
export function advanceConflicts(
  previous: readonly ConflictRecord[],
  current: readonly Conflict[],
  pass: Pass,
): readonly ConflictRecord[] {
  const problemOf = problemIn(pass.recordOf);
  const known = new Map(previous.map((record) => [record.fingerprint, record]));
  const standing = new Set(current.map(({ fingerprint }) => fingerprint));
  const leaving = sortedBy(previous, ({ fingerprint }) => fingerprint).filter(
    ({ state, fingerprint }) => state === "open" && !standing.has(fingerprint),
  );
  const leavingByProblem = Map.groupBy(leaving.toSorted(byReading), ({ conflict }) => problemOf(conflict));
  const ongoing = current.map((conflict) => {
    const before = known.get(conflict.fingerprint);
    if (before?.state === "open") return continued(before, conflict, pass);
    const predecessors = leavingByProblem.get(problemOf(conflict)) ?? [];
    const predecessor = predecessors.findLast((record) => !onlyUnread(record, conflict));
    if (predecessor !== undefined) return takenOver(predecessor, { before, conflict }, pass);
    return before === undefined ? opened(conflict, pass) : reopened(before, conflict, pass);
  });
  const takers = new Map(current.map((conflict) => [problemOf(conflict), conflict]));
  const ended = previous
    .filter(({ fingerprint }) => !standing.has(fingerprint))
    .map((record) => {
      if (record.state !== "open") return stillAnswered(record, pass);
      const taker = takers.get(problemOf(record.conflict));
      const isTaken = taker !== undefined && !onlyUnread(record, taker) && isWithin(record.conflict, taker, pass);
      if (isTaken) return { ...resolved(record, pass), answer: null };
      return pass.isOver(record.conflict) ? resolved(record, pass) : unseen(record, pass);
    });
  return sortedBy([...ongoing, ...ended], ({ fingerprint }) => fingerprint);
}

/** Whether the only finding on the same dependency is an unreadable provider, which ends nothing. */
function onlyUnread({ conflict }: ConflictRecord, taker: Conflict): boolean {
  return isUnread(taker) && !isUnread(conflict);
}

/** An unreadable provider before what it left open on the same dependency: the last one lends its age and answer. */
function byReading(a: ConflictRecord, b: ConflictRecord): number {
  return Number(isUnread(b.conflict)) - Number(isUnread(a.conflict));
}

function isUnread({ rule }: Conflict): boolean {
  return rule === "unreadable-provider";
}

/** Whether the other conflict covers all members of this one: the rest of a cycle may be all that is visible of it. */
function isWithin(conflict: Conflict, taker: Conflict, { recordOf }: Pass): boolean {
  return conflict.evidence.cycle.every((id) => taker.evidence.cycle.includes(recordOf(id)));
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
    answer: null,
  };
}

/** The same record if nothing in it changed. */
function continued(before: ConflictRecord, conflict: Conflict, pass: Pass): ConflictRecord {
  const answer = answerTo(before, conflict, pass);
  if (conflict === before.conflict && before.unseenSince === null && answer === before.answer) return before;
  return { ...before, conflict, worsenedAt: worsenedAt(before, conflict, pass), unseenSince: null, answer };
}

/** Another rule shows the edge now: the record keeps its age, and was never resolved. */
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
    answer: answerTo(predecessor, conflict, pass),
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
    answer: answerTo(before, conflict, pass),
  };
}

/** Keeps the answer for the case that what only hides the conflict goes away again. */
function resolved(record: ConflictRecord, pass: Pass): ConflictRecord {
  return stillAnswered({ ...record, state: "resolved", stateSince: pass.at, unseenSince: null }, pass);
}

function stillAnswered(record: ConflictRecord, { at, isAsBefore }: Pass): ConflictRecord {
  if (record.answer === null) return record;
  return { ...record, answer: isAsBefore(record.conflict) ? holdingAt(record.answer, at) : null };
}

function unseen(record: ConflictRecord, { at }: Pass): ConflictRecord {
  return { ...record, unseenSince: record.unseenSince ?? at, answer: holdingAt(record.answer, at) };
}

function worsenedAt(before: ConflictRecord, conflict: Conflict, { at }: Pass): number | null {
  return isWorse(before, conflict) ? at : before.worsenedAt;
}

function answerTo(before: ConflictRecord, conflict: Conflict, { at }: Pass): ConflictAnswer | null {
  return isWorse(before, conflict) ? null : holdingAt(before.answer, at);
}

function isWorse(before: ConflictRecord, { severity }: Conflict): boolean {
  return severityRank(severity) < severityRank(before.conflict.severity);
}
