import type { Failure } from "../domain/failure.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { StreamScope, StreamState } from "../domain/model/model.ts";
import type { SourcePage, Stream, UnreadPart } from "../ports/connector.ts";
import type { HiddenEntry, PulledMember } from "../ports/members.ts";
import type { StoredPage } from "../ports/page-change.ts";
import { check, isOutdated } from "./check-connection.ts";
import { isOfTracker, noteFailure } from "./failures.ts";
import { storePage } from "./fetch-items.ts";
import { inGroups, joined } from "./join-pages.ts";
import { emptyParts } from "./left-out-of-search.ts";
import { isStopped, type Changes, type ReadContext, type Reading } from "./read-context.ts";
import { newParts, spansOf, type Span } from "./spans.ts";
import { namesOf, noteUnread } from "./unread.ts";

/** Members of each team's query by id, with the handle for reading them one by one. */
export type Members = ReadonlyMap<string, ReadonlyMap<WorkItemId, PulledMember>>;

export type PullResult = {
  readonly stream: string;
  readonly pages: number;
  readonly records: number;
  readonly written: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly members: Members;
  /** Number of draft issues of each project. */
  readonly drafts: ReadonlyMap<string, number>;
  /** What GitHub hides of each project. */
  readonly hidden: readonly HiddenEntry[];
  /** Parts that were left out while the rest was read. */
  readonly unread: readonly UnreadPart[];
};

/** Where the reading of a stream begins. */
export type Start = {
  readonly before: StreamState | null;
  /** Token for the next poll's `peek`, stored once the stream is read. */
  readonly token: string | null;
  /** Whether to ignore the watermark and read everything. */
  readonly full: boolean;
  /** Collects the stream's changes. */
  readonly changes: Changes;
};

export type StreamReading<S extends Start> = {
  /** The streams, in reading order. */
  readonly which: readonly Stream[];
  /** Returns where to begin a stream; null if it needs no reading. Its failure counts as the stream's. */
  readonly start: (stream: Stream) => Promise<S | null>;
  /** Decides whether to continue with the next stream; may throw the failure instead. */
  readonly onFailure: (failure: Failure, stream: Stream) => "next" | "end" | Promise<"next" | "end">;
};

/** A stream read to its end. */
export type StreamRead<S extends Start> = { readonly start: S; readonly result: PullResult };

/**
 * Reads streams one after the other. Stores a tracker's failure with its stream, then calls `onFailure`. Ends after the
 * stream during which the context's signal aborts.
 * @throws Failure of the database, and what `onFailure` throws
 */
export async function* readStreams<S extends Start>(
  context: ReadContext,
  { which, start: startOf, onFailure }: StreamReading<S>,
): AsyncGenerator<StreamRead<S>, void> {
  for (const stream of which) {
    if (isStopped(context)) return;
    try {
      const start = await startOf(stream);
      const result = start === null ? null : await pullStream(context, stream, start);
      if (start !== null && result !== null) yield { start, result };
    } catch (error) {
      if (!isOfTracker(error)) throw error;
      await noteFailure(context, stream.name, error);
      if ((await onFailure(error, stream)) === "end") return;
    }
  }
}

/** Begins where the last reading ended, without `peek`. */
export async function continued(reading: Reading, stream: Stream): Promise<Start> {
  const { source, store, changes } = reading;
  const before = await store.stream(source.connection, stream.name);
  return { before, token: before?.token ?? null, full: false, changes };
}

/**
 * Reads one stream to its end: stores four pages in one transaction and requests the next ones meanwhile. Moves the
 * watermark only after the last page, and only to the newest record seen: a run that breaks off is simply repeated,
 * without loss. The watermark never passes the instant at which reading began, by the tracker's clock or Signalbox's: a
 * record from the future is stored, but hides no later ones.
 * @returns null if the context's signal aborted
 */
async function pullStream(context: ReadContext, stream: Stream, start: Start): Promise<PullResult | null> {
  const { source, store, runtime } = context;
  const { before, token, changes } = start;
  const startedAt = runtime.clock();
  const reading = { ...context, changes };
  const read = await readPages(reading, stream, start);
  if (read === null || isStopped(context)) return null;
  const { tally, scope } = read;
  await noteUnread(context, tally.unread);
  const leftOut = namesOf(tally.unread);
  const parts = scope.parts.filter(({ name }) => !leftOut.has(name));
  const fresh = newParts(before, { ...scope, parts });
  const empty = await emptyParts(reading, stream, { parts: fresh, seen: tally.seen });
  if (isStopped(context)) return null;
  await store.saveStream({
    connection: source.connection,
    stream: stream.name,
    watermark: earliest(latest(before?.watermark ?? null, tally.newestAt), tally.beganAt),
    completedAt: startedAt,
    rejected: tally.rejected,
    token,
    scope: { ...scope, parts: parts.filter(({ name }) => !empty.has(name)) },
    failure: null,
  });
  return tally.result();
}

type PagesRead = { readonly tally: Tally; readonly scope: StreamScope };

/**
 * If an unreadable part has no failure in the ledger, it may have been renamed since this process last probed, or
 * another process has read it: then probes once more and begins again.
 * @returns null if the context's signal aborted before the last page
 */
async function readPages(reading: Reading, stream: Stream, start: Start): Promise<PagesRead | null> {
  const first = await readOnce(reading, stream, { start, mayCheck: true });
  if (first !== null || isStopped(reading)) return first;
  await check(reading);
  return readOnce(reading, stream, { start, mayCheck: false });
}

/** `mayCheck`: end the attempt if Signalbox should probe again first. */
type Attempt = { readonly start: Start; readonly mayCheck: boolean };

/** @returns null if the attempt ended early */
async function readOnce(reading: Reading, stream: Stream, { start, mayCheck }: Attempt): Promise<PagesRead | null> {
  const isToCheck = async (parts: readonly UnreadPart[]) => mayCheck && (await isOutdated(reading, parts));
  const { source, runtime } = reading;
  const tally = new Tally(stream.name, runtime.clock());
  const { unread, ...scope } = await source.coverage(stream);
  tally.unread.push(...unread);
  if (await isToCheck(unread)) return null;
  for (const { since, parts } of start.full ? wholly : spansOf(stream, start.before, scope)) {
    for await (const pages of oneAhead(inGroups(reading, source.pull(stream, since, parts)))) {
      if (isStopped(reading) || (await isToCheck(pages.flatMap(({ unread = [] }) => unread)))) return null;
      tally.addStored(await storePage(reading, joined(pages)));
      for (const page of pages) tally.add(page);
      reading.progress({ label: `${source.connection} ${stream.name}`, done: tally.records, total: null });
    }
  }
  return { tally, scope };
}

const wholly: readonly Span[] = [{ since: null }];

function latest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

function earliest(watermark: number | null, bound: number): number | null {
  return watermark === null ? null : Math.min(watermark, bound);
}

class Tally {
  pages = 0;
  records = 0;
  written = 0;
  unchanged = 0;
  rejected = 0;
  newestAt: number | null = null;
  /** When reading began: the earlier of Signalbox's clock and, once known, the tracker's. */
  beganAt: number;
  readonly stream: string;
  readonly seen = new Set<WorkItemId>();
  readonly unread: UnreadPart[] = [];
  readonly #members = new Map<string, Map<WorkItemId, PulledMember>>();
  readonly #drafts = new Map<string, number>();
  readonly #hidden: HiddenEntry[] = [];

  constructor(stream: string, startedAt: number) {
    this.stream = stream;
    this.beganAt = startedAt;
  }

  addStored({ written, unchanged, rejected }: StoredPage): void {
    this.written += written;
    this.unchanged += unchanged;
    this.rejected += rejected.length;
  }

  add(page: SourcePage): void {
    this.pages += 1;
    for (const { item } of page.items) this.seen.add(item.id);
    this.records += page.items.length + page.edges.length + page.sprints.length + page.pullRequests.length;
    this.unread.push(...(page.unread ?? []));
    this.newestAt = latest(this.newestAt, page.newestAt);
    this.beganAt = Math.min(this.beganAt, page.toldAt ?? this.beganAt);
    for (const member of page.members) this.#membersOf(member.query).set(member.itemId, member);
    for (const entry of page.hidden ?? []) {
      this.#hidden.push(entry);
      this.#membersOf(entry.query);
    }
    for (const { query, count } of page.drafts ?? []) {
      this.#drafts.set(query, (this.#drafts.get(query) ?? 0) + count);
    }
  }

  result(): PullResult {
    const { stream, pages, records, written, unchanged, rejected, unread } = this;
    const [members, drafts, hidden] = [this.#members, this.#drafts, this.#hidden];
    return { stream, pages, records, written, unchanged, rejected, unread, members, drafts, hidden };
  }

  #membersOf(query: string): Map<WorkItemId, PulledMember> {
    const members = this.#members.get(query) ?? new Map<WorkItemId, PulledMember>();
    this.#members.set(query, members);
    return members;
  }
}

/** Requests the next element while the caller processes the present one. */
async function* oneAhead<T>(source: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = source[Symbol.asyncIterator]();
  let coming = settle(iterator.next());
  try {
    for (;;) {
      const next = await coming();
      if (next.done === true) return;
      coming = settle(iterator.next());
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Holds a promise's outcome, so that an early rejection is not "unhandled" before the caller awaits it. */
function settle<T>(promise: Promise<T>): () => Promise<T> {
  promise.catch(() => undefined);
  return () => promise;
}
