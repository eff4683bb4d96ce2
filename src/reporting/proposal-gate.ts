import { commentMode, isReportable, type Consent, type Started } from "../domain/consent.ts";
import type { ConflictAnswer } from "../domain/conflicts/answer.ts";
import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import type { Train } from "../domain/model/train.ts";
import type { CommentSubject } from "./comment-subjects.ts";
import { placeName, type Plan, type PlannedWrite, type Waiting, type WaitingReason } from "./planned-writes.ts";

/** Conflicts that open a comment, without risks and without those that people know of. */
export function severeConflicts({ open }: CommentSubject): readonly ConflictRecord[] {
  return open.filter(({ conflict, answer }) => conflict.severity === "conflict" && answer === null);
}

/** The item's conflicts for which a comment may begin. */
export function reportableConflicts(consent: Started, subject: CommentSubject): readonly ConflictRecord[] {
  return severeConflicts(subject).filter((record) => isReportable(consent, record));
}

/**
 * Why a comment may not begin. `closed`: there is no conflict to open one for, or the mode is off; `answered`: people
 * acknowledged or snoozed all of them.
 */
export type Gate = "closed" | "answered" | "shadow" | "stood-before";

/** Null if a comment may begin on the item. An existing one stays up to date, whatever this says. */
export function gateOf(train: Train, consent: Started, subject: CommentSubject): Gate | null {
  const mode = commentMode(train, subject.planned.team);
  if (mode === "off") return "closed";
  if (severeConflicts(subject).length === 0) return answersOf(subject).length > 0 ? "answered" : "closed";
  if (mode === "shadow") return mode;
  return reportableConflicts(consent, subject).length > 0 ? null : "stood-before";
}

/** When a snoozed conflict may begin a comment again; null for never. */
export function snoozedUntil(subject: CommentSubject): number | null {
  const ends = answersOf(subject).flatMap((answer) => (answer.kind === "snoozed" ? answer.until : []));
  return ends.length === 0 ? null : Math.min(...ends);
}

function answersOf({ open }: CommentSubject): readonly ConflictAnswer[] {
  return open.flatMap(({ conflict, answer }) => (conflict.severity === "conflict" ? (answer ?? []) : []));
}

/** Why Signalbox writes nothing without consent, or after a stop. */
export const withoutConsent = {
  proposed: "not-started",
  stopped: "stopped",
} as const satisfies Record<Exclude<Consent["state"], "started">, WaitingReason>;

type WithoutConsent = {
  readonly train: Train;
  readonly consent: Exclude<Consent, Started>;
  /** The text to write. */
  readonly draftOf: (subject: CommentSubject) => PlannedWrite;
};

/** Comments that wait for a person's consent; Signalbox writes nothing, not even existing ones. */
export function commentsWithoutConsent(
  { train, consent, draftOf }: WithoutConsent,
  subjects: readonly CommentSubject[],
): readonly Waiting[] {
  return subjects.flatMap((subject) => {
    const { key: where, connection } = subject.planned.item;
    const mode = commentMode(train, subject.planned.team);
    if (mode === "off" || severeConflicts(subject).length === 0) return [];
    const because = mode === "shadow" ? "shadow" : withoutConsent[consent.state];
    const draft = draftOf(subject);
    return [{ marker: draft.marker, connection, where, because, until: null, draft }];
  });
}

/** The plan with all writes delayed until a person decides otherwise. */
export function deferAll(plan: Plan, because: WaitingReason): Plan {
  const held = plan.writes.map(({ marker, connection, place }) => {
    return { marker, connection, where: placeName(place), because, until: null };
  });
  return { ...plan, writes: [], waiting: [...plan.waiting, ...held] };
}
