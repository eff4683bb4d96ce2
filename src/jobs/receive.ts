import { processInbox } from "../ingest/process-inbox.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { Handler, JobContext } from "./context.ts";
import { finishReading } from "./enqueue.ts";
import { connectorOf, readContext } from "./reading.ts";

/** How long a job waits (ms) for more deliveries: a person's change is often several deliveries, an item is then read once. */
const gatherMs = 100;

/** Processes what waits in a connection's inbox. */
export const receive: Handler<JobSubject & { kind: "receive" }> = async (context, { connection }, signal) => {
  const connector = connectorOf(context, connection);
  if (connector === null) return "done";
  await context.runtime.wait(gatherMs);
  const processed = await context.store.exclusively(`receive ${connection}`, (lost) =>
    processInbox(readContext(context, connector, AbortSignal.any([signal, lost])), connector.receiver),
  );
  if (processed.taken) return "taken";
  await context.store.noteCorrelationIds(
    context.trains.map(({ key }) => key),
    processed.result.correlationIds,
  );
  for (const { event, ...one } of processed.result.outcomes)
    context.runtime.meter.worked({ connection, event: connector.receiver.kindOf(event), ...one });
  if (processed.result.proposal) await lookAtProposals(context);
  await finishReading(context, processed.result);
  return "done";
};

/** A person may have said yes: only a look at each proposal tells which train it was. */
async function lookAtProposals({ store, queue, trains }: JobContext): Promise<void> {
  for (const { key } of trains) {
    if ((await store.consent(key)).state === "proposed") await queue.send({ kind: "recompute", train: key });
  }
}
