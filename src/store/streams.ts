import type { StreamFailure, StreamScope, StreamState } from "../domain/model/model.ts";
import { namedConnections } from "./connections.ts";
import type { Database, Sql } from "./database.ts";
import { columnLists, jsonRows } from "./parameters.ts";
import { upsertSql, type Table } from "./table.ts";

type StreamRow = Omit<StreamState, "stream" | "failure" | "scope"> & {
  readonly name: string;
  /** JSON text. */
  readonly scope: string | null;
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
    scope: "document",
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
  select connection, name as stream, rejected, token, scope,
    (extract(epoch from watermark) * 1000)::double precision as watermark,
    (extract(epoch from completed_at) * 1000)::double precision as "completedAt",
    case when failure_code is not null then json_build_object('code', failure_code, 'text', failure_text,
      'at', (extract(epoch from failure_at) * 1000)::double precision) end as failure
  from stream`;

type Selected = Omit<StreamState, "scope"> & { readonly scope: StreamScope | null };

function stateOf({ scope, ...state }: Selected): StreamState {
  return scope === null ? state : { ...state, scope };
}

/** Rows of sweeps have a prefix of their own; see `sweepStream`. */
const isSweep = "name like 'sweep:%'";

export async function readStream(database: Database, connection: string, name: string): Promise<StreamState | null> {
  const [row] = await database.query<Selected>(`${selectSql} where connection = $1 and name = $2`, [connection, name]);
  return row === undefined ? null : stateOf(row);
}

/** See `Source.streams`. */
export async function readStreams(database: Database): Promise<readonly StreamState[]> {
  const rows = await database.query<Selected>(`${selectSql} order by connection collate "C", name collate "C"`);
  return rows.map(stateOf);
}

/** Streams with records, of connections that the train file names, for evaluations. */
export async function modelStreams(tx: Pick<Sql, "query">): Promise<readonly StreamState[]> {
  const rows = await tx.query<Selected>(
    `${selectSql} where not ${isSweep} and connection in ${namedConnections} order by connection, name`,
  );
  return rows.map(stateOf);
}

export async function saveStream(database: Database, state: StreamState): Promise<void> {
  const { stream: name, failure, scope, ...rest } = state;
  const { code = null, text = null, at = null } = failure ?? {};
  const document = scope === undefined ? null : JSON.stringify(scope);
  const row: StreamRow = { ...rest, name, scope: document, failureCode: code, failureText: text, failureAt: at };
  await database.execute(saveSql, columnLists(table, [row]));
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

/** Keeps the rows of sweeps, which no connection lists. */
export async function keepStreams(
  database: Database,
  connection: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const dropped = await database.query<{ name: string; isFailed: boolean }>(
    `delete from stream where connection = $1 and name <> all ($2::text[]) and not ${isSweep}
     returning name, failure_code is not null as "isFailed"`,
    [connection, names],
  );
  return dropped.flatMap(({ name, isFailed }) => (isFailed ? name : []));
}
