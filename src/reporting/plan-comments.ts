import { calendarAt } from "../domain/calendar-state.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { DoneWrite, PublicationRecord } from "../ports/store.ts";
import { commentDocument } from "./comment-document.ts";
import { commentSubjects, type CommentSubject } from "./comment-subjects.ts";
import { endedConflicts } from "./ended-conflicts.ts";
import { openRecords, type Evaluation } from "./evaluate.ts";
import { withinCap, withinRewrites } from "./plan-limits.ts";
import {
  draft,
  emptyPlan,
  freeMarker,
  joinPlans,
  stands,
  type Plan,
  type PlannedWrite,
  type Render,
  type Waiting,
} from "./plan.ts";

export type CommentPlanInput = {
  readonly evaluation: Evaluation;
  readonly publications: readonly PublicationRecord[];
  readonly render: Render;
  /** Writes of this train within the last hour, the oldest first: new comments among them share the cap with this run. */
  readonly recent: readonly DoneWrite[];
};

/** One living comment per conflicted item: created when a conflict has settled, kept true, marked resolved at the end. */
export function planComments(input: CommentPlanInput): Plan {
  const { recent } = input;
  const { train, at } = input.evaluation.view;
  const { comments, rewritesPerHour } = train;
  // Nobody can move anything into a calendar that has ended.
  if (!comments.enabled || calendarAt(train, at).state === "over") return emptyPlan;
  const subjects = commentSubjects(input.evaluation.view, openRecords(input.evaluation));
  const plans = subjects.map((subject) => planSubject(input, subject));
  const plan = joinPlans([...plans, ...planResolved(input, subjects)]);
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

/** How the markers of all comments of a train begin. */
export function commentPrefix(train: string): string {
  return `comment:${train}:`;
}

function planSubject(input: CommentPlanInput, subject: CommentSubject): Plan {
  const { item } = subject.planned;
  const publication = input.publications.find(({ kind, itemId }) => kind === "comment" && itemId === item.id);
  const wanted = commentMarker(input.evaluation.view.train.key, item.id);
  const marker = publication?.marker ?? freeMarker(wanted, input.publications);
  const standing = stands(publication) && !publication.resolved;
  const grave = subject.open.filter(({ conflict }) => conflict.severity === "conflict");
  const mayStand = standing || publication?.state === "intended";
  if (!mayStand && grave.length === 0) return emptyPlan;
  const waiting = { marker, connection: item.connection, where: item.key };
  if (publication?.state === "gone" && !worsened(subject, publication)) {
    return wait({ ...waiting, because: "removed-by-a-person", until: null });
  }
  const until = settledAt(input, grave);
  const write = prepare(input, { subject, publication, marker });
  if (!standing && until > input.evaluation.view.at) {
    return wait({ ...waiting, because: "settling", until, draft: write });
  }
  if (standing && publication.digest === write.digest) return { ...emptyPlan, unchanged: 1 };
  return { ...emptyPlan, writes: [write] };
}

function wait(waiting: Waiting): Plan {
  return { ...emptyPlan, waiting: [waiting] };
}

/** A comment a person deleted stays deleted until there is something worse to say. */
function worsened({ open }: CommentSubject, publication: PublicationRecord): boolean {
  const since = publication.updatedAt ?? publication.createdAt;
  return open.some((record) => (record.worsenedAt ?? record.firstSeenAt) > since);
}

/** When the first of them has stood long enough; 0 where there is none to wait for. */
function settledAt({ evaluation }: CommentPlanInput, grave: CommentSubject["open"]): number {
  const { settleMs } = evaluation.view.train.comments;
  return grave.length === 0 ? 0 : Math.min(...grave.map(({ stateSince }) => stateSince + settleMs));
}

type Preparation = {
  readonly subject: CommentSubject;
  readonly publication: PublicationRecord | undefined;
  readonly marker: string;
};

function prepare(input: CommentPlanInput, { subject, publication, marker }: Preparation): PlannedWrite {
  const { view, rollup } = input.evaluation;
  const { item } = subject.planned;
  const { connection } = item;
  const action = actionOf(subject, publication);
  const document = commentDocument({
    view,
    reader: item.id,
    open: subject.open,
    ended:
      publication === undefined || action === "create"
        ? []
        : endedConflicts(input.evaluation, item.id, publication.createdAt),
    rollup: rollupFor(input.publications, connection),
    increment: rollup.increment,
  });
  return {
    action,
    marker,
    train: view.train.key,
    connection,
    place: { kind: "comment", item },
    ...draft(input.render, { connection, marker, document }),
    publication: publication ?? null,
  };
}

/** A comment that may stand unknown to us is never created for what would open none: changed, if it is found. */
function actionOf({ open }: CommentSubject, publication: PublicationRecord | undefined): PlannedWrite["action"] {
  const opens = open.some(({ conflict }) => conflict.severity === "conflict");
  if (opens && !stands(publication)) return "create";
  return open.length === 0 ? "resolve" : "update";
}

/** The rollup in the reader's own tracker, else any. */
function rollupFor(publications: readonly PublicationRecord[], connection: string) {
  const rollups = publications.filter(stands).filter(({ kind }) => kind === "rollup");
  const rollup = rollups.find((record) => record.connection === connection) ?? rollups[0];
  return rollup === undefined ? null : { key: rollup.remoteKey, url: rollup.url };
}

/** Comments that stand, or may, on items no conflict touches any more. */
function planResolved(input: CommentPlanInput, subjects: readonly CommentSubject[]): readonly Plan[] {
  const touched = new Set<WorkItemId | null>(subjects.map(({ planned }) => planned.item.id));
  return input.publications.flatMap((publication) => {
    const { kind, state, itemId, marker } = publication;
    const mayStand = stands(publication) || state === "intended";
    if (kind !== "comment" || !mayStand || touched.has(itemId)) return [];
    const planned = itemId === null ? undefined : input.evaluation.view.items.get(itemId);
    if (publication.resolved || planned?.item.presence !== "present") return [{ ...emptyPlan, unchanged: 1 }];
    return [{ ...emptyPlan, writes: [prepare(input, { subject: { planned, open: [] }, publication, marker })] }];
  });
}
