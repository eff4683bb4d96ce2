import type { WorkItemId } from "../domain/ids.ts";
import { sharedValues, type SharedValue } from "../domain/items/shared-values.ts";
import type { PulledItem } from "../ports/connector.ts";
import type { ValueSample } from "../ports/model-store.ts";
import { fetchItems } from "./fetch-items.ts";
import { isStopped, type Reading } from "./read-context.ts";

/**
 * Finds statuses, resolutions, types, components and labels that were renamed or deleted, deleted timeboxes, and statuses
 * that got another category: none of that moves the `updated` of their items, so no stream by date shows it. Looks at one
 * item for each value; if an unedited one has another value now, reads all items that have the old one in the model.
 * @param fresh items that this reading has just read
 */
export async function readRedefined(reading: Reading, fresh: ReadonlySet<WorkItemId>): Promise<void> {
  const { source, store, runtime } = reading;
  const samples = (await store.valueSamples(source.connection)).filter(({ id }) => !fresh.has(id));
  const lost = await lostValues(reading, samples);
  if (lost.length === 0 || isStopped(reading)) return;
  const handles = await store.itemsWith(source.connection, lost);
  const fields = { connection: source.connection, items: handles.length };
  runtime.log.info(
    fields,
    "a status, resolution, type, component, label or timebox was changed: its items are read again",
  );
  await fetchItems(reading, handles, "items with changed values");
}

/** The values that their samples no longer have. Stores nothing: the samples are not news. */
async function lostValues(reading: Reading, samples: readonly ValueSample[]): Promise<readonly SharedValue[]> {
  if (samples.length === 0) return [];
  const byId = Map.groupBy(samples, ({ id }) => id);
  const lost: SharedValue[] = [];
  let done = 0;
  for await (const { items } of reading.source.fetch([...new Set(samples.map(({ handle }) => handle))])) {
    if (isStopped(reading)) break;
    for (const pulled of items) lost.push(...lostBy(pulled, byId.get(pulled.item.id) ?? []));
    done += items.length;
    reading.progress({ label: `${reading.source.connection} samples`, done, total: byId.size });
  }
  return lost;
}

/** A sample that people edited meanwhile tells nothing of its former value, nor does one whose fields are partly hidden. */
function lostBy({ item, unseen = [] }: PulledItem, samples: readonly ValueSample[]): readonly SharedValue[] {
  if (unseen.length > 0) return [];
  const values = sharedValues(item);
  return samples
    .filter(({ updatedAt }) => updatedAt === item.updatedAt)
    .filter(({ field, value }) => !values.some((one) => one.field === field && one.value === value))
    .map(({ field, value }) => ({ field, value }));
}
