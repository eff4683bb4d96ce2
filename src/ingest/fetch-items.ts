import type { WorkItemId } from "../domain/ids.ts";
import type { Identity } from "../ports/connector.ts";
import { isStopped, storePage, type PullContext } from "./pull.ts";

export type Fetched = {
  readonly read: ReadonlySet<WorkItemId>;
  /** Records that are there and could not be understood. */
  readonly rejected: number;
};

/**
 * Reads items one by one and stores them; ends early where the context's signal says so.
 * @param what for the progress, e.g. `neighbours`
 */
export async function fetchItems(context: PullContext, handles: readonly string[], what: string): Promise<Fetched> {
  const read = new Set<WorkItemId>();
  let rejected = 0;
  if (handles.length === 0) return { read, rejected };
  for await (const page of context.source.fetch(handles)) {
    if (isStopped(context)) break;
    rejected += (await storePage(context, page)).rejected.length;
    for (const { item } of page.items) read.add(item.id);
    context.progress({ label: `${context.source.connection} ${what}`, done: read.size, total: handles.length });
  }
  return { read, rejected };
}

/**
 * Of items that were asked for, those the tracker does not show. One whose record cannot be understood is there: where
 * some were not, each is asked for by itself.
 */
export async function notShown(
  context: PullContext,
  asked: readonly Identity[],
  { read, rejected }: Fetched,
): Promise<readonly WorkItemId[]> {
  const missing = asked.filter(({ id }) => !read.has(id));
  if (rejected === 0) return missing.map(({ id }) => id);
  const absent: WorkItemId[] = [];
  for (const { id, handle } of missing) {
    const alone = await fetchItems(context, [handle], "missing items");
    if (alone.read.size + alone.rejected === 0) absent.push(id);
  }
  return absent;
}
