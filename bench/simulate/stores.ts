import { openMemoryStore } from "../../test/support/empty-database.ts";
import type { Store } from "../../src/ports/store.ts";

/** Two databases in this process's memory: one for a seed's history, one for the clean run at its end. */
export async function openStores(
  resources: AsyncDisposableStack,
): Promise<{ readonly store: Store; readonly clean: Store }> {
  const [store, clean] = await Promise.all([openMemoryStore(), openMemoryStore()]);
  for (const one of [store, clean]) resources.defer(() => one.close());
  return { store, clean };
}
