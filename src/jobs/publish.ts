import { publish, type Published } from "../reporting/publish.ts";
import type { Sink } from "../ports/connector.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { Log } from "../ports/runtime.ts";
import { causesShown } from "./causes-shown.ts";
import type { Handler, JobContext } from "./context.ts";
import { wake } from "./wake.ts";

/** Writes what a train's reports should say. */
export const publishTrain: Handler<JobSubject & { kind: "publish" }> = async (context, { train: key }, signal) => {
  const train = context.trains.find((one) => one.key === key);
  if (train === undefined) return "done";
  const written = await context.store.exclusively(`train ${key}`, async (lost) => {
    const causes = await context.store.takeCauses(key);
    const log = causes.length === 0 ? context.log : logWith(context.log, causesShown(causes));
    return publish(publishContext({ ...context, log }, AbortSignal.any([signal, lost])), train, context.clock());
  });
  if (written.taken) return "taken";
  count(context, key, written.result);
  await wake(context, key, written.result.wakeAt);
  return "done";
};

/** Every line with these fields as well. */
function logWith(log: Log, fields: Readonly<Record<string, unknown>>): Log {
  return {
    info: (more, text) => log.info({ ...fields, ...more }, text),
    warn: (more, text) => log.warn({ ...fields, ...more }, text),
    error: (more, text) => log.error({ ...fields, ...more }, text),
  };
}

function publishContext(context: JobContext, signal: AbortSignal) {
  const { store, render, clock, newId, log } = context;
  return {
    store,
    sink: sinksOf(context),
    render,
    clock,
    newId,
    runId: newId(),
    log,
    signal,
    progress: () => undefined,
  };
}

/** The write side of each connection. */
export function sinksOf({ connectors }: Pick<JobContext, "connectors">): (connection: string) => Sink {
  return (connection) => {
    const connector = connectors.get(connection);
    if (connector === undefined) throw new TypeError(`no connector for ${connection}`);
    return connector.sink;
  };
}

function count({ meter }: JobContext, train: string, { counts, refused }: Published): void {
  for (const [outcome, number] of Object.entries(counts)) if (number > 0) meter.publication(train, outcome, number);
  if (refused.length > 0) meter.publication(train, "refused", refused.length);
}
