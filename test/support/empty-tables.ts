import type { Database } from "../../src/store/database.ts";

/**
 * Deletes what tests have stored, and counts from one again. `Store.reset` truncates, which creates the files of each table
 * anew: for the few rows of a test that takes forty times as long. Keeps what the store keeps, and the notes of changes,
 * by which a store learns that the rows are gone.
 */
export async function emptyTables(database: Database): Promise<void> {
  const deletion = deletions.get(database) ?? (await deletionIn(database));
  deletions.set(database, deletion);
  await database.execute(deletion, []);
}

const deletions = new WeakMap<Database, string>();

/** One statement, at whose end the tables' references are checked. */
async function deletionIn(database: Database): Promise<string> {
  const tables = await database.query<{ readonly name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = current_schema()
     and tablename not in ('_prisma_migrations', 'installation', 'model_change')`,
  );
  const all = tables.map(({ name }, place) => `deleted_${place} as (delete from ${name})`);
  return `with ${all.join(", ")} select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    from pg_sequences
    where schemaname = current_schema() and last_value is not null and sequencename <> 'model_change_id_seq'`;
}
