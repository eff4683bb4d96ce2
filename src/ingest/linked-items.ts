import { queryStream } from "../domain/model/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import { distinct } from "../domain/ordering.ts";
import { check, noteNames } from "./check-connection.ts";
import { isOfTracker } from "./failures.ts";
import { fetchItems, followElsewhere, notShown, type Fetched } from "./fetch-items.ts";
import { isStopped, type Reading } from "./read-context.ts";
import { queriesOf, type FoundMembers } from "../ports/members.ts";
import type { Members, PullResult } from "./read-streams.ts";
import { scopeRead } from "./unread.ts";

/**
 * After the streams, reads the members of each team's query, then the items outside the streams that dependencies,
 * parents and queries reach. Forgets those that nothing reaches any more.
 */
export async function readLinked(reading: Reading, results: readonly PullResult[]): Promise<Fetched> {
  const missing = await saveMemberships(reading, results);
  const asked = new Set<string>();
  const read = new Set<WorkItemId>();
  let rejected = 0;
  // An item may reach further ones: a closed duplicate names the item that replaces it.
  for (let next = [...new Set([...missing, ...(await linkedHandles(reading))])]; next.length > 0;) {
    const fetched = await fetchNeighbours(reading, next);
    for (const id of fetched.read) read.add(id);
    rejected += fetched.rejected;
    for (const handle of next) asked.add(handle);
    next = isStopped(reading) ? [] : (await linkedHandles(reading)).filter((handle) => !asked.has(handle));
  }
  if (!isStopped(reading)) await forgetUnlinked(reading, results);
  return { read, rejected };
}

/** Reads items outside of all streams. If the tracker does not show one, it may be deleted or hidden. */
async function fetchNeighbours(reading: Reading, handles: readonly string[]): Promise<Fetched> {
  const { source, store, runtime, changes } = reading;
  const fetched = await fetchItems(reading, handles, "neighbours");
  if (isStopped(reading)) return fetched;
  const stored = await store.identify(source.connection, handles);
  changes.add(await store.markHidden(await notShown(reading, stored, fetched), runtime.clock()));
  return fetched;
}

function linkedHandles({ store, source, scope }: Reading): Promise<readonly string[]> {
  return store.handlesToReread(source.connection, scope);
}

/**
 * Fetches items of conflicts again whose dependency is no longer visible, and forgets items that nothing reaches any
 * more. If teams own by queries, it forgets only after it has read all members: otherwise a new member would look
 * unlinked. For the same reason it reads the containers' names first, because of renames, and forgets nothing without
 * them.
 */
export async function forgetUnlinked(reading: Reading, results: readonly PullResult[]): Promise<void> {
  const { source, store, scope } = reading;
  await confirmEnds(reading);
  const listed = listedMembers(reading, results);
  if (queriesOf(scope).some((query) => !listed.has(query))) return;
  if ((await store.unlinkedItems(source.connection, scope)).length === 0) return;
  try {
    await noteNames(reading, await check(reading));
  } catch (error) {
    if (isOfTracker(error)) return;
    throw error;
  }
  await forget(reading);
}

/**
 * Forgets unlinked items; call it after names and memberships are up to date. Fetches items of open conflicts again,
 * keeps those that the tracker shows, since it may hide the dependency together with its other end, and follows those that
 * moved.
 */
export async function forget(reading: Reading): Promise<void> {
  const { source, store, scope, runtime, changes } = reading;
  const unlinkedItems = await store.unlinkedItems(source.connection, scope);
  const inConflicts = unlinkedItems.filter(({ inConflict }) => inConflict);
  const handles = inConflicts.map(({ handle }) => handle);
  const absent = new Set(await notShown(reading, inConflicts, await fetchItems(reading, handles, "ends of conflicts")));
  if (isStopped(reading)) return;
  await followElsewhere(
    reading,
    inConflicts.filter(({ id }) => absent.has(id)),
  );
  if (isStopped(reading)) return;
  const but = new Set(inConflicts.map(({ id }) => id).filter((id) => !absent.has(id)));
  changes.add(await store.forgetUnlinked(source.connection, scope, { at: runtime.clock(), but }));
}

/**
 * A tracker hides a link together with the item at its other end, so a dependency that no item states any more may be
 * removed or hidden. Fetches the items of its open conflict again, follows those that moved, and marks the others that
 * the tracker does not show as hidden, until the next whole sweep finds deleted items. Skips items of unreadable containers.
 */
async function confirmEnds(reading: Reading): Promise<void> {
  const { source, store, scope, runtime, changes } = reading;
  const doubted = await store.unconfirmedEnds(source.connection, scopeRead(scope, await failedStreams(reading)));
  if (doubted.length === 0) return;
  const handles = doubted.map(({ handle }) => handle);
  const absent = new Set(await notShown(reading, doubted, await fetchItems(reading, handles, "ends of conflicts")));
  if (isStopped(reading)) return;
  await followElsewhere(
    reading,
    doubted.filter(({ id }) => absent.has(id)),
  );
  if (isStopped(reading)) return;
  const change = await store.markHidden([...absent], runtime.clock());
  changes.add(change);
  for (const id of change.changed)
    runtime.log.info({ connection: source.connection, id }, "item is not shown any more");
}

async function failedStreams({ source, store }: Reading): Promise<ReadonlySet<string>> {
  const streams = await store.streams();
  return new Set(
    streams.flatMap(({ connection, stream, failure }) =>
      connection === source.connection && failure !== null ? stream : [],
    ),
  );
}

/**
 * Stores the members of each team's query.
 * @returns handles of members that the model does not hold yet
 */
export async function saveMemberships(reading: Reading, results: readonly PullResult[]): Promise<string[]> {
  const { source, store, runtime } = reading;
  const draftsIn = new Map(results.flatMap(({ drafts }) => [...drafts]));
  const missing: string[] = [];
  for (const [query, found] of listedMembers(reading, results)) {
    const listed = [...found];
    const members = new Map(listed.map(([id, { values = null }]) => [id, values]));
    const unseen = new Map(listed.flatMap(([id, { unseen: parts }]) => (parts === undefined ? [] : [[id, parts]])));
    const entries = new Map(listed.flatMap(([id, { entry }]) => (entry === undefined ? [] : [[id, entry]])));
    const hidden = results.flatMap((result) => result.hidden.flatMap((one) => (one.query === query ? one.entry : [])));
    const drafts = draftsIn.get(query) ?? 0;
    const left = await leftBehind(reading, query, [...found.keys()]);
    const answer = { members, unseen, entries, hidden, ...left, drafts };
    const change = await store.saveMembership(source.connection, query, answer);
    if (change.refused)
      runtime.log.warn({ connection: source.connection, query }, "empty membership refused, last one kept");
    const unknown = new Set(change.unknown);
    missing.push(...listed.filter(([id]) => unknown.has(id)).map(([, { handle }]) => handle));
  }
  return missing;
}

/**
 * The members that a query no longer finds and that stay: their project is out of sight (a search leaves them out
 * silently), or Jira does not show them on request either. Those that it shows have left the query.
 */
async function leftBehind(
  reading: Reading,
  query: string,
  found: readonly WorkItemId[],
): Promise<Pick<FoundMembers, "outOfSight" | "unshown">> {
  const { source, store, scope } = reading;
  if (source.hiddenContainers === undefined) return {};
  const left = await store.membersLeft(source.connection, query, found);
  if (left.length === 0) return {};
  const hidden = await source.hiddenContainers(distinct(left.map(({ container }) => container)));
  // A whole sweep looks for deleted items of the scope's projects, whatever queries find.
  const isInScope = (name: string) =>
    scope.containers === "all" || scope.containers.some((one) => one.toLowerCase() === name.toLowerCase());
  const others = left.filter(({ container }) => !hidden.has(container) && !isInScope(container));
  const handles = others.map(({ handle }) => handle);
  const unshown = await notShown(reading, others, await fetchItems(reading, handles, "former members"));
  return { outOfSight: left.flatMap(({ id, container }) => (hidden.has(container) ? id : [])), unshown };
}

/** The members of each query that was read. A query without any is credible only if every stream was read. */
function listedMembers({ source, scope }: Reading, results: readonly PullResult[]): Members {
  const found: Members = new Map(results.flatMap(({ members }) => [...members]));
  const isWhole = results.length === source.streams().length;
  const unread = new Set(results.flatMap((result) => result.unread.map(({ name }) => name)));
  const read = queriesOf(scope).filter((query) => !unread.has(queryStream(query)) && (isWhole || found.has(query)));
  return new Map(read.map((query) => [query, found.get(query) ?? new Map()]));
}
