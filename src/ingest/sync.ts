import type { Failure } from "../domain/failure.ts";
import type { Probe, Scope } from "../ports/connector.ts";
import { Changes } from "./changes.ts";
import { noteNames } from "./note-names.ts";
import { startOf, type PullContext, type PullResult } from "./pull.ts";
import { readReached } from "./reached.ts";
import { endsReading, isOfTracker, pullNoted } from "./stream-failure.ts";
import { failuresOf, namesOf, noteUnread, readable, unreadContainers } from "./unread.ts";

export type SyncContext = Omit<PullContext, "changes" | "signal">;

export type ConnectionSync = {
  readonly connection: string;
  readonly streams: readonly Omit<PullResult, "members" | "complete" | "unread">[];
  /** Items read one by one: ends of dependencies and parents outside the scope, members of a JQL. */
  readonly reread: number;
  readonly rejected: number;
  /** Items that were found to be gone; only a full sync looks for them. */
  readonly gone: number;
  /** Why nothing was dropped though much is missing (`guard`). */
  readonly refused: Failure | null;
  /** Why streams and parts of them were not read, while the rest was. */
  readonly failures: readonly Failure[];
  /** Names of the parts that were left out, as they are noted. */
  readonly unread: ReadonlySet<string>;
  readonly notes: readonly string[];
  readonly requests: number;
};

/**
 * Brings the model up to the tracker: reads the streams of a connection that was probed, then the items that
 * dependencies, parents and team queries reach outside of what the streams cover. A stream or a container that cannot be
 * read does not keep the others from it.
 * @throws Failure when the connection cannot be read; what was stored before stays.
 */
export async function syncConnection(context: SyncContext, scope: Scope, probe: Probe): Promise<ConnectionSync> {
  const { source, store, log } = context;
  const pulling: PullContext = { ...context, changes: new Changes() };
  for (const note of probe.notes) log.info({ connection: source.connection, note }, "connection note");
  await noteNames(pulling, probe);
  const { results, unread, failures } = await readStreams(pulling, probe);
  const names = source.streams().map(({ name }) => name);
  await store.keepStreams(source.connection, [...names, ...namesOf(unread)]);
  const reached = await readReached(pulling, scope, results);
  return {
    connection: source.connection,
    streams: results.map(withoutMembers),
    reread: reached.read.size,
    rejected: reached.rejected + results.reduce((sum, { rejected }) => sum + rejected, 0),
    gone: 0,
    refused: null,
    failures: [...failuresOf(unread), ...failures],
    unread: namesOf(unread),
    notes: probe.notes,
    requests: source.requests(),
  };
}

async function readStreams(context: PullContext, { containers }: Probe) {
  const aside = unreadContainers(containers);
  await noteUnread(context, aside);
  const results: PullResult[] = [];
  const failures: Failure[] = [];
  for (const stream of readable(context.source.streams(), namesOf(aside))) {
    try {
      results.push(await pullNoted(context, stream, await startOf(context, stream)));
    } catch (error) {
      if (!isOfTracker(error) || endsReading(error)) throw error;
      failures.push(error);
    }
  }
  return { results, failures, unread: [...aside, ...results.flatMap(({ unread }) => unread)] };
}

function withoutMembers({ stream, pages, records, written, unchanged, rejected }: PullResult) {
  return { stream, pages, records, written, unchanged, rejected };
}
