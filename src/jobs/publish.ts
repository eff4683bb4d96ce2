import { publish, type Published } from "../reporting/publish.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { Handler, JobContext } from "./context.ts";
import { wake } from "./wake.ts";

/** Writes what a train's reports should say. */
export const publishTrain: Handler<JobSubject & { kind: "publish" }> = async (context, { train: key }, signal) => {
  const train = context.trains.find((one) => one.key === key);
  if (train === undefined) return "done";
  const written = await context.store.exclusively(`train ${key}`, (lost) =>
    publish(publishContext(context, AbortSignal.any([signal, lost])), train, context.clock()),
  );
  if (written.taken) return "taken";
  count(context, key, written.result);
  await wake(context, key, written.result.wakeAt);
  return "done";
};

function publishContext(context: JobContext, signal: AbortSignal) {
  const { store, connectors, render, clock, newId, log } = context;
  const sink = (connection: string) => {
    const connector = connectors.get(connection);
    if (connector === undefined) throw new TypeError(`no connector for ${connection}`);
    return connector.sink;
  };
  return { store, sink, render, clock, newId, runId: newId(), log, signal, progress: () => undefined };
}

function count({ meter }: JobContext, train: string, { counts, refused }: Published): void {
  for (const [outcome, number] of Object.entries(counts)) if (number > 0) meter.publication(train, outcome, number);
  if (refused.length > 0) meter.publication(train, "refused", refused.length);
}
