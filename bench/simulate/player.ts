import { once } from "node:events";
import { createInterface } from "node:readline";
import { z } from "zod";
import { startScript } from "../child.ts";
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
  const child = startScript("simulate/seed-process.ts", []);
  if (child.stdin === null || child.stdout === null) throw new TypeError("the player's streams are not piped");
  const { stdin } = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    play: async (seed: number, steps: number): Promise<Played> => {
      stdin.write(`${seed} ${steps}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`the player ended over seed ${seed}`);
      return answer.parse(JSON.parse(value));
    },
    end: async () => {
      const ended = once(child, "exit");
      stdin.end();
      await ended;
    },
  };
}
