import { sweepConnection } from "../ingest/sweep.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { Handler } from "./context.ts";
import { connectorOf, ingestContext } from "./ingest-context.ts";
import { readingOf } from "./lock-names.ts";
import { roundShown } from "./round-shown.ts";
import { thinkAgain } from "./think.ts";

/** Reads what polls cannot see; `whole` also finds what is gone, and forgets old deliveries. */
export const sweep: Handler<JobSubject & { kind: "sweep" }> = async (context, { connection, depth }, signal) => {
  const { store, clock, rhythm } = context;
  const connector = connectorOf(context, connection);
  if (connector === null) return "done";
  const startedAt = clock();
  const swept = await store.exclusively(readingOf(connection), (lost) =>
    sweepConnection(ingestContext(context, connector, AbortSignal.any([signal, lost])), {
      depth,
      maxDrop: rhythm.maxDrop,
    }),
  );
  if (swept.taken) return "taken";
  const { result } = swept;
  context.log.info({ depth, gone: result.gone.length, ...roundShown(result, clock() - startedAt) }, "sweep done");
  if (depth === "whole") {
    await store.inbox.prune(startedAt - rhythm.keepDeliveriesMs);
    await store.forgetChanges();
  }
  await thinkAgain(context, result);
  return "done";
};
