import type { Failure } from "../domain/failure.ts";
import type { Probe, Scope } from "../ports/connector.ts";
import { Changes } from "./changes.ts";
import { startOf, type PullContext, type PullResult } from "./pull.ts";
import { readReached } from "./reached.ts";
import { pullNoted } from "./stream-failure.ts";

export type SyncContext = Omit<PullContext, "changes" | "signal">;

export type ConnectionSync = {
  readonly connection: string;
  readonly streams: readonly Omit<PullResult, "members" | "complete">[];
  /** Items read one by one: ends of dependencies and parents outside the scope, members of a JQL. */
  readonly reread: number;
  readonly rejected: number;
  /** Items that were found to be gone; only a full sync looks for them. */
  readonly gone: number;
  /** Why nothing was dropped though much is missing (`guard`). */
  readonly refused: Failure | null;
  readonly notes: readonly string[];
  readonly requests: number;
};

/**
 * Brings the model up to the tracker: reads the streams of a connection that was probed, then the items that
 * dependencies, parents and team queries reach outside of what the streams cover.
 * @throws Failure when the connection cannot be read; what was stored before stays.
 */
export async function syncConnection(context: SyncContext, scope: Scope, probe: Probe): Promise<ConnectionSync> {
  const { source, store, log } = context;
  const pulling: PullContext = { ...context, changes: new Changes() };
  for (const note of probe.notes) log.info({ connection: source.connection, note }, "connection note");
  const results: PullResult[] = [];
  const streams = source.streams();
  for (const stream of streams) results.push(await pullNoted(pulling, stream, await startOf(context, stream)));
  await store.keepStreams(
    source.connection,
    streams.map(({ name }) => name),
  );
  const reached = await readReached(pulling, scope, results);
  return {
    connection: source.connection,
    streams: results.map(withoutMembers),
    reread: reached.read.size,
    rejected: reached.rejected + results.reduce((sum, { rejected }) => sum + rejected, 0),
    gone: 0,
    refused: null,
    notes: probe.notes,
    requests: source.requests(),
  };
}

function withoutMembers({ stream, pages, records, written, unchanged, rejected }: PullResult) {
  return { stream, pages, records, written, unchanged, rejected };
}
