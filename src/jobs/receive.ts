import { processInbox } from "../ingest/process-inbox.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { Handler, JobContext } from "./context.ts";
import { connectorOf, ingestContext } from "./ingest-context.ts";
import { thinkAgain } from "./think.ts";

/** How long to wait (ms) for what else comes in: a person's change is often several deliveries, an item is then read once. */
const gatherMs = 100;

/** Works off what waits in a connection's inbox. */
export const receive: Handler<JobSubject & { kind: "receive" }> = async (context, { connection }, signal) => {
  const connector = connectorOf(context, connection);
  if (connector === null) return "done";
  await context.wait(gatherMs);
  const processed = await context.store.exclusively(`receive ${connection}`, (lost) =>
    processInbox(ingestContext(context, connector, AbortSignal.any([signal, lost])), connector.receiver),
  );
  if (processed.taken) return "taken";
  await context.store.noteCauses(
    context.trains.map(({ key }) => key),
    processed.result.causes,
  );
  for (const { event, ...one } of processed.result.outcomes)
    context.meter.worked({ connection, event: connector.receiver.kindOf(event), ...one });
  if (processed.result.proposal) await lookAtProposals(context);
  await thinkAgain(context, processed.result);
  return "done";
};

/** Somebody may have said yes: which train's rollup it was is seen by looking. */
async function lookAtProposals({ store, queue, trains }: JobContext): Promise<void> {
  for (const { key } of trains) {
    if ((await store.consent(key)).state === "proposed") await queue.send({ kind: "recompute", train: key });
  }
}
