import type { ReadContext } from "../ingest/read-context.ts";
import { scopeOf } from "../ingest/scope.ts";
import type { SyncRunResult } from "../ingest/sync-run.ts";
import type { Connector } from "../ports/connector.ts";
import type { HandlerResult, JobContext } from "./handler.ts";

/** Null if this process's train file does not name the connection. */
export function connectorOf({ connectors }: JobContext, connection: string): Connector | null {
  return connectors.get(connection) ?? null;
}

/**
 * The result of a job for a connection that this process's train file does not name: the newest train file names it, as
 * while replicas restart one by one, or it left the file.
 */
export async function withoutConnector({ store }: JobContext, connection: string): Promise<HandlerResult> {
  return (await store.connections()).some(({ key }) => key === connection) ? "left" : "done";
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
