import { pollConnection } from "../ingest/poll.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { Handler } from "./handler.ts";
import { finishReading } from "./enqueue.ts";
import { connectionLock } from "./lock-names.ts";
import { connectorOf, readContext, runShown, withoutConnector } from "./read-connection.ts";

/** Polls the streams of a connection. */
export const poll: Handler<JobSubject & { kind: "poll" }> = async (context, { connection }, signal) => {
  const connector = connectorOf(context, connection);
  if (connector === null) return withoutConnector(context, connection);
  const { log, clock } = context.runtime;
  const startedAt = clock();
  const polled = await context.store.exclusively(connectionLock(connection), (lost) =>
    pollConnection(readContext(context, connector, AbortSignal.any([signal, lost]))),
  );
  if (polled.taken) return "taken";
  log.info(runShown(polled.result, clock() - startedAt), "poll done");
  // Deliveries that a person replayed, or whose job was lost, have no job. They wait while the tracker refuses
  // everything; afterwards this processes them at once.
  const waiting = polled.result.inVain ? [] : await context.store.inbox.waiting(connection, 1);
  if (waiting.length > 0) await context.queue.send({ kind: "receive", connection });
  await finishReading(context, polled.result);
  return "done";
};
