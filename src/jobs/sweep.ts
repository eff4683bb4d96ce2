import { sweepConnection } from "../ingest/sweep.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { Handler } from "./handler.ts";
import { finishReading } from "./enqueue.ts";
import { connectionLock } from "./lock-names.ts";
import { connectorOf, readContext, runShown, withoutConnector } from "./read-connection.ts";

/** Sweeps a connection; `whole` also finds deleted items, and prunes old deliveries. */
export const sweep: Handler<JobSubject & { kind: "sweep" }> = async (context, { connection, depth }, signal) => {
  const { store, schedule } = context;
  const { log, clock } = context.runtime;
  const connector = connectorOf(context, connection);
  if (connector === null) return withoutConnector(context, connection);
  const startedAt = clock();
  const swept = await store.exclusively(connectionLock(connection), (lost) =>
    sweepConnection(readContext(context, connector, AbortSignal.any([signal, lost])), {
      depth,
      maxDrop: schedule.maxDrop,
    }),
  );
  if (swept.taken) return "taken";
  const { result } = swept;
  log.info({ depth, gone: result.gone.length, ...runShown(result, clock() - startedAt) }, "sweep done");
  if (depth === "whole") {
    await store.inbox.prune(startedAt - schedule.keepDeliveriesMs);
    await store.forgetChanges();
  }
  await finishReading(context, result);
  return "done";
};
