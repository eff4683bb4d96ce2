import type { Database } from "./database.ts";

const noteSql = `
  insert into cause (train, request_id)
  select t, r from unnest($1::text[]) as t, unnest($2::text[]) as r order by t, r
  on conflict do nothing`;

/** See `LiveStore.noteCauses`. */
export async function noteCauses(
  database: Database,
  trains: readonly string[],
  requestIds: readonly string[],
): Promise<void> {
  if (requestIds.length > 0) await database.execute(noteSql, [trains, requestIds]);
}

/** See `LiveStore.takeCauses`. */
export async function takeCauses(database: Database, train: string): Promise<readonly string[]> {
  const rows = await database.query<{ requestId: string }>(
    `delete from cause where train = $1 returning request_id as "requestId"`,
    [train],
  );
  return rows.map(({ requestId }) => requestId).toSorted();
}
