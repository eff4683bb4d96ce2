import type { Consent } from "../domain/consent.ts";
import { Failure, type FailureCode } from "../domain/failure.ts";
import type { Train } from "../domain/train.ts";
import type { Log, Progress } from "../ports/runtime.ts";
import type { DoneWrite } from "../ports/store.ts";
import { evaluate, type Evaluation } from "./evaluate.ts";
import { planComments } from "./plan-comments.ts";
import { hourMs } from "./plan-limits.ts";
import { planRollups } from "./plan-rollups.ts";
import { joinPlans, wakeAt, type Plan, type PlannedWrite, type Render, type Waiting } from "./plan.ts";
import { heedTicks } from "./proposal-ticks.ts";
import { Ledger, type Counts, type RefusedWrite } from "./publish-ledger.ts";
import { BusyTrackers } from "./publish-trackers.ts";
import { write, type WriteContext } from "./write.ts";

export type PublishContext = WriteContext & {
  readonly render: Render;
  readonly log: Log;
  readonly progress: Progress;
  /** Looked at between two writes: once it is aborted, no further one is begun. */
  readonly signal: AbortSignal;
};

export type Published = {
  readonly evaluation: Evaluation;
  readonly counts: Counts;
  readonly waiting: readonly Waiting[];
  readonly refused: readonly RefusedWrite[];
  /** The earliest instant (epoch ms) at which there may be something to write though nothing changes; null for none. */
  readonly wakeAt: number | null;
  /** True where the signal, or a stop of the train, ended it before all was written. */
  readonly stopped: boolean;
};

/** A plan, and the earliest instant (epoch ms) at which it grows though nothing changes; null for never. */
export type TrainPlan = Plan & { readonly wakeAt: number | null };

/** What the train's state is at an instant, by the stored model and the conflicts known so far. Stores nothing. */
export async function evaluateStored(store: PublishContext["store"], train: Train, at: number): Promise<Evaluation> {
  const [model, previous] = await Promise.all([store.loadModel(), store.conflicts(train.key)]);
  return evaluate({ model, train, previous, at });
}

/** Every issue and comment that `publish` would write now, with its exact text. Writes nothing. */
export async function planTrain(context: PlanContext, evaluation: Evaluation): Promise<TrainPlan> {
  const basis = await basisOf(context, evaluation);
  const plan = joinPlans([await rollupsOf(context, basis), await commentsOf(context, basis)]);
  return { ...plan, wakeAt: wakeAt(plan.waiting) };
}

export type PlanContext = Pick<PublishContext, "store" | "render">;

/** What both plans of a train are made from. */
type Basis = { readonly evaluation: Evaluation; readonly recent: readonly DoneWrite[]; readonly consent: Consent };

async function basisOf({ store }: PlanContext, evaluation: Evaluation): Promise<Basis> {
  const { train, at } = evaluation.view;
  const [recent, consent] = await Promise.all([store.writesDone(train.key, at - hourMs), store.consent(train.key)]);
  return { evaluation, recent, consent };
}

async function rollupsOf({ store, render }: PlanContext, basis: Basis): Promise<Plan> {
  const publications = await store.publications(basis.evaluation.view.train.key);
  return planRollups({ ...basis, publications, render });
}

async function commentsOf({ store, render }: PlanContext, basis: Basis): Promise<Plan> {
  const publications = await store.publications(basis.evaluation.view.train.key);
  return planComments({ ...basis, publications, render });
}

/**
 * Makes the trackers say what the model says: stores the conflicts and the day's snapshot, then the rollups,
 * then the comments (which link to them). One refused write does not keep the others back, unless the tracker asks to
 * be left alone or does not answer: then what is left for it waits. Before anybody said yes only the rollups are written,
 * as proposals; once a train is stopped, nothing is.
 * @throws Failure with verdict `stop` (a token or a permission of the whole connection), or of the database, at once.
 */
export async function publish(context: PublishContext, train: Train, at: number): Promise<Published> {
  const evaluation = await evaluateStored(context.store, train, at);
  await context.store.saveConflicts(train.key, evaluation.records);
  await context.store.saveSnapshot(evaluation.rollup);
  await heedTicks(context, evaluation);
  const basis = await basisOf(context, evaluation);
  const run: Run = { context, ledger: new Ledger(), trackers: new BusyTrackers() };
  const finished =
    (await apply(run, await rollupsOf(context, basis))) && (await apply(run, await commentsOf(context, basis)));
  return { evaluation, ...run.ledger.result(), stopped: !finished };
}

type Run = { readonly context: PublishContext; readonly ledger: Ledger; readonly trackers: BusyTrackers };

/** @returns false where the signal, or a stop of the train, ended it. */
async function apply(run: Run, plan: Plan): Promise<boolean> {
  const { context, ledger } = run;
  const { log, progress, signal } = context;
  ledger.leave(plan);
  for (const { marker, because, until } of plan.waiting) {
    if (because === "rewritten-too-often") log.warn({ marker, until }, "publication rewritten too often, put off");
  }
  for (const [place, planned] of plan.writes.entries()) {
    if (signal.aborted || (await isStopped(context, planned))) return false;
    await applyOne(run, planned);
    progress({ label: `${planned.train} ${planned.place.kind}s`, done: place + 1, total: plan.writes.length });
  }
  return true;
}

/** Whatever was planned before: a stop holds from the next write on. */
async function isStopped({ store }: PublishContext, { train }: PlannedWrite): Promise<boolean> {
  return (await store.consent(train)).state === "stopped";
}

async function applyOne({ context, ledger, trackers }: Run, planned: PlannedWrite): Promise<void> {
  const { log, runId, clock } = context;
  const { marker, connection } = planned;
  const busy = trackers.busy(connection);
  if (busy !== null) return ledger.wait(planned, { because: "tracker-busy", until: busy.until });
  try {
    const written = await write(context, planned);
    trackers.answered(connection);
    ledger.count(planned, written);
    log.info({ marker, ...written, runId }, "publication written");
  } catch (error) {
    if (!(error instanceof Failure) || endsTheRun(error)) throw error;
    ledger.refuse({ marker, failure: error, until: trackers.failed(connection, error, clock()) });
    log.warn({ marker, code: error.code, reason: error.message }, "publication refused");
  }
}

/** Without its books nothing may be written: they alone keep it from being written twice. */
const ofTheBooks: ReadonlySet<FailureCode> = new Set(["database-unavailable", "database-locked", "disk-full"]);

function endsTheRun({ verdict, code }: Failure): boolean {
  return verdict.kind === "stop" || ofTheBooks.has(code);
}
