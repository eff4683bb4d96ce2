import type { Train } from "../domain/model/train.ts";
import type { JobSubject } from "../ports/jobs.ts";
import { planPortfolio } from "../reporting/publish-portfolio.ts";
import type { TracedStep } from "../ports/runtime.ts";
import { outcomesOf } from "../reporting/publish-outcomes.ts";
import { updateEvaluation } from "../reporting/evaluate-train.ts";
import { planTrain, publishEvaluation, type Published } from "../reporting/publish.ts";
import type { Handler, HandlerResult, JobContext } from "./handler.ts";
import { isDigestDue } from "./digest.ts";
import { scheduleRecompute } from "./enqueue.ts";
import { trainFileLock, trainLock } from "./lock-names.ts";
import { countWrites, logWith, publishContext, sinksOf } from "./publish-context.ts";

/** How long a job waits (ms) for more changes: a person often causes several, and closing a sprint causes hundreds. */
const gatherMs = 150;

/** Evaluates a train, reads whether a person accepted its proposal, and writes the texts that changed. */
export const recompute: Handler<JobSubject & { kind: "recompute" }> = async (context, { train: key }, signal) => {
  const train = context.trains.find((one) => one.key === key);
  if (train === undefined) return withoutTrain(context, key);
  if (await isOfNewerFile(context, train)) return "taken";
  await context.runtime.wait(gatherMs);
  const outcome = await context.store.exclusively(trainLock(key), (lost) =>
    evaluateAndPublish(context, train, AbortSignal.any([signal, lost])),
  );
  if (outcome.taken) return "taken";
  const { published, wakeAt } = outcome.result;
  if (published !== null) countWrites(context, key, published);
  // Keeps the correlation ids while a write waits, because the write may belong to them.
  else if (wakeAt === null) await noteNothing(context, key, outcome.result);
  await scheduleRecompute(context, key, wakeAt);
  await lookAtPortfolio(context);
  if (await isDigestDue(context, train)) await context.queue.send({ kind: "digest", train: key });
  return "done";
};

/** For a train that this process's train file does not name: the newest train file names it, or it left the file. */
async function withoutTrain({ store }: JobContext, train: string): Promise<HandlerResult> {
  return (await store.trains()).some(({ key }) => key === train) ? "left" : "done";
}

/**
 * Whether a process runs that stored its train file later, with another form of the train: two that evaluate it would
 * rewrite each other's texts. The job comes again soon: that process takes it then.
 */
async function isOfNewerFile({ store }: JobContext, train: Train): Promise<boolean> {
  const stored = await store.trains();
  const newest = stored.find(({ key }) => key === train.key);
  if (JSON.stringify(newest) === JSON.stringify(train)) return false;
  return (await store.exclusively(trainFileLock(stored), async () => undefined)).taken;
}

/** `published`: null if there was nothing to write. */
type Outcome = {
  readonly published: Published | null;
  readonly wakeAt: number | null;
  readonly evaluated: TracedStep;
  /** Of deliveries whose changes the evaluation shows. */
  readonly correlationIds: readonly string[];
};

async function evaluateAndPublish(context: JobContext, train: Train, signal: AbortSignal): Promise<Outcome> {
  const { store, runtime } = context;
  const { clock, log } = runtime;
  const at = clock();
  // Before the evaluation: it may miss the changes of a delivery that comes during it.
  const correlationIds = await store.correlationIds(train.key);
  const evaluation = await updateEvaluation({ ...context, log, sink: sinksOf(context) }, train, at);
  const plan = await planTrain(context, evaluation);
  const attributes = { train: train.key, writes: plan.writes.length };
  const evaluated = { step: "evaluate", startedAt: at, endedAt: clock(), attributes } as const;
  if (plan.writes.length === 0) {
    await store.notePublished(train.key, outcomesOf(train, { ...nothing, ...plan, at }));
    return { published: null, wakeAt: plan.wakeAt, evaluated, correlationIds };
  }
  await store.forgetCorrelationIds(train.key, correlationIds);
  runtime.trace(evaluated, correlationIds);
  const logged = correlationIds.length === 0 ? log : logWith(log, deliveriesShown(correlationIds));
  const published = await publishEvaluation(
    publishContext({ ...context, runtime: { ...runtime, log: logged } }, signal, correlationIds),
    evaluation,
    plan,
  );
  return { published, wakeAt: published.wakeAt, evaluated, correlationIds };
}

/** Sends the portfolio job: its text about this train may have changed, or a waiting text may be due. */
async function lookAtPortfolio(context: JobContext): Promise<void> {
  const { writes } = await planPortfolio(context, { at: context.runtime.clock() });
  if (writes.length > 0) await context.queue.send({ kind: "portfolio" });
}

/** No tracker was asked. */
const nothing = { refused: [], resting: new Map<string, never>() };

/** Deletes the ids of deliveries that changed no text. */
async function noteNothing(
  { store, runtime: { log, trace } }: JobContext,
  train: string,
  { evaluated, correlationIds }: Outcome,
): Promise<void> {
  await store.forgetCorrelationIds(train, correlationIds);
  trace(evaluated, correlationIds);
  if (correlationIds.length > 0) log.info({ train, ...deliveriesShown(correlationIds) }, "nothing to write");
}

/** Maximum number of delivery ids in a log line: closing a sprint causes hundreds. */
const mostShown = 20;

/** Log fields for the deliveries that led to a write. */
function deliveriesShown(requestIds: readonly string[]) {
  return { requestIds: requestIds.slice(0, mostShown), requests: requestIds.length };
}
