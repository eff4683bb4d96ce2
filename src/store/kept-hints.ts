import { z } from "zod";
import type { LinkEnd } from "../domain/ids.ts";
import type { KeptHints } from "../domain/rollup/kept-rollup.ts";
import type { Database } from "./database.ts";
import { readKeptPart } from "./kept-part.ts";

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

/** See `EvaluationLedger.keptHints`. */
export function readKeptHints(
  database: Database,
  of: { readonly train: string; readonly day: string },
): Promise<KeptHints | null> {
  return readKeptPart(database, { name: "hints", schema: Kept, ...of });
}
