import { pollConnection } from "../ingest/poll.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { Handler } from "./context.ts";
import { connectorOf, ingestContext } from "./ingest-context.ts";
import { readingOf } from "./lock-names.ts";
import { roundShown } from "./round-shown.ts";
import { thinkAgain } from "./think.ts";

/** Asks each stream of a connection for what is new. */
export const poll: Handler<JobSubject & { kind: "poll" }> = async (context, { connection }, signal) => {
  const connector = connectorOf(context, connection);
  if (connector === null) return "done";
  const startedAt = context.clock();
  const polled = await context.store.exclusively(readingOf(connection), (lost) =>
    pollConnection(ingestContext(context, connector, AbortSignal.any([signal, lost]))),
  );
  if (polled.taken) return "taken";
  context.log.info(roundShown(polled.result, context.clock() - startedAt), "poll done");
  // Deliveries that were replayed by hand, or whose job was lost: nothing else would bring them up.
  // They wait on where the tracker refuses everything, and are worked off at once when it does no more.
  const waiting = polled.result.inVain ? [] : await context.store.inbox.waiting(connection, 1);
  if (waiting.length > 0) await context.queue.send({ kind: "receive", connection });
  await thinkAgain(context, polled.result);
  return "done";
};
