import { allOf, planned, type Database, type Sql } from "./database.ts";

/** Settings of the planner for reading whole tables and indexes. */
const wholeReads = ["enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material"];

/**
 * Settings for statements over a few rows of a table that may be large. Otherwise a planner with old statistics reads
 * the whole table each time, and a plan from when the table was empty does so forever; or it keeps a whole index in
 * memory and compares each row with all of it.
 */
export const fewRows = wholeReads.map((name) => `set_config('${name}', 'off', true)`).join(", ");

const overFewSql = planned(`select ${fewRows}`);

/** For the next statements of a transaction, up to `overMany`, if they are over a few rows. */
export async function beginOverFew(tx: Sql): Promise<void> {
  await tx.query(overFewSql);
}

const overManySql = planned(`
  select set_config(name, reset_val, true) from pg_settings
  where name in (${wholeReads.map((name) => `'${name}'`).join(", ")})`);

/** For the statements after it, which may be over many rows. */
export async function overMany(tx: Sql): Promise<void> {
  await tx.query(overManySql);
}

/** For one statement over a few rows. */
export function overFew<T>(database: Database, statement: (tx: Sql) => Promise<T>): Promise<T> {
  return database.transaction(async (tx) => {
    const [, result] = await allOf([tx.query(overFewSql), statement(tx)]);
    return result;
  });
}

const overAllSql = `
  select set_config('enable_nestloop', 'off', true), set_config('work_mem', '256MB', true),
    set_config('max_parallel_workers_per_gather', '0', true)`;

/**
 * For statements over all items: makes the planner hash the lists of ids. If it misestimates their length, it scans the
 * lists for each item, which takes minutes for 50,000 items. Starting parallel workers takes longer than they save.
 */
export function overAll<T>(database: Database, work: (tx: Sql) => Promise<T>): Promise<T> {
  return database.transaction(async (tx) => {
    await tx.query(overAllSql);
    return work(tx);
  });
}

/**
 * Condition on a connection that the planner cannot use for an index: every item of a site is in it, and the planner
 * prefers it to the right index as long as it knows nothing of the table, which the embedded engine never analyses.
 */
export function isOf(connection: string, parameter: string): string {
  return `${connection} || '' = ${parameter}`;
}
