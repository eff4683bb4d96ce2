import { commentMode, isTold, type Consent, type Started } from "../domain/consent.ts";
import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import type { Train } from "../domain/model/train.ts";
import type { CommentSubject } from "./comment-subjects.ts";
import { placeName, type Plan, type PlannedWrite, type Waiting, type WaitingReason } from "./plan.ts";

/** What opens a comment: conflicts, not risks. */
export function graveOf({ open }: CommentSubject): readonly ConflictRecord[] {
  return open.filter(({ conflict }) => conflict.severity === "conflict");
}

/** Those of an item's conflicts for which a comment may be begun. */
export function toldOf(consent: Started, subject: CommentSubject): readonly ConflictRecord[] {
  return graveOf(subject).filter((record) => isTold(consent, record));
}

/** What keeps a comment from being begun. `closed`: there is nothing to open one for, or nobody wants it. */
export type Gate = "closed" | "shadow" | "stood-before";

/** Null where a comment may be begun on the item. One that stands goes on to be kept true, whatever this says. */
export function gateOf(train: Train, consent: Started, subject: CommentSubject): Gate | null {
  const mode = commentMode(train, subject.planned.team);
  if (mode === "off" || graveOf(subject).length === 0) return "closed";
  if (mode === "shadow") return mode;
  return toldOf(consent, subject).length > 0 ? null : "stood-before";
}

/** Why nothing is written where nobody said yes, or somebody stopped it. */
export const unheard = {
  proposed: "not-started",
  stopped: "stopped",
} as const satisfies Record<Exclude<Consent["state"], "started">, WaitingReason>;

type Unheard = {
  readonly train: Train;
  readonly consent: Exclude<Consent, Started>;
  /** What would be written. */
  readonly draftOf: (subject: CommentSubject) => PlannedWrite;
};

/** Comments that wait for a person's word; nothing is written, not even into those that stand. */
export function unheardComments(
  { train, consent, draftOf }: Unheard,
  subjects: readonly CommentSubject[],
): readonly Waiting[] {
  return subjects.flatMap((subject) => {
    const { key: where, connection } = subject.planned.item;
    const mode = commentMode(train, subject.planned.team);
    if (mode === "off" || graveOf(subject).length === 0) return [];
    const because = mode === "shadow" ? "shadow" : unheard[consent.state];
    const draft = draftOf(subject);
    return [{ marker: draft.marker, connection, where, because, until: null, draft }];
  });
}

/** The plan with all that it would write left for later, until a person says otherwise. */
export function withhold(plan: Plan, because: WaitingReason): Plan {
  const held = plan.writes.map(({ marker, connection, place }) => {
    return { marker, connection, where: placeName(place), because, until: null };
  });
  return { ...plan, writes: [], waiting: [...plan.waiting, ...held] };
}
