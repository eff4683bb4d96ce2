import { PGlite } from "@electric-sql/pglite";
import { embeddedDatabase } from "../../src/store/embedded-database.ts";
import { migrate } from "../../src/store/migrate.ts";
import { readMigrations } from "../../src/store/migrations.ts";
import { storeOn } from "../../src/store/open.ts";
import type { Store } from "../../src/ports/store.ts";

/** Two databases of this process's memory: one for the life of a seed, one for the clean run at its end. */
export async function openStores(
  resources: AsyncDisposableStack,
): Promise<{ readonly store: Store; readonly clean: Store }> {
  const first = await PGlite.create("memory://");
  const store = await open(first, true);
  // What the first was made into is copied: making another one takes seconds.
  const clean = await open(await PGlite.create({ dataDir: "memory://", loadDataDir: await first.dumpDataDir("none") }));
  for (const one of [store, clean]) resources.defer(() => one.close());
  return { store, clean };
}

/** Nothing of it outlives the process, and nobody looks at its statistics: a tenth of a seed's time. */
const forMemory = "set synchronous_commit = off; set track_counts = off; set track_activities = off; set jit = off";

async function open(pglite: PGlite, isNew = false): Promise<Store> {
  const database = embeddedDatabase(pglite, null);
  if (isNew) await migrate(database, await readMigrations());
  await pglite.exec(forMemory);
  return storeOn(database);
}
