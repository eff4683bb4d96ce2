import { calendarAt } from "../domain/schedule/calendar-state.ts";
import type { Consent, Started } from "../domain/consent.ts";
import { isKeyRef, type WorkItemId } from "../domain/ids.ts";
import { inSteps } from "../domain/tracking/in-steps.ts";
import type { WorkItem } from "../domain/items/work-item.ts";
import { once } from "../domain/tracking/once.ts";
import type { Marker } from "../ports/connector.ts";
import type { Document } from "../ports/document.ts";
import type { DoneWrite, PublicationRecord, RefusalRecord } from "../ports/publication-ledger.ts";
import { commentDocument } from "./comment-document.ts";
import { commentSubjects, type CommentSubject } from "./comment-subjects.ts";
import { endedConflicts } from "./ended-conflicts.ts";
import { answeredRecords, openRecords, unseenRecords, type Evaluation } from "./evaluate.ts";
import type { ReportedElsewhere } from "./other-trains.ts";
import { endsOf } from "./conflict-sentence.ts";
import { isAhead, withinCap, withinRewrites } from "./plan-limits.ts";
import { withoutRefused } from "./plan-refused.ts";
import { presentRollups } from "./rollup-places.ts";
import { Draft, type Render } from "./draft.ts";
import {
  emptyPlan,
  freeMarker,
  joinPlans,
  isPublished,
  type Plan,
  type PlannedWrite,
  type Waiting,
} from "./planned-writes.ts";
import { gateOf, reportableConflicts, commentsWithoutConsent, snoozedUntil, type Gate } from "./proposal-gate.ts";

export type CommentPlanInput = {
  readonly evaluation: Evaluation;
  readonly publications: readonly PublicationRecord[];
  readonly consent: Consent;
  readonly render: Render;
  /** Texts that the trackers refused before. */
  readonly refusals: readonly RefusalRecord[];
  /** Writes of this train within the last hour, the oldest first: new comments among them share the cap with this run. */
  readonly recent: readonly DoneWrite[];
  /** Absent if no other train has a comment. */
  readonly elsewhere?: ReportedElsewhere;
};

/**
 * One living comment per item in conflict: created when a conflict has settled, kept up to date, marked resolved at the
 * end. People decide whether Signalbox may begin comments (proposal-gate.ts); it maintains an existing one to its end.
 * Each step is short; other work may run between two of them.
 */
export function* planComments(all: CommentPlanInput): Generator<void, Plan> {
  const { recent, consent } = all;
  const { train, at } = all.evaluation.view;
  const { comments, rewritesPerHour } = train;
  // People cannot move anything into a calendar that has ended.
  if (calendarAt(train, at).state === "over") return emptyPlan;
  const open = openRecords(all.evaluation);
  if (consent.state !== "started") {
    const draftOf = (subject: CommentSubject) => {
      const marker = commentMarker(train.key, subject.planned.item.id);
      return prepare(all, { subject, publication: undefined, marker, gate: null });
    };
    return {
      ...emptyPlan,
      waiting: commentsWithoutConsent(
        { train, consent, draftOf },
        commentSubjects(all.evaluation.view, open, new Set()),
      ),
    };
  }
  const input = { ...all, consent, standing: standingIn(all.publications) };
  const reported = new Set(all.publications.filter(reportsConflicts).map(({ itemId }) => itemId));
  const subjects = commentSubjects(
    all.evaluation.view,
    [...open, ...answeredRecords(all.evaluation), ...unseenRecords(all.evaluation)],
    reported,
  );
  const plans: Plan[] = [];
  yield* inSteps(subjects, (subject) => plans.push(planSubject(input, subject)));
  yield* inSteps(untouched(input, subjects), (publication) => plans.push(planResolved(input, publication)));
  const plan = withoutRefused(joinPlans(plans), { ...all, at });
  const created = recent.filter(({ kind, action }) => kind === "comment" && action === "create").map(({ at }) => at);
  return withinCap(withinRewrites(plan, { recent, perHour: rewritesPerHour }), {
    created,
    cap: comments.newPerRun,
    at,
  });
}

export function commentMarker(train: string, item: WorkItemId): string {
  return `${commentPrefix(train)}${item}`;
}

/** The prefix of the markers of a train's comments. */
export function commentPrefix(train: string): string {
  return `comment:${train}:`;
}

type StartedInput = CommentPlanInput & { readonly consent: Started; readonly standing: StandingTexts };

/** The comment on each item, and the markers in use. */
type StandingTexts = {
  readonly byItem: ReadonlyMap<WorkItemId | null, PublicationRecord>;
  readonly markers: ReadonlySet<Marker>;
};

function standingIn(publications: readonly PublicationRecord[]): StandingTexts {
  const comments = publications.filter(({ kind }) => kind === "comment");
  return {
    // Of several the first.
    byItem: new Map(comments.toReversed().map((publication) => [publication.itemId, publication])),
    markers: new Set(publications.map(({ marker }) => marker)),
  };
}

function planSubject(input: StartedInput, subject: CommentSubject): Plan {
  const { item } = subject.planned;
  const publication = input.standing.byItem.get(item.id);
  const wanted = commentMarker(input.evaluation.view.train.key, item.id);
  const marker = publication?.marker ?? freeMarker(wanted, input.standing.markers);
  const standing = publication !== undefined && reportsConflicts(publication);
  if (isHidden(input.evaluation, subject)) return { ...emptyPlan, unchanged: standing ? 1 : 0 };
  const mayStand = publication !== undefined && (standing || publication.state === "intended");
  const reported = mayStand ? ownPart(input, subject, publication) : { ...subject, open: toBegin(input, subject) };
  const gate = gateOf(input.evaluation.view.train, input.consent, reported);
  const waiting = { marker, connection: item.connection, where: item.key };
  if (!mayStand && gate !== null) {
    if (gate === "closed") return emptyPlan;
    if (gate === "answered") return wait({ ...waiting, because: gate, until: snoozedUntil(reported) });
    const draft = prepare(input, { subject: reported, publication, marker, gate: null });
    return wait({ ...waiting, because: gate, until: null, draft });
  }
  if (publication?.state === "gone" && !worsened(reported, publication)) {
    return wait({ ...waiting, because: "removed-by-a-person", until: null });
  }
  const until = settledAt(input, reportableConflicts(input.consent, reported));
  const write = prepare(input, { subject: reported, publication, marker, gate });
  if (!standing && until > input.evaluation.view.at) {
    return wait({ ...waiting, because: "settling", until, draft: write });
  }
  if (standing && publication.digest === write.text.digest) return { ...emptyPlan, unchanged: 1 };
  return { ...emptyPlan, writes: [write] };
}

/** Begin no comment about a conflict that is not visible; an existing one reports it. */
function toBegin(input: StartedInput, subject: CommentSubject): CommentSubject["open"] {
  return unreported(input, subject, Infinity).filter(({ unseenSince }) => unseenSince === null);
}

/** What an existing comment reports. One that has nothing else to say keeps what another train's reports as well. */
function ownPart(input: StartedInput, subject: CommentSubject, { createdAt }: PublicationRecord): CommentSubject {
  const open = unreported(input, subject, createdAt);
  const isEmpty =
    open.length === 0 && endedConflicts(input.evaluation, subject.planned.item.id, createdAt).length === 0;
  return isEmpty ? subject : { ...subject, open };
}

/** Conflicts that no older comment of another train on the item reports. */
function unreported(
  { elsewhere }: StartedInput,
  { planned, open }: CommentSubject,
  before: number,
): CommentSubject["open"] {
  if (elsewhere === undefined) return open;
  return open.filter(({ conflict }) => !elsewhere(planned.item.id, conflict, before));
}

/** An existing comment with open conflicts. */
export function reportsConflicts(publication: PublicationRecord): boolean {
  return publication.kind === "comment" && isPublished(publication) && !publication.resolved;
}

/**
 * Whether to leave a comment as it is: Signalbox cannot name its item or its conflicts' ends at present, or cannot
 * write to the item.
 */
function isHidden({ view, visibility }: Evaluation, { planned, open }: CommentSubject): boolean {
  if (!visibility.isRead(planned.item)) return true;
  const unseen = open.filter(({ unseenSince }) => unseenSince !== null);
  return unseen.some(({ conflict }) => endsOf(conflict).some((end) => !isKeyRef(end) && !view.items.has(end)));
}

function wait(waiting: Waiting): Plan {
  return { ...emptyPlan, waiting: [waiting] };
}

/** A comment that a person deleted stays deleted until a conflict worsens. */
function worsened({ open }: CommentSubject, publication: PublicationRecord): boolean {
  const since = publication.updatedAt ?? publication.createdAt;
  return open.some((record) => record.answer === null && (record.worsenedAt ?? record.firstSeenAt) > since);
}

/** When the first of them has been open long enough; 0 if there is nothing to wait for, or a clock was ahead. */
function settledAt({ evaluation }: CommentPlanInput, reported: CommentSubject["open"]): number {
  const { train, at } = evaluation.view;
  const ends = reported.map(({ stateSince }) => (isAhead(stateSince, at) ? 0 : stateSince + train.comments.settleMs));
  return ends.length === 0 ? 0 : Math.min(...ends);
}

type Preparation = {
  readonly subject: CommentSubject;
  readonly publication: PublicationRecord | undefined;
  readonly marker: string;
  readonly gate: Gate | null;
};

function prepare(input: CommentPlanInput, { subject, publication, marker, gate }: Preparation): PlannedWrite {
  const { item } = subject.planned;
  const { connection } = item;
  const action = actionOf(subject, publication, gate);
  // A new comment has reported nothing yet.
  const since = publication === undefined || action === "create" ? null : publication.createdAt;
  return {
    action,
    marker,
    train: input.evaluation.view.train.key,
    connection,
    place: { kind: "comment", item },
    text: new Draft(input.render, {
      connection,
      marker,
      document: () => documentOn(input, subject, since),
      beside: publication?.beside ?? 0,
    }),
    publication: publication ?? null,
  };
}

/** The content of the comment on an item. @param since when it was created, in epoch milliseconds; null for a new one */
export function documentOn(
  { evaluation, publications }: Pick<CommentPlanInput, "evaluation" | "publications">,
  { planned, open }: CommentSubject,
  since: number | null,
): Document {
  const { view, rollup } = evaluation;
  const { id } = planned.item;
  return commentDocument({
    view,
    reader: id,
    open,
    ended: since === null ? [] : endedConflicts(evaluation, id, since),
    rollup: rollupFor(publications, evaluation, planned.item),
    increment: rollup.increment,
  });
}

/** If a comment of ours may exist unknown, it is only changed, if found, and not created for something that would open none. */
function actionOf(
  subject: CommentSubject,
  publication: PublicationRecord | undefined,
  gate: Gate | null,
): PlannedWrite["action"] {
  if (gate === null && !isPublished(publication)) return "create";
  return subject.open.length === 0 ? "resolve" : "update";
}

/** The rollup in the reader's own tracker, else in one of its kind, else any. */
function rollupFor(publications: readonly PublicationRecord[], { view, names = [] }: Evaluation, reader: WorkItem) {
  const { rollupTargets } = view.train;
  const rollups = presentRollups(rollupsIn(publications), view.train, names);
  const alike = new Set(
    rollupTargets.flatMap(({ system, connection }) => (system === reader.system ? connection : [])),
  );
  const rollup =
    rollups.find(({ connection }) => connection === reader.connection) ??
    rollups.find(({ connection }) => alike.has(connection)) ??
    rollups[0];
  return rollup === undefined ? null : { key: rollup.remoteKey, url: rollup.url };
}

const rollupsIn = once((publications: readonly PublicationRecord[]) =>
  publications.filter(({ kind }) => kind === "rollup"),
);

/** Comments that exist, or may, on items without conflicts. */
function untouched(
  { evaluation, publications }: CommentPlanInput,
  subjects: readonly CommentSubject[],
): readonly PublicationRecord[] {
  const touched = new Set<WorkItemId | null>(subjects.map(({ planned }) => planned.item.id));
  // An absence takes nothing back.
  for (const { conflict } of unseenRecords(evaluation)) {
    for (const end of endsOf(conflict)) if (!isKeyRef(end)) touched.add(end);
  }
  return publications.filter((publication) => {
    const mayStand = isPublished(publication) || publication.state === "intended";
    return publication.kind === "comment" && mayStand && !touched.has(publication.itemId);
  });
}

function planResolved(input: CommentPlanInput, publication: PublicationRecord): Plan {
  const { view, visibility } = input.evaluation;
  const { itemId, marker } = publication;
  const planned = itemId === null ? undefined : view.items.get(itemId);
  if (publication.resolved || planned?.item.presence !== "present" || !visibility.isRead(planned.item)) {
    return { ...emptyPlan, unchanged: 1 };
  }
  const subject = { planned, open: [] };
  return { ...emptyPlan, writes: [prepare(input, { subject, publication, marker, gate: "closed" })] };
}
