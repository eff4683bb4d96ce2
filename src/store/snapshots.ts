import { z } from "zod";
import type { Comparison, PastRollup } from "../domain/changes.ts";
import type { Rollup } from "../domain/rollup.ts";
import type { Database } from "./database.ts";

/** How a kept rollup is to be read: raised where figures that are compared begin to mean something else. */
const version = 2;

const saveSql = `
  insert into snapshot (train, increment, day, at, rollup)
  values ($1, $2, (to_timestamp($3::double precision / 1000) at time zone 'UTC')::date,
    to_timestamp($3::double precision / 1000), $4::json)
  on conflict (train, increment, day) do update set at = excluded.at, rollup = excluded.rollup`;

/** See `Store.saveSnapshot`. */
export async function saveSnapshot(database: Database, rollup: Rollup): Promise<void> {
  const text = JSON.stringify({ version, ...rollup });
  await database.execute(saveSql, [rollup.train, rollup.increment, rollup.at, text]);
}

const pastSql = `
  select rollup from snapshot
  where train = $1 and at < to_timestamp($3::double precision / 1000)
  order by at > to_timestamp($2::double precision / 1000),
    abs(extract(epoch from at) * 1000 - $2::double precision), increment
  limit 1`;

const Kept = z.object({
  at: z.number(),
  increment: z.string(),
  verdict: z.object({ level: z.enum(["on-track", "at-risk", "off-track"]) }),
});

/** The first version counted parents beside their children. */
const Counted = z.object({
  version: z.literal(version),
  inIncrement: z.object({ items: z.number(), done: z.number() }),
});

/** See `Store.pastRollup`. Rows come from older versions as well: one that cannot be read is as none. */
export async function readPastRollup(
  database: Database,
  train: string,
  { standsUntil, before }: Comparison,
): Promise<PastRollup | null> {
  const [row] = await database.query<{ readonly rollup: unknown }>(pastSql, [train, standsUntil, before]);
  const kept = Kept.safeParse(row?.rollup).data;
  if (kept === undefined) return null;
  const { at, increment, verdict } = kept;
  return {
    at,
    increment,
    verdict: verdict.level,
    inIncrement: Counted.safeParse(row?.rollup).data?.inIncrement ?? null,
  };
}
