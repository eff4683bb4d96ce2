import type { Failure } from "../domain/failure.ts";
import { sweepStream } from "../domain/model/model.ts";
import type { Probe } from "../ports/connector.ts";
import { logNotes, noteNames } from "./check-connection.ts";
import { endsReading, isOfTracker, noteFailure } from "./failures.ts";
import { forget, readLinked } from "./linked-items.ts";
import { dropMissing, recordSweep } from "./missing-items.ts";
import { Changes, type ReadContext, type Reading } from "./read-context.ts";
import { continued, readStreams, type PullResult } from "./read-streams.ts";
import { readRedefined } from "./redefined-values.ts";
import { failuresOf, namesOf, noteUnread, readable, scopeRead, unreadContainers } from "./unread.ts";

export type ConnectionSync = {
  readonly connection: string;
  readonly streams: readonly Omit<PullResult, "members" | "drafts" | "hidden" | "unread">[];
  /** Number of items read one by one: ends of dependencies and parents outside the scope, members of a JQL. */
  readonly reread: number;
  readonly rejected: number;
  /** Number of gone items; only a full sync finds them. */
  readonly gone: number;
  /** Why it marked nothing as gone although many items are missing (`guard`). */
  readonly refused: Failure | null;
  /** Failures of streams and of parts of them. */
  readonly failures: readonly Failure[];
  /** Names of the left out parts, as in the stream ledger. */
  readonly unread: ReadonlySet<string>;
  readonly notes: readonly string[];
  readonly requests: number;
};

/**
 * Brings the model up to date: reads the streams of a probed connection, then the items outside of them that
 * dependencies, parents and team queries reach. An unreadable stream or container does not stop the others.
 * @throws Failure if the connection is unreadable; pages stored before stay
 */
export async function syncConnection(context: ReadContext, probe: Probe): Promise<ConnectionSync> {
  return readAll(context, probe, false);
}

/**
 * Reads everything, regardless of watermarks, and finds deleted items: a whole sweep without a service.
 * @param maxDrop see `dropMissing`
 * @throws Failure, except `guard`: the result holds it, since everything was read
 */
export async function fullSync(context: ReadContext, probe: Probe, maxDrop: number): Promise<ConnectionSync> {
  const { source, scope } = context;
  const startedAt = context.runtime.clock();
  const synced = await readAll(context, probe, true);
  if (synced.streams.length < readable(source.streams(), synced.unread).length) return synced;
  const reading = { ...context, changes: new Changes() };
  try {
    const gone = await dropMissing({ ...reading, scope: scopeRead(scope, synced.unread) }, maxDrop);
    // Missing items may have moved out of the scope; the query members are already up to date.
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
  const { source, store } = context;
  const reading: Reading = { ...context, changes: new Changes() };
  const notes = logNotes(context, probe);
  await noteNames(reading, probe);
  const { results, unread, failures, isFirst } = await readEachStream(reading, probe, full);
  const names = source.streams().map(({ name }) => name);
  await store.keepStreams(source.connection, [...names, ...namesOf(unread)]);
  await context.streamsRead?.();
  const linked = await readLinked(reading, results);
  if (!full && !isFirst) await readRedefined(reading, new Set([...reading.changes.ids, ...linked.read]));
  return {
    connection: source.connection,
    streams: results.map(withoutMembers),
    reread: linked.read.size,
    rejected: linked.rejected + results.reduce((sum, { rejected }) => sum + rejected, 0),
    gone: 0,
    refused: null,
    failures: [...failuresOf(unread), ...failures],
    unread: namesOf(unread),
    notes,
    requests: source.requests(),
  };
}

/** `isFirst`: no stream had a watermark, so each was read from its beginning. */
async function readEachStream(reading: Reading, { containers }: Probe, full: boolean) {
  const aside = unreadContainers(containers);
  await noteUnread(reading, aside);
  const results: PullResult[] = [];
  const failures: Failure[] = [];
  let isFirst = true;
  const reads = readStreams(reading, {
    which: readable(reading.source.streams(), namesOf(aside)),
    start: async (stream) => {
      const start = await continued(reading, stream);
      isFirst &&= (start.before?.watermark ?? null) === null;
      return { ...start, full };
    },
    onFailure: (failure) => {
      if (endsReading(failure)) throw failure;
      failures.push(failure);
      return "next";
    },
  });
  for await (const { result } of reads) results.push(result);
  return { results, failures, isFirst, unread: [...aside, ...results.flatMap(({ unread }) => unread)] };
}

function withoutMembers({ stream, pages, records, written, unchanged, rejected }: PullResult) {
  return { stream, pages, records, written, unchanged, rejected };
}
