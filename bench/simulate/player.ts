import { z } from "zod";
import { startAnswering } from "../child.ts";
import type { Played } from "./play.ts";

const texts = z.array(z.string());
const answer = z.object({
  seed: z.number(),
  steps: z.number(),
  faults: z.number(),
  restarts: z.number(),
  diverged: texts,
  duplicates: texts,
  lost: texts,
  overwritten: texts,
  writesAfterRest: z.number(),
  writes: z.number(),
  changes: z.number(),
}) satisfies z.ZodType<Played>;

/** A process that plays seeds, one at a time. */
export function startPlayer() {
  const { ask, end } = startAnswering("simulate/seed-process.ts");
  return { play: async (seed: number, steps: number) => answer.parse(await ask(`${seed} ${steps}`)), end };
}
