import { scopeOf } from "../ingest/scope.ts";
import type { ReadContext } from "../ingest/read-context.ts";
import type { Connector } from "../ports/connector.ts";
import type { JobContext } from "./context.ts";

/** Null for a connection that left the train file while its job waited. */
export function connectorOf({ connectors }: JobContext, connection: string): Connector | null {
  return connectors.get(connection) ?? null;
}

/** What reading is done with. @param signal ends it between two pages */
export function ingestContext(context: JobContext, { source }: Connector, signal: AbortSignal): ReadContext {
  const { store, clock, log, trains } = context;
  const scope = scopeOf(source.connection, trains);
  return { source, store, runtime: { clock, log }, scope, signal, progress: () => undefined };
}
