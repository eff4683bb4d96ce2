import type { ReadContext } from "../ingest/read-context.ts";
import { scopeOf } from "../ingest/scope.ts";
import type { SyncRunResult } from "../ingest/sync-run.ts";
import type { Connector } from "../ports/connector.ts";
import type { JobContext } from "./handler.ts";

/** Null if the connection left the train file while its job waited. */
export function connectorOf({ connectors }: JobContext, connection: string): Connector | null {
  return connectors.get(connection) ?? null;
}

/** The context in which a job reads a connection. @param signal ends it between two pages */
export function readContext(context: JobContext, { source }: Connector, signal: AbortSignal): ReadContext {
  const { store, runtime, trains } = context;
  return { source, store, runtime, scope: scopeOf(source.connection, trains), signal, progress: () => undefined };
}

/**
 * Log fields of a poll or a sweep. `failed`: codes; `leftOut`: names of parts; `/readyz` has the texts of both.
 * @param ms its duration
 */
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
