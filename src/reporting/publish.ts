import { Failure, type FailureCode } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import type { Marker } from "../ports/connector.ts";
import type { EvaluationLedger } from "../ports/evaluation-ledger.ts";
import type { ModelReader } from "../ports/model-store.ts";
import type { Log, Progress, TracedStep } from "../ports/runtime.ts";
import type { TrainRegistry } from "../ports/train-registry.ts";
import type { Render } from "./draft.ts";
import { updateEvaluation, type EvaluateContext } from "./evaluate-train.ts";
import type { Evaluation } from "./evaluate.ts";
import { withPresentConnections } from "./follow-connections.ts";
import { inTurns } from "./in-turns.ts";
import { reportedElsewhere } from "./other-trains.ts";
import { planComments, type CommentPlanInput } from "./plan-comments.ts";
import { recentWrites } from "./plan-limits.ts";
import { planRollups } from "./plan-rollups.ts";
import { joinPlans, placeName, wakeAt, type Plan, type PlannedWrite, type Waiting } from "./planned-writes.ts";
import { addressOf, RunResult, type Counts, type DoneText, type RefusedWrite } from "./run-result.ts";
import { outcomesOf, type Unfinished } from "./publish-outcomes.ts";
import type { Trackers } from "./publish-trackers.ts";
import type { TrainViews } from "./train-views.ts";
import { rememberRefusal } from "./write-ledger.ts";
import { write, type WriteContext, type Written } from "./write.ts";

export type PublishContext = WriteContext & {
  readonly store: ModelReader & EvaluationLedger & Pick<TrainRegistry, "trains" | "portfolioTargets" | "sites">;
  /** The connections of the train file, by key: Signalbox leaves texts in other ones alone. */
  readonly connectors: Pick<ReadonlySet<string>, "has">;
  readonly render: Render;
  readonly views: TrainViews;
  /** See `EvaluateContext`. */
  readonly asked?: EvaluateContext["asked"] | undefined;
  readonly log: Log;
  readonly progress: Progress;
  readonly trace: (step: TracedStep) => void;
  /** Which of them to leave alone, from run to run. */
  readonly trackers: Trackers;
  /** Checked between two writes: after it aborts, no further one begins. */
  readonly signal: AbortSignal;
};

export type Published = {
  readonly evaluation: Evaluation;
  readonly counts: Counts;
  /** Texts changed by the run, in order. */
  readonly written: readonly DoneText[];
  readonly waiting: readonly Waiting[];
  readonly refused: readonly RefusedWrite[];
  /** The earliest instant (epoch ms) at which there may be something to write although nothing changes; null for none. */
  readonly wakeAt: number | null;
  /** True if the signal, or a stop of the train, ended it before everything was written. */
  readonly stopped: boolean;
};

/** A plan, and the earliest instant (epoch ms) at which it grows although nothing changes; null for never. */
export type TrainPlan = Plan & {
  readonly wakeAt: number | null;
  /** Of the rollups alone: comments link to them, and are planned again once they exist. */
  readonly rollups: Plan;
};

/** Every issue and comment that `publish` would write now, with its exact text. Writes nothing. */
export async function planTrain(context: PlanContext, evaluation: Evaluation): Promise<TrainPlan> {
  const basis = await basisOf(context, evaluation);
  const rollups = await rollupsOf(context, basis);
  const plan = joinPlans([rollups, await commentsOf(context, basis)]);
  return { ...plan, wakeAt: wakeAt(plan.waiting), rollups };
}

export type PlanContext = Pick<PublishContext, "store" | "connectors" | "render" | "views">;

/** The common input of a train's two plans. */
type Basis = Pick<CommentPlanInput, "evaluation" | "recent" | "consent" | "refusals">;

async function basisOf({ store }: PlanContext, evaluation: Evaluation): Promise<Basis> {
  const { train, at } = evaluation.view;
  const [recent, consent, refusals] = await Promise.all([
    recentWrites(store, train.key, at),
    store.consent(train.key),
    store.refusals(train.key),
  ]);
  return { evaluation, recent, consent, refusals };
}

async function rollupsOf(context: PlanContext, basis: Basis): Promise<Plan> {
  const publications = await publicationsOf(context, basis);
  return inTurns(planRollups({ ...basis, publications, render: context.render }), context.views.pause);
}

async function commentsOf(context: PlanContext, basis: Basis): Promise<Plan> {
  const publications = await publicationsOf(context, basis);
  const elsewhere = await reportedElsewhere(context.store, basis.evaluation);
  return inTurns(planComments({ ...basis, publications, elsewhere, render: context.render }), context.views.pause);
}

/** Leaves out texts in connections that Signalbox cannot write to, because it cannot update them. */
async function publicationsOf({ store, connectors }: PlanContext, { evaluation }: Basis) {
  const publications = await store.publications(evaluation.view.train.key);
  return withPresentConnections(publications, evaluation).filter(({ connection }) => connectors.has(connection));
}

/** Evaluates a train, and updates its texts in the trackers. @throws Failure of the database */
export async function publish(context: PublishContext, train: Train, at: number): Promise<Published> {
  return publishEvaluation(context, await updateEvaluation(context, train, at));
}

/**
 * Writes an evaluation into the trackers: the rollups, then the comments (which link to them), and records the state of
 * each connection. A refused write blocks only itself; a tracker that refuses our account, asks for a pause or does not
 * answer blocks its own writes: they wait. Before consent it writes only the rollups, as proposals; after a stop,
 * nothing.
 * @param plan a fresh one of this evaluation, or null to make one
 * @throws Failure of the database, at once: without the ledger it may write nothing
 */
export async function publishEvaluation(
  context: PublishContext,
  evaluation: Evaluation,
  plan: Pick<TrainPlan, "rollups"> | null = null,
): Promise<Published> {
  const { train, at } = evaluation.view;
  const basis = await basisOf(context, evaluation);
  const isStopped = async () => (await context.store.consent(train.key)).state === "stopped";
  const run: Run = { context, result: new RunResult(), isStopped };
  const rollups = plan?.rollups ?? (await rollupsOf(context, basis));
  const finished = (await apply(run, rollups)) && (await applyComments(run, basis));
  const { resting, ...summary } = run.result.summary();
  if (finished) await context.store.notePublished(train.key, outcomesOf(train, { ...summary, resting, at }));
  return { evaluation, ...summary, stopped: !finished };
}

/** Plans a comment that turns out to be deleted once more: a worse conflict begins it again. */
async function applyComments(run: Run, basis: Basis): Promise<boolean> {
  const { context, result } = run;
  if (!(await apply(run, await commentsOf(context, basis)))) return false;
  if (result.deleted.size === 0) return true;
  const { writes, waiting } = await commentsOf(context, await basisOf(context, basis.evaluation));
  const isDeleted = ({ marker }: { readonly marker: Marker }) => result.deleted.has(marker);
  return apply(run, { writes: writes.filter(isDeleted), unchanged: 0, waiting: waiting.filter(isDeleted) });
}

/** The result of one plan. */
export type Applied = Omit<Published, "evaluation"> & Pick<Unfinished, "resting">;

/** Writes one plan, by the same rules. @param isStopped whether people have stopped what it writes */
export async function applyPlan(context: PublishContext, plan: Plan, isStopped: Run["isStopped"]): Promise<Applied> {
  const run: Run = { context, result: new RunResult(), isStopped };
  const finished = await apply(run, plan);
  return { ...run.result.summary(), stopped: !finished };
}

/** `isStopped`: asked before each write, whatever the plan says: a stop holds from the next write on. */
type Run = {
  readonly context: PublishContext;
  readonly result: RunResult;
  readonly isStopped: () => Promise<boolean>;
};

/** @returns false if the signal, or a stop of the train, ended it */
async function apply(run: Run, plan: Plan): Promise<boolean> {
  const { context, result } = run;
  const { log, progress, signal } = context;
  result.leave(plan);
  for (const { marker, because, until } of plan.waiting) {
    if (because === "rewritten-too-often") log.warn({ marker, until }, "publication rewritten too often, put off");
  }
  for (const [place, planned] of plan.writes.entries()) {
    if (signal.aborted || (await run.isStopped())) return false;
    if (!(await applyOne(run, planned))) return false;
    progress({ label: `${planned.train} ${planned.place.kind}s`, done: place + 1, total: plan.writes.length });
  }
  return true;
}

/** @returns false if a stop of the process ended it before it was sent */
async function applyOne(run: Run, planned: PlannedWrite): Promise<boolean> {
  const { context, result } = run;
  const { log, runId, clock, trackers, trace } = context;
  const { marker, connection } = planned;
  const rest = trackers.backoff(planned, clock());
  if (rest !== null) {
    result.rest(planned, rest);
    return true;
  }
  const startedAt = clock();
  const traced = (outcome: string) =>
    trace({
      step: "publish write",
      startedAt,
      endedAt: clock(),
      attributes: { train: planned.train, connection, text: planned.place.kind, outcome },
    });
  try {
    const written = await write(context, planned);
    trackers.answered(planned);
    traced(written.outcome);
    result.count(planned, written);
    log.info(
      { marker, connection, ...outcomeFields(written), ...addressOf(planned, written), runId },
      "publication written",
    );
  } catch (error) {
    if (!(error instanceof Failure) || ofTheBooks.has(error.code)) throw error;
    traced(error.code);
    if (error.code === "stopped") return false;
    await refuse(run, planned, error);
  }
  return true;
}

/** Records a permanent refusal, and reports a new one. */
async function refuse({ context, result }: Run, planned: PlannedWrite, failure: Failure): Promise<void> {
  const { log, clock, trackers } = context;
  const { marker, connection } = planned;
  const at = clock();
  const until = trackers.failed(planned, failure, at);
  const remembered = failure.verdict.kind === "park" ? await rememberRefusal(context, planned, failure) : null;
  if (remembered?.isTold === true) return result.refusedAgain(planned, remembered.refusal);
  result.refuse({ marker, connection, failure, until: remembered?.refusal.until ?? until });
  const { code, message: reason, remedy } = failure;
  const key = placeName(planned.place);
  log.warn({ marker, connection, key, code, reason, remedy }, "publication refused");
}

function outcomeFields(written: Written) {
  return written.outcome === "pending" ? written : { outcome: written.outcome };
}

/** Without the ledger it may write nothing: only the ledger prevents a second write. */
const ofTheBooks: ReadonlySet<FailureCode> = new Set(["database-unavailable", "database-locked", "disk-full"]);
