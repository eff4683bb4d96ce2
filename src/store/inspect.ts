import { statfs } from "node:fs/promises";
import { resolve } from "node:path";
import type { DatabaseFacts } from "../ports/setup-check.ts";
import type { Store } from "../ports/store.ts";
import type { Database, Sql } from "./database.ts";
import { neededBytes } from "./disk-space.ts";
import { inMemory } from "./embedded-files.ts";
import { appliedMigrations } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";
import { openDatabase, storeOn, type StoreOptions } from "./open.ts";
import { placeOf } from "./server-database.ts";

/** A database that nothing has changed. `store`: null unless it has exactly this version's schema. */
export type Inspected = {
  readonly facts: DatabaseFacts;
  readonly store: Store | null;
  close(): Promise<void>;
};

/**
 * Opens an existing database without migrating it, and asks what it is.
 * @throws Failure `database-locked`, `database-unavailable`, `disk-full`
 */
export async function inspectDatabase(options: StoreOptions): Promise<Inspected> {
  const database = await openDatabase(options);
  try {
    const facts = await factsOf(database, options);
    const isCurrent = facts.pending.length === 0 && facts.newer === null;
    return { facts, store: isCurrent ? storeOn(database) : null, close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
}

type Row = Pick<DatabaseFacts, "encoding" | "isReadOnly" | "mayCreate" | "version"> & { readonly number: number };

/** PostgreSQL's functions for access privileges: https://www.postgresql.org/docs/current/functions-info.html */
const factsSql = `
  select current_setting('server_version') as version,
    current_setting('server_version_num')::int as number,
    current_setting('server_encoding') as encoding,
    (pg_is_in_recovery() or current_setting('transaction_read_only') = 'on') as "isReadOnly",
    (coalesce(has_schema_privilege(current_schema(), 'create'), false)
      and (has_database_privilege(current_database(), 'create') or to_regnamespace('pgboss') is not null)) as "mayCreate"`;

const strangersSql = `
  select tablename as name from pg_tables
  where schemaname = current_schema() and tablename = any ($1::text[]) and not pg_has_role(tableowner, 'member')
  order by 1`;

async function factsOf(database: Database, { databaseUrl, dataDir }: StoreOptions): Promise<DatabaseFacts> {
  const migrations = await readMigrations();
  const [row] = await database.query<Row>(factsSql);
  const applied = new Set((await appliedMigrations(database)).map(({ name }) => name));
  const known = new Set(migrations.map(({ name }) => name));
  const own = migrations.flatMap(({ script }) =>
    [...script.matchAll(/^create table "(\w+)"/gimu)].map(([, name = ""]) => name),
  );
  const strangers = await database.query<{ name: string }>(strangersSql, [["_prisma_migrations", ...own]]);
  const { version = "", number = 0, encoding = "", isReadOnly = false, mayCreate = false } = row ?? {};
  return {
    engine: databaseUrl === null ? "embedded" : "server",
    place: databaseUrl === null ? resolve(dataDir) : placeOf(databaseUrl),
    version: version.split(" ")[0] ?? "",
    major: Math.floor(number / 10_000),
    encoding,
    isReadOnly,
    mayCreate,
    strangers: strangers.map(({ name }) => name),
    pending: migrations.filter(({ name }) => !applied.has(name)).map(({ name }) => name),
    newer: [...applied].find((name) => !known.has(name)) ?? null,
    purpose: await purposeOf(database),
    disk: databaseUrl === null && !dataDir.startsWith(inMemory) ? await diskOf(dataDir) : null,
  };
}

async function purposeOf(sql: Sql): Promise<DatabaseFacts["purpose"]> {
  const [there] = await sql.query<{ there: boolean }>("select to_regclass('installation') is not null as there");
  if (there?.there !== true) return null;
  const [row] = await sql.query<{ purpose: DatabaseFacts["purpose"] }>("select purpose from installation");
  return row?.purpose ?? null;
}

async function diskOf(dataDir: string): Promise<DatabaseFacts["disk"]> {
  const { bavail, bsize } = await statfs(resolve(dataDir));
  return { freeBytes: bavail * bsize, neededBytes };
}
