import { portfolioKey, publishPortfolio } from "../reporting/portfolio.ts";
import { publish, type Published } from "../reporting/publish.ts";
import type { Sink } from "../ports/connector.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { Log } from "../ports/runtime.ts";
import { causesShown } from "./causes-shown.ts";
import type { Done, Handler, JobContext, WorkContext } from "./context.ts";
import { turnOf } from "./lock-names.ts";
import { wake } from "./wake.ts";

/** Writes what a train's reports, or the portfolio over all trains, should say. */
export const publishTrain: Handler<JobSubject & { kind: "publish" }> = async (context, { train: key }, signal) => {
  if (key === portfolioKey) return publishOverTrains(context, signal);
  const train = context.trains.find((one) => one.key === key);
  if (train === undefined) return "done";
  const written = await context.store.exclusively(turnOf(key), async (lost) => {
    const causes = await context.store.takeCauses(key);
    const log = causes.length === 0 ? context.log : logWith(context.log, causesShown(causes));
    return publish(publishContext({ ...context, log }, AbortSignal.any([signal, lost])), train, context.clock());
  });
  if (written.taken) return "taken";
  count(context, key, written.result);
  await wake(context, key, written.result.wakeAt);
  return "done";
};

async function publishOverTrains(context: WorkContext, signal: AbortSignal): Promise<Done> {
  const written = await context.store.exclusively(turnOf(portfolioKey), (lost) =>
    publishPortfolio(publishContext(context, AbortSignal.any([signal, lost])), context.clock()),
  );
  if (written.taken) return "taken";
  // What waits is looked at with each train's next turn.
  count(context, portfolioKey, written.result);
  return "done";
}

/** Every line with these fields as well. */
function logWith(log: Log, fields: Readonly<Record<string, unknown>>): Log {
  return {
    info: (more, text) => log.info({ ...fields, ...more }, text),
    warn: (more, text) => log.warn({ ...fields, ...more }, text),
    error: (more, text) => log.error({ ...fields, ...more }, text),
  };
}

function publishContext(context: WorkContext, signal: AbortSignal) {
  const { store, connectors, render, clock, newId, log, trackers } = context;
  const sink = sinksOf(context);
  const runId = newId();
  return { store, connectors, sink, render, clock, newId, runId, log, trackers, signal, progress: () => undefined };
}

/** The write side of each connection. */
export function sinksOf({ connectors }: Pick<JobContext, "connectors">): (connection: string) => Sink {
  return (connection) => {
    const connector = connectors.get(connection);
    if (connector === undefined) throw new TypeError(`no connector for ${connection}`);
    return connector.sink;
  };
}

function count({ meter }: JobContext, train: string, { counts, refused }: Pick<Published, "counts" | "refused">): void {
  for (const [outcome, number] of Object.entries(counts)) if (number > 0) meter.publication(train, outcome, number);
  if (refused.length > 0) meter.publication(train, "refused", refused.length);
}
