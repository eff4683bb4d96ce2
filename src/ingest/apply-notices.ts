import { nameDirectory } from "../domain/items/names.ts";
import type { WorkItemId } from "../domain/ids.ts";
import { emptyPage, type PulledItem } from "../ports/connector.ts";
import type { PullRequest } from "../domain/items/work-item.ts";
import type { Notice, Place } from "../ports/webhook.ts";
import { isRefusal } from "./failures.ts";
import { dropAbsent, fetchItems, followMoves, storePage, type Fetched } from "./fetch-items.ts";
import { forgetUnlinked, saveMemberships } from "./linked-items.ts";
import { isStopped, type Reading } from "./read-context.ts";
import { continued, readStreams, type PullResult } from "./read-streams.ts";

/**
 * Applies the notices of several deliveries together: reads the named streams, then the named items, then stores the
 * pull requests in the payloads. Marks removed items as gone if the tracker shows them nowhere.
 * @returns false if the reading's signal aborted
 * @throws Failure
 */
export async function applyNotices(reading: Reading, notices: readonly Notice[]): Promise<boolean> {
  const { source, store } = reading;
  const results = await readNamedStreams(reading, new Set(notices.flatMap(({ streams }) => streams)));
  const members = await saveMemberships(reading, results);
  await fetchItems(reading, members, "items");
  const fetched = await fetchNamed(reading, notices);
  const pullRequests = newestOf(notices.flatMap((notice) => notice.pullRequests));
  if (pullRequests.length > 0) await storePage(reading, { ...emptyPage, pullRequests });
  const moves = notices.flatMap(({ moved = [] }) => moved);
  await followMoves(reading, moves);
  await fetchBeside(reading);
  const removed = await store.identify(source.connection, [...new Set(notices.flatMap((notice) => notice.removed))]);
  if ((await dropAbsent(reading, removed, fetched)) === null) return false;
  await forgetUnlinked(reading, results);
  return true;
}

/**
 * Skips streams that the train file does not use, and streams of unreadable containers: the sweep reads those once the
 * container is readable again.
 */
async function readNamedStreams(reading: Reading, names: ReadonlySet<string>): Promise<readonly PullResult[]> {
  const { source } = reading;
  if (names.size > 0) source.outdate();
  const results: PullResult[] = [];
  const reads = readStreams(reading, {
    which: source.streams().filter(({ name }) => names.has(name)),
    start: (stream) => continued(reading, stream),
    onFailure: (failure, { container }) => {
      if (container === undefined || !isRefusal(failure)) throw failure;
      return "next";
    },
  });
  for await (const { result } of reads) results.push(result);
  return results;
}

function newestOf(records: readonly PullRequest[]): readonly PullRequest[] {
  const newest = new Map<string, PullRequest>();
  for (const record of records) {
    if (record.updatedAt >= (newest.get(record.id)?.updatedAt ?? -Infinity)) newest.set(record.id, record);
  }
  return [...newest.values()];
}

/**
 * Reads the items that deliveries name, and stores those that belong in the model: items of the scope's containers,
 * items that the model already holds, and items that a dependency or a parent reaches. A site announces every item, and
 * a first sync would not read the others. Does not request an item that its delivery places elsewhere, unless it
 * belongs in the model.
 */
async function fetchNamed(reading: Reading, notices: readonly Pick<Notice, "items" | "places">[]): Promise<Fetched> {
  const { source, store, scope } = reading;
  const isInside = await insideOf(reading);
  const handles = [...new Set(notices.flatMap(({ items }) => items))];
  const perhapsInside = new Set(
    notices.flatMap(({ items, places }) => items.filter((handle) => isInside(places?.get(handle) ?? null))),
  );
  const outside = handles.filter((handle) => !perhapsInside.has(handle));
  const known = await store.handlesToStore(source.connection, scope, outside);
  const left = new Set(outside.filter((handle) => !known.has(handle)));
  const asked = handles.filter((handle) => !left.has(handle));
  const first = await fetchInside(reading, asked, isInside);
  // The stored items may reach the others.
  const outsiders = first.outsiders.map(({ item }) => item.handle);
  const reached = await store.handlesToStore(source.connection, scope, [...left, ...outsiders]);
  const items = first.outsiders.filter(({ item }) => reached.has(item.handle));
  if (items.length > 0) await storePage(reading, { ...emptyPage, items });
  const late = [...left].filter((handle) => reached.has(handle));
  const second = await fetchItems(reading, late, "items");
  return { read: new Set([...first.read, ...second.read]), rejected: first.rejected + second.rejected };
}

/**
 * Reads unread items that dependencies and parents of the changed items reach: a delivery does not name the items that
 * a text refers to, and Signalbox may have processed the delivery of a link's other end before it could read the link.
 */
async function fetchBeside(reading: Reading): Promise<void> {
  const { source, store, scope, changes } = reading;
  const unread = await store.unreadEnds(source.connection, [...changes.ids]);
  const reached = await store.handlesToStore(source.connection, scope, unread);
  await fetchItems(reading, [...reached], "items");
}

type FirstRead = Fetched & { readonly outsiders: readonly PulledItem[] };

async function fetchInside(reading: Reading, handles: readonly string[], isInside: IsInside): Promise<FirstRead> {
  const read = new Set<WorkItemId>();
  const outsiders: PulledItem[] = [];
  let rejected = 0;
  if (handles.length === 0) return { read, outsiders, rejected };
  for await (const page of reading.source.fetch(handles)) {
    if (isStopped(reading)) break;
    for (const { item } of page.items) read.add(item.id);
    const items = page.items.filter((pulled) => isInside(placeOf(pulled)));
    outsiders.push(...page.items.filter((pulled) => !isInside(placeOf(pulled))));
    const { sprints } = items.length === 0 ? emptyPage : page;
    rejected += (await storePage(reading, { ...page, items, sprints })).rejected.length;
  }
  return { read, outsiders, rejected };
}

function placeOf({ item, containerId }: PulledItem): Place {
  return { name: item.container, nativeId: containerId ?? null };
}

type IsInside = (place: Place | null) => boolean;

/**
 * Whether a project or repository is in the scope, by its id or any present or former name; true if the delivery names
 * none.
 */
async function insideOf({ source: { connection }, store, scope }: Reading): Promise<IsInside> {
  if (scope.containers === "all") return () => true;
  const known = await store.names(connection);
  const names = nameDirectory(known);
  const inside = new Set(scope.containers.flatMap((name) => [...names.containerNames(connection, name)]));
  const ids = new Set(
    known.flatMap(({ kind, name, nativeId }) =>
      kind === "container" && inside.has(name.toLowerCase()) ? [nativeId] : [],
    ),
  );
  return (place) =>
    place === null || inside.has(place.name.toLowerCase()) || (place.nativeId !== null && ids.has(place.nativeId));
}
