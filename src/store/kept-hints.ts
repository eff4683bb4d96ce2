import { z } from "zod";
import type { LinkEnd } from "../domain/ids.ts";
import type { KeptHints } from "../domain/rollup/kept-rollup.ts";
import type { Database } from "./database.ts";

const keptSql = `
  select rollup -> 'hints' as hints from snapshot where train = $1 and day = $2::date
  order by at desc, increment limit 1`;

const end = z.custom<LinkEnd>((value) => typeof value === "string");

/** The version is that of the digest: hints of another form have another basis. */
const Kept = z.object({
  basis: z.string(),
  redundant: z.object({
    total: z.number(),
    first: z.array(z.object({ consumer: end, provider: end, through: z.array(end) })),
  }),
  reversed: z.array(
    z.object({
      linkType: z.string(),
      consumerFirst: z.number(),
      providerFirst: z.number(),
      open: z.number(),
      isReversed: z.boolean(),
    }),
  ),
}) satisfies z.ZodType<KeptHints>;

/** See `EvaluationLedger.keptHints`. Treats unreadable ones of another version as none. */
export async function readKeptHints(
  database: Database,
  { train, day }: { readonly train: string; readonly day: string },
): Promise<KeptHints | null> {
  const [found] = await database.query<{ readonly hints: unknown }>(keptSql, [train, day]);
  return Kept.safeParse(found?.hints).data ?? null;
}
