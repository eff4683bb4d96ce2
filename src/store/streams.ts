import type { StreamFailure, StreamState } from "../domain/model.ts";
import { namedConnections } from "./connections.ts";
import type { Database, Sql } from "./database.ts";
import { jsonRows, upsertSql, type Table } from "./table.ts";

type StreamRow = Omit<StreamState, "stream" | "failure"> & {
  readonly name: string;
  readonly failureCode: string | null;
  readonly failureText: string | null;
  readonly failureAt: number | null;
};

const table: Table<StreamRow> = {
  name: "stream",
  key: ["connection", "name"],
  columns: {
    connection: "text",
    name: "text",
    watermark: "instant",
    completedAt: "instant",
    rejected: "integer",
    token: "text",
    failureCode: "text",
    failureText: "text",
    failureAt: "instant",
  },
};

const saveSql = upsertSql(table);

const failedSql = `
  insert into stream (connection, name, rejected, failure_code, failure_text, failure_at)
  select connection, name, 0, "failureCode", "failureText", to_timestamp("failureAt" / 1000)
  from json_to_recordset($1::json)
    as r(connection text, name text, "failureCode" text, "failureText" text, "failureAt" double precision)
  on conflict (connection, name) do update
    set failure_code = excluded.failure_code, failure_text = excluded.failure_text, failure_at = excluded.failure_at`;

const selectSql = `
  select connection, name as stream, rejected, token,
    (extract(epoch from watermark) * 1000)::double precision as watermark,
    (extract(epoch from completed_at) * 1000)::double precision as "completedAt",
    case when failure_code is not null then json_build_object('code', failure_code, 'text', failure_text,
      'at', (extract(epoch from failure_at) * 1000)::double precision) end as failure
  from stream`;

/** Books of sweeps have a prefix of their own; see `sweepBooks`. */
const isBooks = "name like 'sweep:%'";

export async function readStream(database: Database, connection: string, name: string): Promise<StreamState | null> {
  const [row] = await database.query<StreamState>(`${selectSql} where connection = $1 and name = $2`, [
    connection,
    name,
  ]);
  return row ?? null;
}

/** See `Store.streams`. */
export function readStreams(database: Database): Promise<readonly StreamState[]> {
  return database.query<StreamState>(`${selectSql} order by connection collate "C", name collate "C"`);
}

/** What analysis looks at: streams that hold records, of connections that the train file names. */
export function modelStreams(tx: Pick<Sql, "query">): Promise<readonly StreamState[]> {
  return tx.query<StreamState>(
    `${selectSql} where not ${isBooks} and connection in ${namedConnections} order by connection, name`,
  );
}

export async function saveStream(database: Database, state: StreamState): Promise<void> {
  const { stream: name, failure, ...rest } = state;
  const { code = null, text = null, at = null } = failure ?? {};
  const row: StreamRow = { ...rest, name, failureCode: code, failureText: text, failureAt: at };
  await database.execute(saveSql, [jsonRows([row])]);
}

export type FailedStream = {
  readonly connection: string;
  readonly stream: string;
  readonly failure: StreamFailure;
};

export async function saveStreamFailure(database: Database, failed: FailedStream): Promise<void> {
  const { connection, stream: name, failure } = failed;
  const row = { connection, name, failureCode: failure.code, failureText: failure.text, failureAt: failure.at };
  await database.execute(failedSql, [jsonRows([row])]);
}

/** The books of sweeps stay: no connection lists them. */
export async function keepStreams(database: Database, connection: string, names: readonly string[]): Promise<void> {
  await database.execute(`delete from stream where connection = $1 and name <> all ($2::text[]) and not ${isBooks}`, [
    connection,
    names,
  ]);
}
