import type { Rollup } from "../domain/rollup.ts";
import type { Database } from "./database.ts";

const saveSql = `
  insert into snapshot (train, increment, day, at, rollup)
  values ($1, $2, (to_timestamp($3::double precision / 1000) at time zone 'UTC')::date,
    to_timestamp($3::double precision / 1000), $4::json)
  on conflict (train, increment, day) do update set at = excluded.at, rollup = excluded.rollup`;

/** See `Store.saveSnapshot`. */
export async function saveSnapshot(database: Database, rollup: Rollup): Promise<void> {
  await database.execute(saveSql, [rollup.train, rollup.increment, rollup.at, JSON.stringify(rollup)]);
}
