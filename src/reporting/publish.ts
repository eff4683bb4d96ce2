import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/train.ts";
import type { Log, Progress } from "../ports/runtime.ts";
import { evaluate, type Evaluation } from "./evaluate.ts";
import { planComments } from "./plan-comments.ts";
import { planRollups } from "./plan-rollups.ts";
import { joinPlans, placeName, type Plan, type PlannedWrite, type Render, type Waiting } from "./plan.ts";
import { write, type WriteContext, type WriteOutcome } from "./write.ts";

export type PublishContext = WriteContext & {
  readonly render: Render;
  readonly log: Log;
  readonly progress: Progress;
};

/** A write that the tracker refused; the others went on. */
export type RefusedWrite = { readonly marker: string; readonly failure: Failure };

export type Published = {
  readonly evaluation: Evaluation;
  readonly counts: Readonly<Record<WriteOutcome, number>>;
  readonly waiting: readonly Waiting[];
  readonly refused: readonly RefusedWrite[];
};

const hourMs = 3_600_000;

/** What the train's state is at an instant, by the stored model and the conflicts known so far. Stores nothing. */
export async function evaluateStored(store: PublishContext["store"], train: Train, at: number): Promise<Evaluation> {
  const [model, previous] = await Promise.all([store.loadModel(), store.conflicts(train.key)]);
  return evaluate({ model, train, previous, at });
}

/** Every issue and comment that `publish` would write now, with its exact text. Writes nothing. */
export async function planTrain(context: PlanContext, evaluation: Evaluation): Promise<Plan> {
  return joinPlans([await rollupsOf(context, evaluation), await commentsOf(context, evaluation)]);
}

export type PlanContext = Pick<PublishContext, "store" | "render">;

async function rollupsOf({ store, render }: PlanContext, evaluation: Evaluation): Promise<Plan> {
  const publications = await store.publications(evaluation.view.train.key);
  return planRollups({ evaluation, publications, render });
}

async function commentsOf({ store, render }: PlanContext, evaluation: Evaluation): Promise<Plan> {
  const { train, at } = evaluation.view;
  const publications = await store.publications(train.key);
  const createdLastHour = await store.commentsCreatedSince(train.key, at - hourMs);
  return planComments({ evaluation, publications, render, createdLastHour });
}

/**
 * Makes the trackers say what the model says: stores the conflicts and the day's snapshot, then the rollups,
 * then the comments (which link to them). One refused write does not keep the others back.
 * @throws Failure with verdict `stop` (a token or a permission of the whole connection) at once.
 */
export async function publish(context: PublishContext, train: Train, at: number): Promise<Published> {
  const evaluation = await evaluateStored(context.store, train, at);
  await context.store.saveConflicts(train.key, evaluation.records);
  await context.store.saveSnapshot(evaluation.rollup);
  const ledger = new Ledger();
  await apply(context, await rollupsOf(context, evaluation), ledger);
  await apply(context, await commentsOf(context, evaluation), ledger);
  return { evaluation, ...ledger.result() };
}

async function apply(context: PublishContext, plan: Plan, ledger: Ledger): Promise<void> {
  ledger.skip(plan);
  for (const [place, planned] of plan.writes.entries()) {
    await applyOne(context, planned, ledger);
    context.progress({ label: `${planned.train} ${planned.place.kind}s`, done: place + 1, total: plan.writes.length });
  }
}

async function applyOne(context: PublishContext, planned: PlannedWrite, ledger: Ledger): Promise<void> {
  try {
    const outcome = await write(context, planned);
    ledger.count(planned, outcome);
    context.log.info({ marker: planned.marker, outcome, runId: context.runId }, "publication written");
  } catch (error) {
    if (!(error instanceof Failure) || error.verdict.kind === "stop") throw error;
    ledger.refused.push({ marker: planned.marker, failure: error });
    context.log.warn({ marker: planned.marker, code: error.code, reason: error.message }, "publication refused");
  }
}

class Ledger {
  readonly refused: RefusedWrite[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #counts: Record<WriteOutcome, number> = {
    created: 0,
    updated: 0,
    resolved: 0,
    unchanged: 0,
    gone: 0,
    held: 0,
    pending: 0,
  };

  skip({ unchanged, waiting }: Plan): void {
    this.#counts.unchanged += unchanged;
    this.#waiting.push(...waiting);
  }

  count({ marker, place }: PlannedWrite, outcome: WriteOutcome): void {
    this.#counts[outcome] += 1;
    if (outcome !== "pending") return;
    this.#waiting.push({ marker, where: placeName(place), because: "outcome-unknown" });
  }

  result() {
    return { counts: this.#counts, waiting: this.#waiting, refused: this.refused };
  }
}
