import { Client } from "pg";
import type { TestServer } from "./database.ts";

/** A PostgreSQL database that tests use one after the other, each of them with the rows of an original. */
export type KeptDatabase = {
  readonly url: string;
  /** Makes its rows those of the original again. */
  restore(): Promise<void>;
};

/**
 * Copies an unused database, and then restores its rows: a test changes a few hundred, and to copy the database for each
 * test means to write the thousand files of PostgreSQL's own catalogs. Tests must leave the form of the tables.
 */
export async function keepDatabase(server: TestServer, original: string): Promise<KeptDatabase> {
  const url = await server.createDatabase(original);
  const restoring = await onDatabase(url, async (client) => {
    await client.query("create schema kept");
    const tables = await namesIn(
      client,
      "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
    );
    for (const table of tables) await client.query(`create table kept.${table} as table public.${table}`);
    const sequences = await namesIn(
      client,
      `select format('select setval(%L, %s, %L)', quote_ident(sequencename), coalesce(last_value, start_value), last_value is not null) as name
       from pg_sequences where schemaname = 'public'`,
    );
    return [
      "begin",
      // Neither triggers nor references: the rows of all tables fit together only at the end.
      "set local session_replication_role = replica",
      ...tables.flatMap((table) => [`delete from ${table}`, `insert into ${table} table kept.${table}`]),
      ...sequences,
      "drop schema if exists pgboss cascade",
      "commit",
    ].join(";\n");
  });
  return {
    url,
    restore: () =>
      onDatabase(url, async (client) => {
        await client.query(restoring);
      }),
  };
}

/** Work on a connection of its own. */
export async function onDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function namesIn(client: Client, sql: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly name: string }>(sql);
  return rows.map(({ name }) => name);
}
