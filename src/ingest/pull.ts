import type { WorkItemId } from "../domain/ids.ts";
import type { StreamScope, StreamState } from "../domain/model/model.ts";
import type { Source, SourcePage, Stream, UnreadPart } from "../ports/connector.ts";
import type { Clock, Log, Progress } from "../ports/runtime.ts";
import type { Store } from "../ports/store.ts";
import type { PageToStore, StoredPage } from "../ports/page-change.ts";
import type { Changes } from "./changes.ts";
import { check, isOutdated } from "./check.ts";
import { spansOf, type Span } from "./spans.ts";
import { noteUnread } from "./unread.ts";

export type ReadContext = {
  readonly source: Source;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  /** Ends reading between two pages: what was stored stays, what was not read to its end counts as not read. */
  readonly signal?: AbortSignal;
};

export type PullContext = ReadContext & {
  /** Read everything again, whatever the watermark says. */
  readonly full: boolean;
  readonly changes: Changes;
};

/** Members of a team's JQL, with what the connector needs to read them one by one. */
export type Members = ReadonlyMap<string, ReadonlyMap<WorkItemId, string>>;

export type PullResult = {
  readonly stream: string;
  readonly pages: number;
  readonly records: number;
  readonly written: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly members: Members;
  /** What it had to leave out. */
  readonly unread: readonly UnreadPart[];
  /** False where the context's signal ended it. */
  readonly complete: boolean;
};

/** Where a stream stands, and what to ask with whether there is anything new once it is read. */
export type Start = { readonly before: StreamState | null; readonly token: string | null };

/**
 * Reads one stream to its end, a page a transaction, the next page on its way while one is stored.
 * The watermark moves only after the last page is stored, and only to what was seen: a run that breaks off
 * is simply repeated, and nothing the tracker did not send is dropped. It never passes the instant at which reading began,
 * by the tracker's clock or by ours: a record from the future is stored, and does not keep others from being read.
 */
export async function pullStream(context: PullContext, stream: Stream, start: Start): Promise<PullResult> {
  const { source, store, clock } = context;
  const { before, token } = start;
  const startedAt = clock();
  const { tally, scope } = await readPages(context, stream, before);
  if (isStopped(context)) return tally.result(false);
  await noteUnread(context, tally.unread);
  const leftOut = new Set(tally.unread.map(({ name }) => name));
  await store.saveStream({
    connection: source.connection,
    stream: stream.name,
    watermark: earliest(latest(before?.watermark ?? null, tally.newestAt), tally.beganAt),
    completedAt: startedAt,
    rejected: tally.rejected,
    token,
    scope: { ...scope, parts: scope.parts.filter(({ name }) => !leftOut.has(name)) },
    failure: null,
  });
  return tally.result(true);
}

type Reading = { readonly tally: Tally; readonly scope: StreamScope };

/**
 * What cannot be read and is not noted as such may have another name since the last check here, or another process has
 * read it: then the tracker is checked again, once, and reading begins anew.
 */
async function readPages(context: PullContext, stream: Stream, before: StreamState | null): Promise<Reading> {
  const first = await readOnce(context, stream, { before, mayCheck: true });
  if (first.isWhole || isStopped(context)) return first;
  await check(context);
  return readOnce(context, stream, { before, mayCheck: false });
}

/** `mayCheck`: ends where the tracker should be checked again first. */
type Attempt = { readonly before: StreamState | null; readonly mayCheck: boolean };

async function readOnce(
  context: PullContext,
  stream: Stream,
  { before, mayCheck }: Attempt,
): Promise<Reading & { readonly isWhole: boolean }> {
  const isToCheck = async (parts: readonly UnreadPart[]) => mayCheck && (await isOutdated(context, parts));
  const { source, clock } = context;
  const tally = new Tally(stream.name, clock());
  const { unread, ...scope } = await source.coverage(stream);
  tally.unread.push(...unread);
  if (await isToCheck(unread)) return { tally, scope, isWhole: false };
  for (const { since, parts } of context.full ? wholly : spansOf(stream, before, scope)) {
    for await (const page of oneAhead(source.pull(stream, since, parts))) {
      if (isStopped(context) || (await isToCheck(page.unread ?? []))) return { tally, scope, isWhole: false };
      tally.add(page, await storePage(context, page));
      context.progress({ label: `${source.connection} ${stream.name}`, done: tally.records, total: null });
    }
  }
  return { tally, scope, isWhole: true };
}

const wholly: readonly Span[] = [{ since: null }];

/** How a stream stands when it is read without having been asked whether there is anything new. */
export async function startOf({ source, store }: ReadContext, stream: Stream): Promise<Start> {
  const before = await store.stream(source.connection, stream.name);
  return { before, token: before?.token ?? null };
}

export function isStopped({ signal }: Pick<ReadContext, "signal">): boolean {
  return signal?.aborted === true;
}

/**
 * What the model holds as gone or hidden is not brought back by the page, which may have been made before that: searches lag
 * behind what deliveries tell, and a page is on its way while another process learns more. It is asked for once more, and
 * comes back where the tracker shows it then.
 * @returns what a connector could not understand, or the database not take, among the rejected
 */
export async function storePage(context: PullContext, page: SourcePage): Promise<StoredPage> {
  const stored = await storeAsTold(context, { ...page, mayBeOld: true });
  if (stored.absent.length === 0) return stored;
  let { written } = stored;
  for await (const again of context.source.fetch(stored.absent)) {
    if (isStopped(context)) break;
    written += (await storeAsTold(context, again)).written;
  }
  return { ...stored, written };
}

/** What is rejected is named in the log, so that somebody can look at it. */
async function storeAsTold(context: PullContext, page: PageToStore): Promise<StoredPage> {
  const { source, store, log } = context;
  const { rejected, ...change } = await store.savePage(source.connection, page, context.clock());
  context.changes.add(change);
  const skipped = [...page.rejected, ...rejected];
  for (const { ref, reason } of skipped) log.warn({ connection: source.connection, ref, reason }, "record skipped");
  tellFuture(context, page, new Set(change.changed));
  return { ...change, rejected: skipped };
}

/** Clocks that differ by less agree. */
const graceMs = 60_000;

/** An import, or a clock that was wrong: said as often as such records change. */
function tellFuture({ source, clock, log }: PullContext, page: SourcePage, changed: ReadonlySet<WorkItemId>): void {
  const until = (page.toldAt ?? clock()) + graceMs;
  const early = page.items.filter(({ item }) => (item.updatedAt ?? 0) > until && changed.has(item.id));
  const [first] = early;
  if (first === undefined) return;
  const told = { connection: source.connection, records: early.length, first: first.item.key };
  log.warn(told, "records claim to be changed in the future: taken as they are");
}

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
  /** When reading began: by our clock, and by the tracker's own as soon as it tells, whichever is earlier. */
  beganAt: number;
  readonly stream: string;
  readonly unread: UnreadPart[] = [];
  readonly #members = new Map<string, Map<WorkItemId, string>>();

  constructor(stream: string, startedAt: number) {
    this.stream = stream;
    this.beganAt = startedAt;
  }

  add(page: SourcePage, change: StoredPage): void {
    this.pages += 1;
    this.records += page.items.length + page.edges.length + page.sprints.length + page.pullRequests.length;
    this.written += change.written;
    this.unchanged += change.unchanged;
    this.rejected += change.rejected.length;
    this.unread.push(...(page.unread ?? []));
    this.newestAt = latest(this.newestAt, page.newestAt);
    this.beganAt = Math.min(this.beganAt, page.toldAt ?? this.beganAt);
    for (const { jql, itemId, handle } of page.members) {
      const members = this.#members.get(jql) ?? new Map<WorkItemId, string>();
      this.#members.set(jql, members.set(itemId, handle));
    }
  }

  result(complete: boolean): PullResult {
    const { stream, pages, records, written, unchanged, rejected, unread } = this;
    return { stream, pages, records, written, unchanged, rejected, unread, members: this.#members, complete };
  }
}

/** Asks for the next element while the caller is busy with the present one. */
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

/** Holds a promise's outcome so that a failure that comes early is not "unhandled" before it is asked for. */
function settle<T>(promise: Promise<T>): () => Promise<T> {
  promise.catch(() => undefined);
  return () => promise;
}
