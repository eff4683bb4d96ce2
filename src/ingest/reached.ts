import { queryBooks } from "../domain/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { Scope } from "../ports/connector.ts";
import { fetchItems, type Fetched } from "./fetch-items.ts";
import type { Members, PullContext, PullResult } from "./pull.ts";

/**
 * What comes after streams: who belongs to a team by its query, then the items that dependencies, parents and queries
 * reach outside of what the streams cover.
 */
export async function readReached(
  context: PullContext,
  scope: Scope,
  results: readonly PullResult[],
): Promise<Fetched> {
  const missing = await saveMemberships(context, scope, results);
  const reached = await context.store.handlesToReread(context.source.connection, scope);
  return fetchItems(context, [...new Set([...missing, ...reached])], "neighbours");
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
