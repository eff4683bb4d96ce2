import { isOf } from "./planner.ts";
import type { Database } from "./database.ts";

const addressSql = `
  select url from work_item
  where ${isOf("connection", "$1")} and lower(key) = lower($2) and presence = 'present' and system = 'github'
  union all
  select url from publication
  where connection = $1 and remote_key = $2 and kind = 'rollup' and state = 'standing' and url is not null
  limit 1`;

/** See `ModelReader.addressOf`. */
export async function addressOf(database: Database, connection: string, key: string): Promise<string | null> {
  const [row] = await database.query<{ readonly url: string }>(addressSql, [connection, key]);
  return row?.url ?? null;
}
