import type { WorkItemId } from "../domain/ids.ts";
import type { KeyedIdentity, Watch } from "../ports/connector.ts";
import type { Move } from "../ports/webhook.ts";
import { fetchItems, notShown, type Fetched } from "./fetch-items.ts";
import { isStopped, type PullContext } from "./pull.ts";

/** Once both were read: what moved is one item that moved, never one that is gone and a new one. */
export async function followMoves({ source, store, changes }: PullContext, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const identities = await store.identify(source.connection, [...new Set(moves.flatMap(({ from, to }) => [from, to]))]);
  const idOf = new Map(identities.map(({ id, handle }) => [handle, id]));
  for (const move of moves) {
    const [from, to] = [idOf.get(move.from), idOf.get(move.to)];
    if (from !== undefined && to !== undefined) changes.add(await store.followItem({ from, to }));
  }
}

/** A reading of what is told to have happened: it can ask where things have moved. */
export type Searching = PullContext & { readonly source: Pick<Watch, "findMoved" | "outdate"> };

/**
 * Of items that were asked for, follows those that the tracker has moved elsewhere, and marks as gone what else it does not
 * show any more.
 * @returns what is gone; null where the context's signal ended it
 */
export async function dropAbsent(
  context: Searching,
  asked: readonly KeyedIdentity[],
  fetched: Fetched,
): Promise<readonly WorkItemId[] | null> {
  const absent = new Set(await notShown(context, asked, fetched));
  if (isStopped(context)) return null;
  await followElsewhere(
    context,
    asked.filter(({ id }) => absent.has(id)),
  );
  if (isStopped(context)) return null;
  const change = await context.store.markGone([...absent], context.clock());
  context.changes.add(change);
  return change.changed;
}

/** Where no delivery told of a move. */
async function followElsewhere(context: Searching, absent: readonly KeyedIdentity[]): Promise<void> {
  if (absent.length === 0) return;
  const moves = await context.source.findMoved(absent);
  await fetchItems(
    context,
    moves.map(({ to }) => to),
    "moved items",
  );
  if (!isStopped(context)) await followMoves(context, moves);
}
