import type { WorkItemId } from "../domain/ids.ts";
import { fetchItems } from "./fetch-items.ts";
import { isStopped, type Reading } from "./read-context.ts";

/**
 * Finds statuses, resolutions, types, components and labels that were renamed or deleted, or statuses that got another
 * category: none of that moves the `updated` of their items, so no stream by date shows it. Fetches one item for each value; if an
 * unedited one comes back with another value, fetches all items that still have the old one.
 * @param fresh items that this reading has just read
 */
export async function readRedefined(reading: Reading, fresh: ReadonlySet<WorkItemId>): Promise<void> {
  const { source, store, runtime } = reading;
  const samples = (await store.valueSamples(source.connection)).filter(({ id }) => !fresh.has(id));
  await fetchItems(reading, [...new Set(samples.map(({ handle }) => handle))], "samples");
  if (isStopped(reading)) return;
  const handles = await store.outdatedItems(source.connection, samples);
  if (handles.length === 0) return;
  const fields = { connection: source.connection, items: handles.length };
  runtime.log.info(fields, "a status, resolution, type, component or label was changed: its items are read again");
  await fetchItems(reading, handles, "items with changed values");
}
