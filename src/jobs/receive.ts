import { inboxLock } from "./lock-names.ts";
import { processInbox } from "../ingest/process-inbox.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { Handler, JobContext } from "./handler.ts";
import { finishReading } from "./enqueue.ts";
import { connectorOf, readContext, withoutConnector } from "./read-connection.ts";

/**
 * How long a job waits (ms) for more deliveries: one change often causes several, and the job then reads an item once.
 */
const gatherMs = 100;

/** Processes the waiting deliveries of a connection. */
export const receive: Handler<JobSubject & { kind: "receive" }> = async (context, { connection }, signal) => {
  const connector = connectorOf(context, connection);
  if (connector === null) return withoutConnector(context, connection);
  await context.runtime.wait(gatherMs);
  const startedAt = context.runtime.clock();
  const processed = await context.store.exclusively(inboxLock(connection), (lost) =>
    processInbox(readContext(context, connector, AbortSignal.any([signal, lost])), connector.receiver),
  );
  if (processed.taken) return "taken";
  const step = { step: "ingest", startedAt, endedAt: context.runtime.clock() } as const;
  const { changed, correlationIds } = processed.result;
  context.runtime.trace({ ...step, attributes: { connection, changed: changed.length } }, correlationIds);
  await context.store.noteCorrelationIds(
    context.trains.map(({ key }) => key),
    correlationIds,
  );
  for (const { event, ...one } of processed.result.outcomes)
    context.runtime.meter.worked({ connection, event: connector.receiver.kindOf(event), ...one });
  if (processed.result.proposal) await lookAtProposals(context);
  await finishReading(context, processed.result);
  return "done";
};

/**
 * A person may have ticked a proposal: recomputes every proposed train, because the delivery does not name the train.
 */
async function lookAtProposals({ store, queue, trains }: JobContext): Promise<void> {
  for (const { key } of trains) {
    if ((await store.consent(key)).state === "proposed") await queue.send({ kind: "recompute", train: key });
  }
}
