import { z } from "zod";
import type { Comparison, PastRollup } from "../domain/rollup/changes.ts";
import { summaryOf, type KeptRollup, type TrainSummary } from "../domain/rollup/kept-rollup.ts";
import type { Database } from "./database.ts";

/** The form of a stored rollup, in its JSON; increase it when its figures change their meaning. */
const version = 2;

const saveSql = `
  insert into snapshot (train, increment, day, at, rollup)
  values ($1, $2, $5::date, to_timestamp($3::double precision / 1000), $4::json)
  on conflict (train, increment, day) do update set at = excluded.at, rollup = excluded.rollup`;

/** See `EvaluationLedger.saveSnapshot`. */
export async function saveSnapshot(database: Database, rollup: KeptRollup, day: string): Promise<void> {
  const text = JSON.stringify({ version, ...rollup });
  await database.execute(saveSql, [rollup.train, rollup.increment, rollup.at, text, day]);
}

/** The last one up to `$2`, else the first later one. */
const pastSql = `
  select rollup from (
    (select rollup, 1 as choice from snapshot
      where train = $1 and at <= to_timestamp($2::double precision / 1000) and at < to_timestamp($3::double precision / 1000)
      order by at desc, increment limit 1)
    union all
    (select rollup, 2 from snapshot
      where train = $1 and at > to_timestamp($2::double precision / 1000) and at < to_timestamp($3::double precision / 1000)
      order by at, increment limit 1)
  ) as chosen order by choice limit 1`;

const verdictLevel = z.enum(["unknown", "on-track", "at-risk", "off-track"]);

const Kept = z.object({
  at: z.number(),
  increment: z.string(),
  verdict: z.object({ level: verdictLevel }),
});

/** The first version counted parents beside their children. */
const Counted = z.object({
  version: z.literal(version),
  inIncrement: z.object({ items: z.number(), done: z.number() }),
});

/** See `EvaluationLedger.pastRollup`. Treats an unreadable row of an older version as none. */
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

const latestSql = `
  select t.train, coalesce(
    (select rollup from snapshot s
      where s.train = t.train and at <= to_timestamp($2::double precision / 1000)
      order by at desc, increment limit 1),
    (select rollup from snapshot s where s.train = t.train order by at desc, increment limit 1)
  ) as rollup
  from unnest($1::text[]) as t (train)`;

const Summarised = z.object({
  version: z.literal(version),
  train: z.string(),
  name: z.string(),
  at: z.number(),
  increment: z.string(),
  verdict: z.object({ level: verdictLevel, reasons: z.array(z.object({ kind: z.string(), count: z.number() })) }),
  inIncrement: z.object({ items: z.number(), done: z.number(), points: z.number(), pointsDone: z.number() }),
  calendar: z.object({
    startsAt: z.number().nullable(),
    endsAt: z.number().nullable(),
    state: z.enum(["planned", "ends-soon", "over"]),
  }),
  decisions: z.array(
    z.object({ says: z.string(), dueAt: z.string().nullable(), between: z.array(z.array(z.string())).optional() }),
  ),
  decisionsDue: z.number().optional(),
  dataQuality: z.object({ sources: z.array(z.object({ isStale: z.boolean() })) }),
});

/** See `EvaluationLedger.trainSummaries`. Treats an unreadable row of an older version as none. */
export async function readTrainSummaries(
  database: Database,
  trains: readonly string[],
  until: number,
): Promise<ReadonlyMap<string, TrainSummary>> {
  const rows = await database.query<{ readonly train: string; readonly rollup: unknown }>(latestSql, [trains, until]);
  return new Map(
    rows.flatMap(({ train, rollup }) => {
      const kept = Summarised.safeParse(rollup).data;
      return kept === undefined ? [] : [[train, summaryOf(kept)] as const];
    }),
  );
}
