import type { Connector } from "../ports/connector.ts";
import type { JobContext } from "./context.ts";

/** Null for a connection that left the train file while its job waited. */
export function connectorOf({ connectors }: JobContext, connection: string): Connector | null {
  return connectors.get(connection) ?? null;
}

/** Reading a connection is one at a time, whether polled or swept. */
export function readingOf(connection: string): string {
  return `read ${connection}`;
}
