import type { Scope } from "../ports/connector.ts";
import { fetchItems, notShown } from "./fetch-items.ts";
import { isStopped, type PullContext } from "./pull.ts";
import { scopeRead } from "./unread.ts";

/**
 * A tracker hides a link together with the item at its other end, so that a dependency which is written nowhere any more
 * was removed, or only hidden. What an open conflict is about is then asked for once more; where it is not shown it is known
 * no better than by sight, until the next whole sweep tells what is gone. A project or repository that could not be read
 * tells nothing.
 */
export async function confirmEnds(context: PullContext, scope: Scope): Promise<void> {
  const { source, store, clock, log, changes } = context;
  const doubted = await store.doubted(source.connection, scopeRead(scope, await refused(context)));
  if (doubted.length === 0) return;
  const handles = doubted.map(({ handle }) => handle);
  const absent = await notShown(context, doubted, await fetchItems(context, handles, "ends of conflicts"));
  if (absent.length === 0 || isStopped(context)) return;
  const change = await store.markHidden(absent, clock());
  changes.add(change);
  for (const id of change.changed) log.info({ connection: source.connection, id }, "item is not shown any more");
}

async function refused({ source, store }: PullContext): Promise<ReadonlySet<string>> {
  const streams = await store.streams();
  return new Set(
    streams.flatMap(({ connection, stream, failure }) =>
      connection === source.connection && failure !== null ? stream : [],
    ),
  );
}
