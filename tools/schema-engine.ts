import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import { SchemaEngine } from "@prisma/schema-engine-wasm";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { fileURLToPath } from "node:url";
import { migrationsDirectory, type Migration } from "../src/store/migrations.ts";

/** Prisma's schema engine over scratch databases in memory: for development and tests, never at run time. */
const schemaFile = fileURLToPath(new URL("../prisma/schema.prisma", import.meta.url));

const noFilters = { externalTables: [], externalEnums: [] };

export function readSchema(): Promise<string> {
  return readFile(schemaFile, "utf8");
}

/**
 * SQL from the migrations to the schema; null if they agree.
 * @param openScratch opens the engine in memory, without a schema
 */
export async function difference(
  migrations: readonly Migration[],
  schema: string,
  openScratch: OpenScratch = () => PGlite.create("memory://"),
): Promise<string | null> {
  const { exitCode, stdout } = await withEngine(openScratch, (engine) =>
    engine.diff({
      from: { tag: "migrations", ...listOf(migrations) },
      to: { tag: "schemaDatamodel", files: [{ path: schemaFile, content: schema }] },
      script: true,
      exitCode: true,
      filters: noFilters,
    }),
  );
  return exitCode === 0 ? null : stdout;
}

type OpenScratch = () => Promise<PGlite>;

async function withEngine<T>(openScratch: OpenScratch, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const scratch = new ScratchDatabases(openScratch);
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(scratch);
    const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await scratch.close();
  }
}

/** Opens a new database for each connection of the engine, as its "shadow database" requires. */
class ScratchDatabases implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = "postgres";
  readonly adapterName = "scratch";
  readonly #openScratch: OpenScratch;
  readonly #open: PGlite[] = [];

  constructor(openScratch: OpenScratch) {
    this.#openScratch = openScratch;
  }

  async connect(): Promise<SqlDriverAdapter> {
    const pglite = await this.#openScratch();
    this.#open.push(pglite);
    const adapter = await new PrismaPGlite(pglite).connect();
    // The library's own method does not await the script, so that its errors are unhandled.
    adapter.executeScript = async (script) => {
      await pglite.exec(script);
    };
    return adapter;
  }

  connectToShadowDb(): Promise<SqlDriverAdapter> {
    return this.connect();
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((pglite) => pglite.close()));
  }
}

/** The migrations in the engine's format. */
export function listOf(migrations: readonly Migration[]) {
  return {
    baseDir: migrationsDirectory,
    lockfile: { path: "./migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: script } },
    })),
  };
}
