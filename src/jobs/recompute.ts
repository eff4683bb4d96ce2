import { keptRollup } from "../reporting/decision-rows.ts";
import { planPortfolio, portfolioKey } from "../reporting/portfolio.ts";
import { outcomesOf } from "../reporting/publish-outcomes.ts";
import { heedTicks } from "../reporting/proposal-ticks.ts";
import { evaluateAndStore, planTrain } from "../reporting/publish.ts";
import type { JobSubject } from "../ports/jobs.ts";
import { causesShown } from "./causes-shown.ts";
import { isDigestDue } from "./digest.ts";
import type { Handler, JobContext } from "./context.ts";
import { turnOf } from "./lock-names.ts";
import { sinksOf } from "./publish.ts";
import { wake } from "./wake.ts";

/** How long to wait (ms) for what else comes in: a person's change is often several, and a sprint's close is hundreds. */
const gatherMs = 250;

/** Thinks about a train again, and looks whether somebody said yes to a proposal; where the trackers should say something else now, it is written. */
export const recompute: Handler<JobSubject & { kind: "recompute" }> = async (context, { train: key }, _signal) => {
  const train = context.trains.find((one) => one.key === key);
  if (train === undefined) return "done";
  await context.wait(gatherMs);
  const thought = await context.store.exclusively(turnOf(key), async () => {
    const at = context.clock();
    const evaluation = await evaluateAndStore(context.store, train, at);
    await context.store.saveSnapshot(keptRollup(evaluation));
    await heedTicks({ ...context, sink: sinksOf(context) }, evaluation);
    const plan = await planTrain(context, evaluation);
    if (plan.writes.length === 0)
      await context.store.notePublished(key, outcomesOf(train, { ...nothing, ...plan, at }));
    return plan;
  });
  if (thought.taken) return "taken";
  const { writes, wakeAt } = thought.result;
  if (writes.length > 0) await context.queue.send({ kind: "publish", train: key });
  // What waits for its time may yet answer them.
  else if (wakeAt === null) await noteNothing(context, key);
  await wake(context, key, wakeAt);
  await lookAtPortfolio(context);
  if (await isDigestDue(context, train)) await context.queue.send({ kind: "digest", train: key });
  return "done";
};

/** What the portfolio tells of this train may be another now; so may be what waited for its time. */
async function lookAtPortfolio(context: JobContext): Promise<void> {
  const { writes } = await planPortfolio(context, { at: context.clock() });
  if (writes.length > 0) await context.queue.send({ kind: "publish", train: portfolioKey });
}

/** No tracker was asked. */
const nothing = { refused: [], resting: new Map<string, never>() };

/** The deliveries so far ask for no other words. */
async function noteNothing({ store, log }: JobContext, train: string): Promise<void> {
  const causes = await store.takeCauses(train);
  if (causes.length > 0) log.info({ train, ...causesShown(causes) }, "nothing to write");
}
