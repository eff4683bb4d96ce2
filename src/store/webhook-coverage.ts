import type { WorkItemId } from "../domain/ids.ts";
import type { MissedCount } from "../ports/webhook-coverage.ts";
import { isOf, overFew } from "./planner.ts";
import type { Database } from "./database.ts";

const foundSql = `
  insert into repair (connection, item_id, found_at)
  select $1, w.id, to_timestamp($3::double precision / 1000) from work_item w
  where w.id = any ($2::text[]) and ${isOf("w.connection", "$1")}
    and exists (select 1 from delivery d where d.connection = $1)
  order by w.id
  on conflict do nothing`;

const announcedSql = `
  update repair r set announced = true
  from work_item w
  where r.connection = $1 and r.found_at >= to_timestamp($3::double precision / 1000) and not r.announced
    and w.id = r.item_id and (w.handle = any ($2::text[]) or w.key = any ($2::text[]))`;

/** By connection, because the index begins with it. */
const missedSql = `
  select c.key as connection, r.missed, r.announced from connection c cross join lateral (
    select (count(*) filter (where not announced))::int as missed, (count(*) filter (where announced))::int as announced
    from repair where connection = c.key
      and found_at >= to_timestamp($1::double precision / 1000) and found_at < to_timestamp($2::double precision / 1000)
  ) r
  where r.missed + r.announced > 0 order by c.key collate "C"`;

export type Found = { readonly connection: string; readonly ids: readonly WorkItemId[]; readonly at: number };

/** See `WebhookCoverage.noteFound`. */
export async function noteFound(database: Database, { connection, ids, at }: Found): Promise<void> {
  if (ids.length > 0) await overFew(database, (tx) => tx.execute(foundSql, [connection, ids, at]));
}

export type Announced = { readonly connection: string; readonly handles: readonly string[]; readonly since: number };

/** See `WebhookCoverage.noteAnnounced`. */
export async function noteAnnounced(database: Database, { connection, handles, since }: Announced): Promise<void> {
  if (handles.length > 0) await database.execute(announcedSql, [connection, handles, since]);
}

/** See `WebhookCoverage.missedChanges`. */
export function missedChanges(database: Database, from: number, until: number): Promise<readonly MissedCount[]> {
  return database.query<MissedCount>(missedSql, [from, until]);
}

const noteIdsSql = `
  insert into cause (train, request_id)
  select t, r from unnest($1::text[]) as t, unnest($2::text[]) as r order by t, r
  on conflict do nothing`;

/** See `CorrelationIds.noteCorrelationIds`. */
export async function noteCorrelationIds(
  database: Database,
  trains: readonly string[],
  requestIds: readonly string[],
): Promise<void> {
  if (requestIds.length > 0) await database.execute(noteIdsSql, [trains, requestIds]);
}

/** See `CorrelationIds.correlationIds`. */
export async function correlationIds(database: Database, train: string): Promise<readonly string[]> {
  const rows = await database.query<{ id: string }>(
    `select request_id as id from cause where train = $1 order by request_id collate "C"`,
    [train],
  );
  return rows.map(({ id }) => id);
}

const forgetIdsSql = "delete from cause where train = $1 and request_id = any ($2::text[])";

/** See `CorrelationIds.forgetCorrelationIds`. */
export async function forgetCorrelationIds(
  database: Database,
  train: string,
  requestIds: readonly string[],
): Promise<void> {
  if (requestIds.length > 0) await database.execute(forgetIdsSql, [train, requestIds]);
}
