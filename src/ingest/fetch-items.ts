import type { WorkItemId } from "../domain/ids.ts";
import type { Identity, KeyedIdentity, SourcePage } from "../ports/connector.ts";
import type { PageToStore, StoredPage } from "../ports/page-change.ts";
import type { Move } from "../ports/webhook.ts";
import { isStopped, type Reading } from "./read-context.ts";

/**
 * Stores a page. What the model holds as gone or hidden does not come back by it: the page may have been made before that,
 * since searches lag behind deliveries, and another process may learn more while a page is on its way. Such items are
 * fetched once more, and come back where the tracker shows them then.
 * @returns with the records, among the rejected, that the connector could not understand or the database refused
 */
export async function storePage(reading: Reading, page: SourcePage): Promise<StoredPage> {
  const stored = await storeAsTold(reading, { ...page, mayBeOld: true });
  if (stored.absent.length === 0) return stored;
  let { written } = stored;
  for await (const again of reading.source.fetch(stored.absent)) {
    if (isStopped(reading)) break;
    written += (await storeAsTold(reading, again)).written;
  }
  return { ...stored, written };
}

/** The log names each rejected record, so that a person can look at it. */
async function storeAsTold(reading: Reading, page: PageToStore): Promise<StoredPage> {
  const { source, store, runtime } = reading;
  const { rejected, ...change } = await store.savePage(source.connection, page, runtime.clock());
  reading.changes.add(change);
  const skipped = [...page.rejected, ...rejected];
  for (const { ref, reason } of skipped)
    runtime.log.warn({ connection: source.connection, ref, reason }, "record skipped");
  warnOfFuture(reading, page, new Set(change.changed));
  return { ...change, rejected: skipped };
}

/** Clocks that differ by less agree. */
const graceMs = 60_000;

/** An import, or a wrong clock: the log says so as often as such records change. */
function warnOfFuture({ source, runtime }: Reading, page: SourcePage, changed: ReadonlySet<WorkItemId>): void {
  const until = (page.toldAt ?? runtime.clock()) + graceMs;
  const early = page.items.filter(({ item }) => (item.updatedAt ?? 0) > until && changed.has(item.id));
  const [first] = early;
  if (first === undefined) return;
  const fields = { connection: source.connection, records: early.length, first: first.item.key };
  runtime.log.warn(fields, "records claim to be changed in the future: taken as they are");
}

export type Fetched = {
  readonly read: ReadonlySet<WorkItemId>;
  /** Records that are there and could not be understood. */
  readonly rejected: number;
};

/**
 * Reads items one by one and stores them; ends early where the reading's signal says so.
 * @param what for the progress, e.g. `neighbours`
 */
export async function fetchItems(reading: Reading, handles: readonly string[], what: string): Promise<Fetched> {
  const read = new Set<WorkItemId>();
  let rejected = 0;
  if (handles.length === 0) return { read, rejected };
  for await (const page of reading.source.fetch(handles)) {
    if (isStopped(reading)) break;
    rejected += (await storePage(reading, page)).rejected.length;
    for (const { item } of page.items) read.add(item.id);
    reading.progress({ label: `${reading.source.connection} ${what}`, done: read.size, total: handles.length });
  }
  return { read, rejected };
}

/**
 * Of items that were asked for, those the tracker does not show. One whose record cannot be understood is there: where
 * some were not, each is asked for by itself.
 */
export async function notShown(
  reading: Reading,
  asked: readonly Identity[],
  { read, rejected }: Fetched,
): Promise<readonly WorkItemId[]> {
  const missing = asked.filter(({ id }) => !read.has(id));
  if (rejected === 0) return missing.map(({ id }) => id);
  const absent: WorkItemId[] = [];
  for (const { id, handle } of missing) {
    const alone = await fetchItems(reading, [handle], "missing items");
    if (alone.read.size + alone.rejected === 0) absent.push(id);
  }
  return absent;
}

/** Joins each item that moved with the item it became, once both were read. */
export async function followMoves({ source, store, changes }: Reading, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const identities = await store.identify(source.connection, [...new Set(moves.flatMap(({ from, to }) => [from, to]))]);
  const idOf = new Map(identities.map(({ id, handle }) => [handle, id]));
  for (const move of moves) {
    const [from, to] = [idOf.get(move.from), idOf.get(move.to)];
    if (from !== undefined && to !== undefined) changes.add(await store.followItem({ from, to }));
  }
}

/**
 * Of items that were asked for, follows those that the tracker has moved elsewhere, and marks as gone the others that it
 * does not show any more.
 * @returns what is gone; null where the reading's signal ended it
 */
export async function dropAbsent(
  reading: Reading,
  asked: readonly KeyedIdentity[],
  fetched: Fetched,
): Promise<readonly WorkItemId[] | null> {
  const absent = new Set(await notShown(reading, asked, fetched));
  if (isStopped(reading)) return null;
  const missing = asked.filter(({ id }) => absent.has(id));
  await followElsewhere(reading, missing);
  if (isStopped(reading)) return null;
  const change = await reading.store.markGone([...absent], reading.runtime.clock());
  reading.changes.add(change);
  return change.changed;
}

/** Where no delivery announced a move, the tracker is asked for it. */
async function followElsewhere(reading: Reading, absent: readonly KeyedIdentity[]): Promise<void> {
  if (absent.length === 0) return;
  const moves = await reading.source.findMoved(absent);
  const targets = moves.map(({ to }) => to);
  await fetchItems(reading, targets, "moved items");
  if (!isStopped(reading)) await followMoves(reading, moves);
}
