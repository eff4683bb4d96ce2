import type { ReadContext } from "../ingest/read-context.ts";
import { scopeOf } from "../ingest/scope.ts";
import type { SyncRunResult } from "../ingest/sync-run.ts";
import type { Connector } from "../ports/connector.ts";
import type { JobContext } from "./context.ts";

/** Null for a connection that left the train file while its job waited. */
export function connectorOf({ connectors }: JobContext, connection: string): Connector | null {
  return connectors.get(connection) ?? null;
}

/** What a job reads a connection with. @param signal ends it between two pages */
export function readContext(context: JobContext, { source }: Connector, signal: AbortSignal): ReadContext {
  const { store, runtime, trains } = context;
  return { source, store, runtime, scope: scopeOf(source.connection, trains), signal, progress: () => undefined };
}

/** Fields of the log for a poll or a sweep. `failed`: codes, and `leftOut`: parts by name; the texts of both are in `/readyz`. @param ms how long it took */
export function runShown({ connection, records, changed, failures, unread }: SyncRunResult, ms: number) {
  return {
    connection,
    seconds: Math.round(ms / 100) / 10,
    records,
    changed: changed.length,
    failed: failures.map(({ code }) => code),
    leftOut: unread.map(({ name }) => name),
  };
}
