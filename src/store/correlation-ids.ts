import type { Database } from "./database.ts";

const noteSql = `
  insert into cause (train, request_id)
  select t, r from unnest($1::text[]) as t, unnest($2::text[]) as r order by t, r
  on conflict do nothing`;

/** See `CorrelationIds.noteCorrelationIds`. */
export async function noteCorrelationIds(
  database: Database,
  trains: readonly string[],
  requestIds: readonly string[],
): Promise<void> {
  if (requestIds.length > 0) await database.execute(noteSql, [trains, requestIds]);
}

/** See `CorrelationIds.takeCorrelationIds`. */
export async function takeCorrelationIds(database: Database, train: string): Promise<readonly string[]> {
  const rows = await database.query<{ requestId: string }>(
    `delete from cause where train = $1 returning request_id as "requestId"`,
    [train],
  );
  return rows.map(({ requestId }) => requestId).toSorted();
}
