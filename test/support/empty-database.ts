import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import type { Store } from "../../src/ports/store.ts";
import type { Database } from "../../src/store/database.ts";
import { embeddedDatabase } from "../../src/store/embedded-database.ts";
import { embeddedFiles, fileExists } from "../../src/store/embedded-files.ts";
import { migrate } from "../../src/store/migrate.ts";
import { readMigrations } from "../../src/store/migrations.ts";
import type { OpenStore } from "../../src/store/open.ts";
import { storeOn } from "../../src/store/open.ts";

const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const folder = join(modules, ".cache/signalbox");

/** An embedded database in memory, with this version's schema and nothing in it. */
export async function openMemoryDatabase(): Promise<Database> {
  const pglite = await PGlite.create("memory://", { loadDataDir: await emptyImage() });
  await pglite.exec(forMemory);
  return embeddedDatabase(pglite, null);
}

/** Nothing of it outlives the process, and nobody looks at its statistics. */
const forMemory = "set synchronous_commit = off; set track_counts = off; set track_activities = off; set jit = off";

export async function openMemoryStore(): Promise<Store> {
  return storeOn(await openMemoryDatabase());
}

/** As `openMemoryStore`, for a service. */
export async function openMemoryStoreForJobs(): Promise<OpenStore> {
  const database = await openMemoryDatabase();
  return { store: storeOn(database), forJobs: database.forJobs, ensureCurrent: () => Promise.resolve() };
}

/** Makes a data folder with an empty database in it, as the first command that needs one would. */
export async function makeHome(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const pglite = await PGlite.create(embeddedFiles(directory).files, { loadDataDir: await emptyImage() });
  await pglite.close();
}

/** The engine makes its files in two seconds and loads them in half of one: they are made once for each schema and version of it. */
async function emptyImage(): Promise<Blob> {
  const migrations = await readMigrations();
  const version = createHash("sha256").update(await readFile(join(modules, "@electric-sql/pglite/package.json")));
  for (const { name, checksum } of migrations) version.update(`${name} ${checksum}\n`);
  const file = join(folder, `${version.digest("hex")}.tar`);
  if (await fileExists(file)) return new Blob([await readFile(file)]);
  const pglite = await PGlite.create("memory://");
  await migrate(embeddedDatabase(pglite, null), migrations);
  const image = await pglite.dumpDataDir("none");
  await pglite.close();
  await mkdir(folder, { recursive: true });
  // Whole or not at all: several tests may make it at the same time.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, Buffer.from(await image.arrayBuffer()));
  await rename(draft, file);
  return image;
}
