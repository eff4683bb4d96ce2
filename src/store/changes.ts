import type { Sql } from "./database.ts";

/** The database's snapshot at a read or write, for finding later changes. */
export type Seen = {
  readonly snapshot: string;
  /** Time of the snapshot by the database's clock, in epoch milliseconds. */
  readonly at: number;
  /** The database that was read, see `databaseSql`. */
  readonly database: string;
  /** The own transaction's id, if it wrote: its snapshot does not contain it. */
  readonly own?: string | null;
};

/** Ids of rows that other transactions changed, by kind; null if the caller must read the whole table again. */
export type Changes = ReadonlyMap<string, readonly string[] | null>;

/** Maximum age of a snapshot: triggers note changes, and a job deletes the notes after a day. */
const tellableMs = 12 * 3_600_000;

/**
 * Another one after a restore or a failover, which may have taken changes back, and with them the numbers of their
 * transactions: the server's start, and the ids of database and table.
 */
const databaseSql = `
  concat_ws(' ', pg_postmaster_start_time(), 'model_change'::regclass::oid,
    (select oid from pg_database where datname = current_database()))`;

/** One statement, so that snapshot and changes agree. */
const sql = `
  select pg_current_snapshot()::text as snapshot, ${databaseSql} as database, (extract(epoch from now()) * 1000)::double precision as at,
    (select json_object_agg(kind, ids) from (
       select c.kind, case when bool_or(c.ids is null) then null else array_agg(distinct one) end as ids
       from model_change c left join lateral unnest(c.ids) as one on true
       -- Of transactions that the snapshot does not show: those that had not begun, and those that had not ended.
       where c.kind = any ($3::text[]) and c.transaction >= (pg_snapshot_xmin($1::pg_snapshot)::text)::bigint
         and not pg_visible_in_snapshot((c.transaction::text)::xid8, $1::pg_snapshot)
         and c.transaction is distinct from $2::bigint
       group by c.kind) as of_kind) as changes`;

type Row = Moment & {
  readonly changes: Readonly<Record<string, readonly string[] | null>> | null;
};

/** An instant of a database. */
export type Moment = Pick<Seen, "snapshot" | "at" | "database">;

export type Now = Moment & {
  /** Changes since the snapshot; null if unknown: the caller must read everything again. */
  readonly changes: Changes | null;
};

/** The present snapshot, and the changes of these kinds by others since an earlier one. @param since null for none */
export async function changesSince(tx: Sql, since: Seen | null, kinds: readonly string[]): Promise<Now> {
  const [row] = await tx.query<Row>(sql, [since?.snapshot ?? null, since?.own ?? null, kinds]);
  if (row === undefined) throw new Error("A statement that always gives a row gave none.");
  const { changes, ...now } = row;
  const isTellable = since?.database === now.database && now.at - since.at < tellableMs;
  return { ...now, changes: isTellable ? new Map(Object.entries(changes ?? {})) : null };
}

/** See `ModelWriter.forgetChanges`. */
export async function forgetChanges(database: Sql): Promise<void> {
  await database.execute("delete from model_change where at < now() - interval '1 day'", []);
}
