import { queryBooks } from "../domain/model/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { Scope } from "../ports/connector.ts";
import { check } from "./check.ts";
import { confirmEnds } from "./confirm-ends.ts";
import { fetchItems, notShown, type Fetched } from "./fetch-items.ts";
import { noteNames } from "./note-names.ts";
import { isStopped, type Members, type PullContext, type PullResult } from "./pull.ts";
import { isOfTracker } from "./stream-failure.ts";

/**
 * What comes after streams: who belongs to a team by its query, then the items that dependencies, parents and queries
 * reach outside of what the streams cover, and those they reach no more.
 */
export async function readReached(
  context: PullContext,
  scope: Scope,
  results: readonly PullResult[],
): Promise<Fetched> {
  const missing = await saveMemberships(context, scope, results);
  const asked = new Set<string>();
  const read = new Set<WorkItemId>();
  let rejected = 0;
  // What is read can tell of more: an item that was closed as a duplicate names the one that lives on.
  for (let next = [...new Set([...missing, ...(await reached(context, scope))])]; next.length > 0;) {
    const fetched = await fetchNeighbours(context, next);
    for (const id of fetched.read) read.add(id);
    rejected += fetched.rejected;
    for (const handle of next) asked.add(handle);
    next = isStopped(context) ? [] : (await reached(context, scope)).filter((handle) => !asked.has(handle));
  }
  if (!isStopped(context)) await forgetUnreached(context, scope, results);
  return { read, rejected };
}

/** Items outside of all streams. A tracker that does not show one does not say whether it was deleted or hidden. */
async function fetchNeighbours(context: PullContext, handles: readonly string[]): Promise<Fetched> {
  const { source, store, clock, changes } = context;
  const fetched = await fetchItems(context, handles, "neighbours");
  if (isStopped(context)) return fetched;
  const held = await store.identify(source.connection, handles);
  changes.add(await store.markHidden(await notShown(context, held, fetched), clock()));
  return fetched;
}

function reached({ store, source }: PullContext, scope: Scope): Promise<readonly string[]> {
  return store.handlesToReread(source.connection, scope);
}

/**
 * Asks once more for what conflicts lost sight of, and forgets what nothing reaches any more. Where teams own by queries,
 * it forgets only once all of their members were read: what a query has found since would look like a stranger. So would
 * the items of a project or repository that was renamed since: it asks for names first, and forgets nothing without them.
 */
export async function forgetUnreached(
  context: PullContext,
  scope: Scope,
  results: readonly PullResult[],
): Promise<void> {
  const { source, store } = context;
  await confirmEnds(context, scope);
  const told = new Set(results.flatMap(({ members }) => [...members.keys()]));
  if (scope.jqls.some((jql) => !told.has(jql))) return;
  if ((await store.unreached(source.connection, scope)).length === 0) return;
  try {
    await noteNames(context, await check(context));
  } catch (error) {
    if (isOfTracker(error)) return;
    throw error;
  }
  await forget(context, scope);
}

/**
 * Where names and memberships are up to date. What an open conflict is about is asked for once more and stays while the
 * tracker shows it, so that it can be told whether the dependency was removed or only hidden with its end.
 */
export async function forget(context: PullContext, scope: Scope): Promise<void> {
  const { source, store, clock, changes } = context;
  const unreached = await store.unreached(source.connection, scope);
  const held = unreached.filter(({ inConflict }) => inConflict);
  const handles = held.map(({ handle }) => handle);
  const absent = new Set(await notShown(context, held, await fetchItems(context, handles, "ends of conflicts")));
  if (isStopped(context)) return;
  const but = new Set(held.map(({ id }) => id).filter((id) => !absent.has(id)));
  changes.add(await store.forgetUnreached(source.connection, scope, { at: clock(), but }));
}

/** @returns handles of members the model does not hold yet. */
export async function saveMemberships(
  context: PullContext,
  scope: Scope,
  results: readonly PullResult[],
): Promise<string[]> {
  const { source, store, log } = context;
  const found: Members = new Map(results.flatMap(({ members }) => [...members]));
  // A query without members tells nothing unless every stream was read.
  const isWhole = results.length === source.streams().length;
  const unread = new Set(results.flatMap((result) => result.unread.map(({ name }) => name)));
  const missing: string[] = [];
  for (const jql of scope.jqls.filter((one) => !unread.has(queryBooks(one)))) {
    const members = found.get(jql) ?? new Map<WorkItemId, string>();
    if (members.size === 0 && !isWhole) continue;
    const change = await store.saveMembership(source.connection, jql, [...members.keys()]);
    if (change.refused) log.warn({ connection: source.connection, jql }, "empty membership refused, last one kept");
    const unknown = new Set(change.unknown);
    missing.push(...[...members].filter(([id]) => unknown.has(id)).map(([, handle]) => handle));
  }
  return missing;
}
