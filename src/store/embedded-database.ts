import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { databaseFailure } from "./database-failure.ts";
import type { Database, Parameter, Sql } from "./database.ts";
import { lockDirectory } from "./directory-lock.ts";

/** A database of this process's memory, for tests. */
export const inMemory = "memory://";

/**
 * PGlite in a directory, made if it is missing, or in memory.
 * @throws Failure `database-locked` when another process has the directory; `disk-full`; `database-unavailable`
 */
export async function openEmbeddedDatabase(dataDir: string): Promise<Database> {
  if (dataDir.startsWith(inMemory)) return embeddedDatabase(await PGlite.create(dataDir), { name: "in memory" });
  const directory = resolve(dataDir);
  const translate = (error: unknown) => databaseFailure(error, { name: directory, engine: "embedded" });
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw translate(error);
  }
  const release = await lockDirectory(directory);
  try {
    return embeddedDatabase(await PGlite.create(join(directory, "database")), { name: directory, release });
  } catch (error) {
    await release();
    throw translate(error);
  }
}

type Home = { readonly name: string; readonly release?: () => Promise<void> };

/** A PGlite that is already running, e.g. a clone in a test. */
export function embeddedDatabase(pglite: PGlite, { name, release }: Home): Database {
  const translate = (error: unknown) => databaseFailure(error, { name, engine: "embedded" });
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw translate(error);
    }
  };
  const sql = sqlOn(pglite);
  return {
    query: (text, parameters) => guard(() => sql.query(text, parameters)),
    execute: (text, parameters) => guard(() => sql.execute(text, parameters)),
    transaction: (work) => guard(() => pglite.transaction((tx) => work(sqlOn(tx)))),
    adapter: new PrismaPGlite(pglite),
    translate,
    close: async () => {
      try {
        await pglite.close();
      } finally {
        await release?.();
      }
    },
  };
}

function sqlOn(client: Pick<PGlite, "query" | "exec">): Sql {
  return {
    query: async <Row>(text: string, parameters: readonly Parameter[] = []) =>
      (await client.query<Row>(text, [...parameters])).rows,
    // Several statements at once go only without parameters.
    execute: async (text, parameters) => {
      if (parameters === undefined) return (await client.exec(text)).at(-1)?.affectedRows ?? 0;
      return (await client.query(text, [...parameters])).affectedRows ?? 0;
    },
  };
}
