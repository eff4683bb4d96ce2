import type { WorkItemId } from "../domain/ids.ts";
import type { PublicationRecord } from "../ports/store.ts";
import { commentDocument } from "./comment-document.ts";
import { commentSubjects, type CommentSubject } from "./comment-subjects.ts";
import { openRecords, type Evaluation } from "./evaluate.ts";
import {
  draft,
  emptyPlan,
  joinPlans,
  placeName,
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
  /** New comments of this train within the last hour: they share the cap with this run. */
  readonly createdLastHour: number;
};

/** One living comment per conflicted item: created when a conflict has settled, kept true, marked resolved at the end. */
export function planComments(input: CommentPlanInput): Plan {
  const { comments } = input.evaluation.view.train;
  if (!comments.enabled) return emptyPlan;
  const subjects = commentSubjects(input.evaluation.view, openRecords(input.evaluation));
  const plans = subjects.map((subject) => planSubject(input, subject));
  const plan = joinPlans([...plans, ...planResolved(input, subjects)]);
  return withinCap(plan, Math.max(0, comments.newPerRun - input.createdLastHour));
}

export function commentMarker(train: string, item: WorkItemId): string {
  return `comment:${train}:${item}`;
}

function planSubject(input: CommentPlanInput, subject: CommentSubject): Plan {
  const { item } = subject.planned;
  const marker = commentMarker(input.evaluation.view.train.key, item.id);
  const publication = input.publications.find((record) => record.marker === marker);
  const standing = stands(publication) && !publication.resolved;
  const grave = subject.open.filter(({ conflict }) => conflict.severity === "conflict");
  if (!standing && grave.length === 0) return emptyPlan;
  if (publication?.state === "gone" && !worsened(subject, publication))
    return wait(marker, item.key, "removed-by-a-person");
  if (!standing && !settled(input, grave)) return wait(marker, item.key, "settling");
  const write = prepare(input, { subject, publication });
  if (standing && publication.digest === write.digest) return { ...emptyPlan, unchanged: 1 };
  return { ...emptyPlan, writes: [write] };
}

function wait(marker: string, where: string, because: Waiting["because"]): Plan {
  return { ...emptyPlan, waiting: [{ marker, where, because }] };
}

/** A comment a person deleted stays deleted until there is something worse to say. */
function worsened({ open }: CommentSubject, publication: PublicationRecord): boolean {
  const since = publication.updatedAt ?? publication.createdAt;
  return open.some((record) => (record.worsenedAt ?? record.firstSeenAt) > since);
}

function settled({ evaluation }: CommentPlanInput, grave: CommentSubject["open"]): boolean {
  const { train, at } = evaluation.view;
  return grave.some(({ stateSince }) => stateSince + train.comments.settleMs <= at);
}

type Preparation = { readonly subject: CommentSubject; readonly publication: PublicationRecord | undefined };

function prepare(input: CommentPlanInput, { subject, publication }: Preparation): PlannedWrite {
  const { view, rollup } = input.evaluation;
  const { item } = subject.planned;
  const { connection } = item;
  const marker = commentMarker(view.train.key, item.id);
  const document = commentDocument({
    view,
    open: subject.open,
    rollup: rollupFor(input.publications, connection),
    increment: rollup.increment,
  });
  return {
    action: stands(publication) ? (subject.open.length === 0 ? "resolve" : "update") : "create",
    marker,
    train: view.train.key,
    connection,
    place: { kind: "comment", item },
    ...draft(input.render, { connection, marker, document }),
    publication: publication ?? null,
  };
}

/** The rollup in the reader's own tracker, else any. */
function rollupFor(publications: readonly PublicationRecord[], connection: string) {
  const rollups = publications.filter(stands).filter(({ kind }) => kind === "rollup");
  const rollup = rollups.find((record) => record.connection === connection) ?? rollups[0];
  return rollup === undefined ? null : { key: rollup.remoteKey, url: rollup.url };
}

/** Comments that stand on items no conflict touches any more. */
function planResolved(input: CommentPlanInput, subjects: readonly CommentSubject[]): readonly Plan[] {
  const touched = new Set<WorkItemId | null>(subjects.map(({ planned }) => planned.item.id));
  return input.publications.flatMap((publication) => {
    if (publication.kind !== "comment" || !stands(publication) || touched.has(publication.itemId)) return [];
    const planned = publication.itemId === null ? undefined : input.evaluation.view.items.get(publication.itemId);
    if (publication.resolved || planned?.item.presence !== "present") return [{ ...emptyPlan, unchanged: 1 }];
    return [{ ...emptyPlan, writes: [prepare(input, { subject: { planned, open: [] }, publication })] }];
  });
}

/** What is over the cap waits for a later run; the rollup lists it meanwhile. */
function withinCap(plan: Plan, room: number): Plan {
  const creates = plan.writes.filter(({ action }) => action === "create");
  const over = new Set(creates.slice(room));
  const waiting = [...over].map(({ marker, place }): Waiting => ({
    marker,
    where: placeName(place),
    because: "cap",
  }));
  return { ...plan, writes: plan.writes.filter((write) => !over.has(write)), waiting: [...plan.waiting, ...waiting] };
}
