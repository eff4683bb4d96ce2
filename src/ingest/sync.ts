import type { Failure } from "../domain/failure.ts";
import { sweepStream } from "../domain/model/model.ts";
import type { Probe } from "../ports/connector.ts";
import { noteNames } from "./check.ts";
import { endsReading, isOfTracker, noteFailure } from "./failures.ts";
import { forget, readLinked } from "./linked-items.ts";
import { dropMissing, recordSweep } from "./missing-items.ts";
import { Changes, type ReadContext, type Reading } from "./read-context.ts";
import { continued, readStreams, type PullResult } from "./read-streams.ts";
import { failuresOf, namesOf, noteUnread, readable, scopeRead, unreadContainers } from "./unread.ts";

export type ConnectionSync = {
  readonly connection: string;
  readonly streams: readonly Omit<PullResult, "members" | "unread">[];
  /** Items read one by one: ends of dependencies and parents outside the scope, members of a JQL. */
  readonly reread: number;
  readonly rejected: number;
  /** Items that were found to be gone; only a full sync looks for them. */
  readonly gone: number;
  /** Why nothing was dropped though much is missing (`guard`). */
  readonly refused: Failure | null;
  /** Why streams and parts of them were not read, while the rest was. */
  readonly failures: readonly Failure[];
  /** Names of the parts that were left out, as the stream ledger has them. */
  readonly unread: ReadonlySet<string>;
  readonly notes: readonly string[];
  readonly requests: number;
};

/**
 * Brings the model up to the tracker: reads the streams of a connection that was probed, then the items outside of them
 * that dependencies, parents and team queries lead to. A stream or a container that cannot be read does not keep the
 * others from it.
 * @throws Failure when the connection cannot be read; what was stored before stays.
 */
export async function syncConnection(context: ReadContext, probe: Probe): Promise<ConnectionSync> {
  return readAll(context, probe, false);
}

/**
 * Reads everything again, whatever the watermarks say, and finds what is gone: a whole sweep without a service.
 * @param maxDrop see `dropMissing`
 * @throws Failure, but for `guard`: it is in the result, since everything was read
 */
export async function fullSync(context: ReadContext, probe: Probe, maxDrop: number): Promise<ConnectionSync> {
  const { source, scope } = context;
  const startedAt = context.runtime.clock();
  const synced = await readAll(context, probe, true);
  if (synced.streams.length < readable(source.streams(), synced.unread).length) return synced;
  const reading = { ...context, changes: new Changes() };
  try {
    const gone = await dropMissing({ ...reading, scope: scopeRead(scope, synced.unread) }, maxDrop);
    // What was missing may have moved to where no team looks; the members of each query were read just now.
    if (synced.failures.length === 0) await forget(reading);
    await recordSweep(context, "whole", startedAt);
    return { ...synced, gone: gone.length, requests: source.requests() };
  } catch (error) {
    if (!isOfTracker(error)) throw error;
    await noteFailure(context, sweepStream("whole"), error);
    if (error.code !== "guard") throw error;
    return { ...synced, refused: error, requests: source.requests() };
  }
}

async function readAll(context: ReadContext, probe: Probe, full: boolean): Promise<ConnectionSync> {
  const { source, store, runtime } = context;
  const reading: Reading = { ...context, changes: new Changes() };
  for (const note of probe.notes) runtime.log.info({ connection: source.connection, note }, "connection note");
  await noteNames(reading, probe);
  const { results, unread, failures } = await readEachStream(reading, probe, full);
  const names = source.streams().map(({ name }) => name);
  await store.keepStreams(source.connection, [...names, ...namesOf(unread)]);
  const linked = await readLinked(reading, results);
  return {
    connection: source.connection,
    streams: results.map(withoutMembers),
    reread: linked.read.size,
    rejected: linked.rejected + results.reduce((sum, { rejected }) => sum + rejected, 0),
    gone: 0,
    refused: null,
    failures: [...failuresOf(unread), ...failures],
    unread: namesOf(unread),
    notes: probe.notes,
    requests: source.requests(),
  };
}

async function readEachStream(reading: Reading, { containers }: Probe, full: boolean) {
  const aside = unreadContainers(containers);
  await noteUnread(reading, aside);
  const results: PullResult[] = [];
  const failures: Failure[] = [];
  const reads = readStreams(reading, {
    which: readable(reading.source.streams(), namesOf(aside)),
    start: async (stream) => ({ ...(await continued(reading, stream)), full }),
    onFailure: (failure) => {
      if (endsReading(failure)) throw failure;
      failures.push(failure);
      return "next";
    },
  });
  for await (const { result } of reads) results.push(result);
  return { results, failures, unread: [...aside, ...results.flatMap(({ unread }) => unread)] };
}

function withoutMembers({ stream, pages, records, written, unchanged, rejected }: PullResult) {
  return { stream, pages, records, written, unchanged, rejected };
}
