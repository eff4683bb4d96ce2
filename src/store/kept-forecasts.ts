import { z } from "zod";
import type { WorkItemId } from "../domain/ids.ts";
import type { TrainForecast } from "../domain/forecast/train-forecast.ts";
import type { Database } from "./database.ts";

const keptSql = `
  select rollup -> 'forecast' as forecast from snapshot where train = $1 and day = $2::date
  order by at desc, increment limit 1`;

const record = z.object({
  said: z.number(),
  held: z.number(),
  times: z.number(),
  of: z.enum(["team", "all teams"]),
});

const because = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("nothing-finished") }),
  z.object({ kind: z.literal("short-past"), days: z.number(), neededDays: z.number() }),
  z.object({ kind: z.literal("too-few-lately"), finished: z.number(), needed: z.number(), days: z.number() }),
  z.object({ kind: z.literal("bad-record"), record, horizonDays: z.number() }),
  z.object({ kind: z.enum(["waits", "unplanned"]), items: z.number() }),
]);

const cannot = z.object({ kind: z.literal("cannot-forecast"), because });

function statedOf<T extends z.ZodType>(value: T) {
  return z.object({
    kind: z.literal("stated"),
    likely: value,
    half: value,
    level: z.number(),
    record,
    horizonDays: z.number(),
  });
}

const rest = z.union([statedOf(z.string().nullable()), cannot]);

const outlook = z.object({
  left: z.number(),
  without: z.number(),
  byEnd: z.union([statedOf(z.number()), cannot]),
  rest,
});

const itemName = z.object({ id: z.custom<WorkItemId>(), key: z.string(), title: z.string(), url: z.string() });

const slips = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("too-few-ended"), ended: z.number(), needed: z.number() }),
  z.object({
    kind: z.literal("learned"),
    ended: z.number(),
    ridge: z.number(),
    coefficients: z.array(z.object({ column: z.string(), perUnit: z.number(), perDeviation: z.number() })),
    scores: z
      .object({
        n: z.number(),
        rate: z.number(),
        auc: z.number().nullable(),
        brier: z.number(),
        baseBrier: z.number(),
        calibrationError: z.number(),
      })
      .nullable(),
    records: z.array(z.object({ team: z.string(), held: z.number(), times: z.number() })),
    openAfter: z.array(z.number()),
    items: z.array(
      z.object({
        item: itemName,
        team: z.string(),
        sprint: z.string(),
        endsAt: z.number(),
        probability: z.number(),
      }),
    ),
  }),
]);

/** The version is that of the digest: a forecast of another form has another basis. */
const Kept = z.object({
  day: z.string(),
  increment: z.string(),
  endsOn: z.string(),
  basis: z.string(),
  train: outlook,
  teams: z.array(outlook.extend({ team: z.string(), name: z.string() })),
  features: z.array(
    z.object({
      item: itemName,
      left: z.number(),
      plannedUntil: z.string().nullable(),
      rest,
    }),
  ),
  slips,
}) satisfies z.ZodType<TrainForecast>;

/** See `EvaluationLedger.keptForecast`. Treats an unreadable one of another version as none. */
export async function readKeptForecast(
  database: Database,
  { train, day }: { readonly train: string; readonly day: string },
): Promise<TrainForecast | null> {
  const [row] = await database.query<{ readonly forecast: unknown }>(keptSql, [train, day]);
  return Kept.safeParse(row?.forecast).data ?? null;
}
