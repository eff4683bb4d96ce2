import type { PublishOutcome, PublishState } from "../ports/publication-ledger.ts";
import type { Database } from "./database.ts";
import { jsonRows } from "./parameters.ts";

const noteSql = `
  with
    noted as (
      select connection, to_timestamp(at / 1000)::timestamptz(3) as at, "asItShould" as good, waiting, refused, code, text
      from json_to_recordset($2::json)
        as r(connection text, at double precision, "asItShould" boolean, waiting json, refused int, code text, text text)
    ),
    forgotten as (
      delete from publish_state where train = $1 and connection not in (select connection from noted)
    )
  insert into publish_state as t
    (train, connection, first_at, at, published_at, waiting, refused, failure_code, failure_text, failure_at)
  select $1, connection, at, at, case when good then at end, waiting, refused, code, text, case when code is not null then at end
  from noted order by connection
  on conflict (train, connection) do update set
    at = excluded.at,
    published_at = coalesce(excluded.published_at, t.published_at),
    waiting = excluded.waiting,
    refused = excluded.refused,
    failure_code = excluded.failure_code,
    failure_text = excluded.failure_text,
    failure_at = case when t.failure_code = excluded.failure_code then t.failure_at else excluded.failure_at end`;

/** See `PublicationLedger.notePublished`. */
export async function notePublished(
  database: Database,
  train: string,
  outcomes: readonly PublishOutcome[],
): Promise<void> {
  const rows = outcomes.map(({ failure, ...outcome }) => ({ ...outcome, ...failure }));
  await database.execute(noteSql, [train, jsonRows(rows)]);
}

/** See `PublicationLedger.publishStates`; counts `held` from the publications. */
export function publishStates(database: Database): Promise<readonly PublishState[]> {
  return database.query(
    `select s.train, s.connection, s.waiting, s.refused,
       ${instant("s.first_at")} as "firstAt", ${instant("s.at")} as at, ${instant("s.published_at")} as "publishedAt",
       (select count(*) from publication p
         where p.train = s.train and p.connection = s.connection and p.state = 'held')::int as held,
       case when s.failure_code is not null then json_build_object('code', s.failure_code, 'text', s.failure_text,
         'at', ${instant("s.failure_at")}) end as failure
     from publish_state s order by s.train collate "C", s.connection collate "C"`,
    [],
  );
}

/** SQL for a column in epoch milliseconds. */
function instant(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::double precision`;
}
