import { queryBooks } from "../domain/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { Scope } from "../ports/connector.ts";
import { fetchItems, type Fetched } from "./fetch-items.ts";
import { isStopped, type Members, type PullContext, type PullResult } from "./pull.ts";

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
  const reached = await context.store.handlesToReread(context.source.connection, scope);
  const fetched = await fetchItems(context, [...new Set([...missing, ...reached])], "neighbours");
  if (!isStopped(context)) await forgetUnreached(context, scope, results);
  return fetched;
}

/**
 * What nothing reaches any more is forgotten. Where teams own by queries, only once all of their members were read: what a
 * query has found since would look like a stranger.
 */
export async function forgetUnreached(
  { source, store, clock, changes }: PullContext,
  scope: Scope,
  results: readonly PullResult[],
): Promise<void> {
  const told = new Set(results.flatMap(({ members }) => [...members.keys()]));
  if (scope.jqls.some((jql) => !told.has(jql))) return;
  changes.add(await store.forgetUnreached(source.connection, scope, clock()));
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
