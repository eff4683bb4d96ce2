import type { PulledPull, Scope, SourcePage } from "../ports/connector.ts";
import type { Notice } from "../ports/webhook.ts";
import { fetchItems } from "./fetch-items.ts";
import { isStopped, startOf, storePage, type PullResult } from "./pull.ts";
import { fetchBeside, fetchNamed } from "./fetch-named.ts";
import { dropAbsent, followMoves, type Searching } from "./follow-moves.ts";
import { forgetUnreached, saveMemberships } from "./reached.ts";
import { isRefusal } from "./whole-refusal.ts";
import { pullNoted } from "./stream-failure.ts";

/**
 * Does what notices ask for, all of them as one: streams, then items, then what the payloads tell whole; what was
 * removed and cannot be read any more, at another place neither, is marked as gone.
 * @returns false where the context's signal ended it
 * @throws Failure
 */
export async function actOn(
  context: Searching & { readonly scope: Scope },
  notices: readonly Notice[],
): Promise<boolean> {
  const { source, store } = context;
  const results = await pullNamed(context, new Set(notices.flatMap(({ streams }) => streams)));
  const members = await saveMemberships(context, context.scope, results);
  await fetchItems(context, members, "items");
  const fetched = await fetchNamed(context, notices);
  const pullRequests = newestOf(notices.flatMap((notice) => notice.pullRequests));
  if (pullRequests.length > 0) await storePage(context, { ...nothing, pullRequests });
  await followMoves(
    context,
    notices.flatMap(({ moved = [] }) => moved),
  );
  await fetchBeside(context);
  const removed = await store.identify(source.connection, [...new Set(notices.flatMap((notice) => notice.removed))]);
  if ((await dropAbsent(context, removed, fetched)) === null) return false;
  await forgetUnreached(context, context.scope, results);
  return true;
}

/**
 * A delivery may name a stream that this train file has no use for. One of a project or repository that is not shown at
 * present is left as it stands: what the delivery tells of is read from there once it is shown again.
 */
async function pullNamed(context: Searching, names: ReadonlySet<string>): Promise<readonly PullResult[]> {
  const results: PullResult[] = [];
  if (names.size > 0) context.source.outdate();
  for (const stream of context.source.streams().filter(({ name }) => names.has(name))) {
    if (isStopped(context)) break;
    try {
      results.push(await pullNoted(context, stream, await startOf(context, stream)));
    } catch (error) {
      if (stream.container === undefined || !isRefusal(error)) throw error;
    }
  }
  return results.filter(({ complete }) => complete);
}

function newestOf(records: readonly PulledPull[]): readonly PulledPull[] {
  const newest = new Map<string, PulledPull>();
  for (const record of records) {
    if (record.updatedAt >= (newest.get(record.id)?.updatedAt ?? -Infinity)) newest.set(record.id, record);
  }
  return [...newest.values()];
}

const nothing: SourcePage = {
  items: [],
  edges: [],
  sprints: [],
  pullRequests: [],
  members: [],
  rejected: [],
  newestAt: null,
};
