import type { WorkItemId } from "../domain/ids.ts";
import type { Identity, KeyedIdentity, SourcePage } from "../ports/connector.ts";
import type { PageToStore, StoredPage } from "../ports/page-change.ts";
import type { Move } from "../ports/webhook.ts";
import { isStopped, type Reading } from "./read-context.ts";

/**
 * Stores a page. The page does not restore items that the model holds as gone or hidden, because it may be older:
 * searches lag behind deliveries, and another process may store newer facts before the page arrives. Signalbox fetches
 * such items again, and restores those that the tracker then shows.
 * @returns `rejected`: records that the connector could not parse or the database rejected
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

/** Logs each rejected record, so that a person can look at it. */
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

/** Tolerated difference between clocks. */
const graceMs = 60_000;

/** Logs changed records whose date is in the future, because of an import or a wrong clock. */
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
  /** Number of records that the connector could not parse. */
  readonly rejected: number;
};

/**
 * Reads items one by one and stores them; ends early if the reading's signal aborts.
 * @param what label of the progress, e.g. `neighbours`
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
 * The requested items that the tracker does not show. An item with an unparsable record exists, so if there were such
 * records, requests each missing item by itself.
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

/**
 * Merges each moved item with its new id, once both have been read.
 * @param known former items, also gone ones; the store identifies the others
 */
export async function followMoves(
  { source, store, changes }: Reading,
  moves: readonly Move[],
  known: readonly Identity[] = [],
): Promise<void> {
  if (moves.length === 0) return;
  const identities = await store.identify(source.connection, [...new Set(moves.flatMap(({ from, to }) => [from, to]))]);
  const idOf = new Map([...identities, ...known].map(({ id, handle }) => [handle, id]));
  for (const move of moves) {
    const [from, to] = [idOf.get(move.from), idOf.get(move.to)];
    if (from !== undefined && to !== undefined) changes.add(await store.followItem({ from, to }));
  }
}

/**
 * Among the requested items that the tracker does not show: follows the moved ones, marks the others as gone.
 * @returns the gone items; null if the reading's signal aborted
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

/**
 * Asks the tracker where items are that it does not show, and follows those that moved: no delivery announced it, or
 * their new place was hidden then.
 */
export async function followElsewhere(reading: Reading, absent: readonly KeyedIdentity[]): Promise<void> {
  if (absent.length === 0) return;
  const moves = await reading.source.findMoved(absent);
  const targets = moves.map(({ to }) => to);
  await fetchItems(reading, targets, "moved items");
  if (!isStopped(reading)) await followMoves(reading, moves, absent);
}
