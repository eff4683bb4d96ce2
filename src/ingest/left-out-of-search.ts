import { containerOfStream, queryStream, type StreamPart } from "../domain/model/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { Scope, Stream } from "../ports/connector.ts";
import { fetchItems } from "./fetch-items.ts";
import type { Reading } from "./read-context.ts";

/** A stream's reading of parts that its watermark did not cover, and all items that it returned. */
export type FirstReading = { readonly parts: readonly StreamPart[]; readonly seen: ReadonlySet<WorkItemId> };

/**
 * Compares the first reading of parts that become visible again with the model. A search may lag behind a permission,
 * and an item that becomes visible keeps its `updated`: a reading from the watermark would never return it. Fetches the
 * model's items that the search left out.
 * @returns names of the parts of which the search showed nothing although the model holds items: the caller must read
 * them from their beginning again, until the search shows some or a whole sweep finds that the items are gone
 */
export async function emptyParts(
  reading: Reading,
  { mode, container }: Stream,
  { parts, seen }: FirstReading,
): Promise<ReadonlySet<string>> {
  const empty = new Set<string>();
  if (mode === "full" || container !== undefined) return empty;
  const { source, store, scope, runtime } = reading;
  for (const { name } of parts) {
    const { missing, covered } = await store.notListed(source.connection, { scope: scopeOf(scope, name), seen });
    if (missing.length === 0) continue;
    const isEmpty = missing.length === covered;
    const fields = { connection: source.connection, part: name, items: missing.length };
    runtime.log.info(fields, isEmpty ? "search shows nothing of a part yet" : "search left out items of a part");
    if (isEmpty) empty.add(name);
    else
      await fetchItems(
        reading,
        missing.map(({ handle }) => handle),
        "items that a search left out",
      );
  }
  return empty;
}

function scopeOf(scope: Scope, name: string): Scope {
  const container = containerOfStream(name);
  return {
    ...scope,
    containers: container === null ? [] : [container],
    jqls: scope.jqls.filter((jql) => queryStream(jql) === name),
    projects: [],
  };
}
