import { z } from "zod";
import type { KeptDelivery } from "../domain/rollup/kept-rollup.ts";
import type { Database } from "./database.ts";
import { readKeptPart } from "./kept-part.ts";

const share = z.object({ part: z.number(), whole: z.number(), ratio: z.number() });

const spread = z.object({
  n: z.number(),
  mean: z.number(),
  min: z.number(),
  max: z.number(),
  standardDeviation: z.number().nullable(),
});

const row = z.object({
  unit: z.enum(["points", "items"]),
  shares: z.array(share.nullable()),
  velocity: spread.nullable(),
});

/** The version is that of the digest: a summary of another form has another basis. */
const Kept = z.object({
  basis: z.string(),
  increment: z.string(),
  periods: z.array(z.object({ increment: z.string(), iteration: z.string().nullable(), isRunning: z.boolean() })),
  all: row,
  teams: z.array(row.extend({ name: z.string() })),
  burnUp: z.array(z.object({ iteration: z.string().nullable(), done: z.number(), scope: z.number() })),
  scope: z.object({ committed: z.number(), change: z.number(), creep: z.number(), net: z.number() }).nullable(),
  businessValues: z.array(
    share.extend({ increment: z.string(), isRunning: z.boolean(), of: z.number(), known: z.number() }),
  ),
  items: z.number(),
  uncertain: z.number(),
}) satisfies z.ZodType<KeptDelivery>;

/** See `EvaluationLedger.keptDelivery`. */
export function readKeptDelivery(
  database: Database,
  of: { readonly train: string; readonly day: string },
): Promise<KeptDelivery | null> {
  return readKeptPart(database, { name: "delivery", schema: Kept, ...of });
}
