import { randomUUID } from "node:crypto";
import { Failure } from "../domain/failure.ts";
import { oldestServer } from "../ports/setup-check.ts";
import type { Database, Sql } from "./database.ts";
import type { Migration } from "./migrations.ts";

/** Any number that no other program locks: "signal" on a telephone keypad. */
const migrationLock = "744625";

/** Prisma's table in Prisma's format, so that its tools can read the history. */
const historyTable = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

/**
 * Marks a breaking migration in Prisma's column for logs (filled only after failures), because an earlier version lacks
 * the script.
 */
const breaking = "breaking";

type Applied = { readonly name: string; readonly checksum: string; readonly isBreaking: boolean };

/**
 * Applies the pending migrations, each in its own transaction, so that a failure leaves none half applied and a later
 * one can use the results of an earlier one (PostgreSQL allows a new enum value only after the commit). Of two
 * processes that start at once, one waits and then finds nothing to apply.
 * @returns names of the applied migrations, oldest first
 * @throws Failure `guard` if the database is newer than the code, or an applied migration was edited;
 * `database-unavailable` if a new database cannot hold what Signalbox reads
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<readonly string[]> {
  const applied = await appliedMigrations(database);
  if (applied.length === 0) await refuseUnfit(database);
  let left = pending(applied, migrations).length;
  while (left > 0) left = await database.transaction((tx) => applyNext(tx, migrations));
  return migrations.map(({ name }) => name);
}

type Fitness = { readonly version: string; readonly major: number; readonly encoding: string };

/** A new database in another encoding would lose each item with a character that it lacks. */
async function refuseUnfit(sql: Sql): Promise<void> {
  const [row] = await sql.query<Fitness>(`
    select split_part(current_setting('server_version'), ' ', 1) as version,
      current_setting('server_version_num')::int / 10000 as major,
      current_setting('server_encoding') as encoding`);
  if (row === undefined) return;
  if (row.major < oldestServer) {
    const what = `The database is PostgreSQL ${row.version}; Signalbox needs ${oldestServer} or later.`;
    throw unfit(what, "Upgrade it, or name another server in DATABASE_URL.");
  }
  if (row.encoding === "UTF8") return;
  const what = `The database stores text as ${row.encoding}, which does not hold every character of the trackers.`;
  throw unfit(what, "Create one with `createdb --encoding UTF8 --template template0`, and name it in DATABASE_URL.");
}

function unfit(what: string, remedy: string): Failure {
  return new Failure({ code: "database-unavailable", what, remedy, verdict: { kind: "stop" } });
}

/**
 * Checks that this process may continue to use the database.
 * @throws Failure `guard` once a later version has applied a breaking migration
 */
export async function ensureCurrent(sql: Sql, migrations: readonly Migration[]): Promise<void> {
  const known = new Set(migrations.map(({ name }) => name));
  const applied = await appliedMigrations(sql);
  const outgrown = applied.find(({ name, isBreaking }) => isBreaking && !known.has(name));
  if (outgrown !== undefined) throw newer(outgrown.name);
}

/** Oldest first; empty for a new database. */
export async function appliedMigrations(sql: Sql): Promise<readonly Applied[]> {
  const [there] = await sql.query<{ there: boolean }>("select to_regclass('_prisma_migrations') is not null as there");
  if (there?.there !== true) return [];
  return sql.query<Applied>(
    `select migration_name as name, checksum, coalesce(logs = $1, false) as "isBreaking" from _prisma_migrations
     where finished_at is not null and rolled_back_at is null order by migration_name`,
    [breaking],
  );
}

/** @returns number of migrations left */
async function applyNext(tx: Sql, migrations: readonly Migration[]): Promise<number> {
  await tx.query("select pg_advisory_xact_lock($1::bigint)", [migrationLock]);
  // Lock before looking for the table: a session that found no table would cache that, although another one creates it
  // meanwhile.
  await tx.execute(historyTable);
  const [next, ...later] = pending(await appliedMigrations(tx), migrations);
  if (next === undefined) return 0;
  const { name, script, checksum, isBreaking } = next;
  await tx.execute(script);
  await tx.execute(
    `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count, logs)
     values ($1, $2, now(), $3, 1, $4)`,
    [randomUUID(), checksum, name, isBreaking ? breaking : null],
  );
  return later.length;
}

function pending(applied: readonly Applied[], migrations: readonly Migration[]): readonly Migration[] {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of applied) {
    const expected = known.get(name);
    if (expected === undefined) throw newer(name);
    if (expected !== checksum) throw edited(name);
  }
  const done = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

function newer(name: string): Failure {
  return new Failure({
    code: "guard",
    what: `The database is newer than this version of Signalbox: it has the migration ${name}.`,
    remedy: "Run the version that wrote it, or a later one; or use another database.",
    verdict: { kind: "stop" },
  });
}

function edited(name: string): Failure {
  return new Failure({
    code: "guard",
    what: `The migration ${name} was applied to the database in another form than this version of Signalbox has.`,
    remedy: "Run the version that wrote the database: an applied migration must never be edited.",
    verdict: { kind: "stop" },
  });
}
