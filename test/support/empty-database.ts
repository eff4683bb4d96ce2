import { createHash, randomUUID } from "node:crypto";
import { cpSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
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

/*
 * The engine takes two seconds to create a database's files and a sixth of one to load them: tests create them once for
 * each version of the engine and of the schema.
 */

const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const enginePackage = join(modules, "@electric-sql/pglite");
const folder = join(modules, ".cache/signalbox");

/** An empty embedded database in memory, with this version's schema. */
export async function openMemoryDatabase(): Promise<Database> {
  return embeddedDatabase(await inMemory(await currentImage()), null);
}

export async function openMemoryStore(): Promise<Store> {
  return storeOn(await openMemoryDatabase());
}

/** Like `openMemoryStore`, for a service. */
export async function openMemoryStoreForJobs(): Promise<OpenStore> {
  const database = await openMemoryDatabase();
  return { store: storeOn(database), forJobs: database.forJobs, ensureCurrent: () => Promise.resolve() };
}

/** The engine in memory, without any schema. */
export async function openBareMemory(): Promise<PGlite> {
  return inMemory(await bareImage());
}

/** Creates a data folder with an empty database in it, like the first command that needs one. */
export async function makeHome(directory: string): Promise<void> {
  const { files } = embeddedFiles(directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  copyHome(await currentFiles(), files);
}

/** Copies an unused data folder. All at once: otherwise each of its hundreds of files costs a millisecond. */
export function copyHome(original: string, copy: string): void {
  cpSync(original, copy, { recursive: true });
}

/** Nothing in it outlives the process, and no test reads its statistics. */
const forMemory = "set synchronous_commit = off; set track_counts = off; set track_activities = off; set jit = off";

async function inMemory(image: Blob): Promise<PGlite> {
  const { startParams, ...parts } = await engine();
  const pglite = await PGlite.create("memory://", {
    ...parts,
    loadDataDir: image,
    startParams: [...startParams, "-c", "full_page_writes=off", "-c", "shared_buffers=16MB"],
  });
  await pglite.exec(forMemory);
  return pglite;
}

/** The runtime has it, but the types here do not. */
declare const WebAssembly: { compile(code: Uint8Array): Promise<object> };

/** Compiled once for all databases of this process: the commands' engine is the same while this is kept. */
const engine = once(async () => {
  const [code, data] = await Promise.all(
    ["dist/pglite.wasm", "dist/pglite.data"].map((file) => readFile(join(enginePackage, file))),
  );
  const pgliteWasmModule = await WebAssembly.compile(new Uint8Array(code ?? []));
  return {
    pgliteWasmModule,
    // It creates the files that every image contains; passed in, so that its code is not read.
    initdbWasmModule: pgliteWasmModule,
    fsBundle: new Blob([new Uint8Array(data ?? [])]),
    startParams: PGlite.defaultStartParams,
  };
});

/** With a journal in small pieces, and without the template databases: there is less to load. */
const bareImage = once(async () =>
  imageOf(await engineVersion(), async () => {
    const pglite = await PGlite.create("memory://", {
      initDbStartParams: ["--wal-segsize=1", "-c", "min_wal_size=2MB"],
    });
    await pglite.query("update pg_database set datistemplate = false");
    await pglite.query("drop database template0");
    await pglite.query("drop database template1");
    return pglite;
  }),
);

const currentImage = once(async () =>
  imageOf(await schemaVersion(), async () => {
    const pglite = await inMemory(await bareImage());
    await migrate(embeddedDatabase(pglite, null), await readMigrations());
    return pglite;
  }),
);

/** The same as files. */
const currentFiles = once(async () => {
  const directory = join(folder, await schemaVersion());
  await makeOnce(directory, async (draft) => {
    const { startParams: _, ...parts } = await engine();
    await (await PGlite.create(draft, { ...parts, loadDataDir: await currentImage() })).close();
  });
  return directory;
});

async function imageOf(version: string, make: () => Promise<PGlite>): Promise<Blob> {
  const file = join(folder, `${version}.tar`);
  await makeOnce(file, async (draft) => {
    const pglite = await make();
    await pglite.exec("checkpoint");
    const image = await pglite.dumpDataDir("none");
    await pglite.close();
    await writeFile(draft, new Uint8Array(await image.arrayBuffer()));
  });
  return new Blob([await readFile(file)]);
}

/** Whole or not at all: several tests may create it at the same time. */
async function makeOnce(path: string, make: (draft: string) => Promise<void>): Promise<void> {
  if (await fileExists(path)) return;
  await mkdir(folder, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await make(draft);
  try {
    await rename(draft, path);
  } catch (error) {
    if (!(await fileExists(path))) throw error;
    await rm(draft, { recursive: true });
  }
}

/** Includes this file, which defines how the images are made. */
async function engineVersion(): Promise<string> {
  const version = createHash("sha256");
  for (const file of [join(enginePackage, "package.json"), fileURLToPath(import.meta.url)]) {
    version.update(await readFile(file));
  }
  return version.digest("hex");
}

async function schemaVersion(): Promise<string> {
  const version = createHash("sha256").update(await engineVersion());
  for (const { name, checksum } of await readMigrations()) version.update(`${name} ${checksum}\n`);
  return version.digest("hex");
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
