import { holdingAt, type ConflictAnswer } from "./answer.ts";
import type { Conflict, ConflictRecord } from "./conflict.ts";
import { isKeyRef, type LinkEnd, type WorkItemId } from "../ids.ts";
import { byText, sortedBy } from "../ordering.ts";
import { severityRank } from "./rules/all-rules.ts";

/**
 * `train` is the train's key; `at` epoch milliseconds; `isOver` says whether a fact ended a conflict that no rule finds
 * any more; `recordOf` is the record that counts of an item that several connections read.
 */
export type Pass = {
  readonly train: string;
  readonly at: number;
  readonly isOver: (conflict: Conflict) => boolean;
  readonly recordOf: (id: WorkItemId) => WorkItemId;
};

/**
 * Advances the life of conflicts: opened, worsened, not visible, resolved, reopened. A rule that takes over an edge in
 * the same evaluation inherits the other's age and answer. A worse conflict, and an ended one, loses its answer. Keeps
 * resolved records.
 * @param pass the train's key, and the instant of `current` in epoch milliseconds
 * @returns sorted by fingerprint
 */
export function advanceConflicts(
  previous: readonly ConflictRecord[],
  current: readonly Conflict[],
  pass: Pass,
): readonly ConflictRecord[] {
  const edgeKey = edgeKeyIn(pass);
  const known = new Map(previous.map((record) => [record.fingerprint, record]));
  const standing = new Set(current.map(({ fingerprint }) => fingerprint));
  const leaving = sortedBy(previous, ({ fingerprint }) => fingerprint).filter(
    ({ state, fingerprint }) => state === "open" && !standing.has(fingerprint),
  );
  const leavingByEdge = new Map(leaving.toSorted(byReading).map((record) => [edgeKey(record.conflict), record]));
  const ongoing = current.map((conflict) => {
    const before = known.get(conflict.fingerprint);
    if (before?.state === "open") return continued(before, conflict, pass);
    const predecessor = leavingByEdge.get(edgeKey(conflict));
    if (predecessor !== undefined && !onlyUnread(predecessor, conflict))
      return takenOver(predecessor, { before, conflict }, pass);
    return before === undefined ? opened(conflict, pass) : reopened(before, conflict, pass);
  });
  const takers = new Map(current.map((conflict) => [edgeKey(conflict), conflict]));
  const ended = previous
    .filter(({ fingerprint }) => !standing.has(fingerprint))
    .map((record) => {
      if (record.state !== "open") return record;
      const taker = takers.get(edgeKey(record.conflict));
      const isTaken = taker !== undefined && !onlyUnread(record, taker) && isWithin(record.conflict, taker, pass);
      return isTaken || pass.isOver(record.conflict) ? resolved(record, pass) : unseen(record, pass);
    });
  return sortedBy([...ongoing, ...ended], ({ fingerprint }) => fingerprint);
}

/**
 * People see one edge as one problem, whichever rule shows it, and whichever connection reads its ends; a cycle is another
 * one, even if it starts at the same edge. A cycle starts at its smallest id, which another connection may change.
 */
function edgeKeyIn({ recordOf }: Pass): (conflict: Conflict) => string {
  const edgeOf = edgeIn(recordOf);
  return (conflict) => {
    if (conflict.rule !== "cycle") return `edge ${edgeOf(conflict)}`;
    const [first = conflict.consumer] = conflict.evidence.cycle.map(recordOf).toSorted(byText);
    return `cycle ${first}`;
  };
}

/** Names an edge, whichever connection reads its ends. */
export function edgeIn(recordOf: Pass["recordOf"]): (edge: Pick<Conflict, "consumer" | "provider">) => string {
  const nameOf = (end: LinkEnd | null) => (end === null || isKeyRef(end) ? end : recordOf(end));
  return ({ consumer, provider }) => `${nameOf(consumer)} ${nameOf(provider)}`;
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
  };
}

function resolved(record: ConflictRecord, { at }: Pass): ConflictRecord {
  return { ...record, state: "resolved", stateSince: at, unseenSince: null, answer: null };
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
