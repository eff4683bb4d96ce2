import { availableParallelism } from "node:os";
import { readOptions } from "./options.ts";
import { fails, type Played } from "./play.ts";
import { startPlayer } from "./player.ts";

/*
 * `npm run simulate -- [--seeds N] [--from S] [--steps M]`: plays N random histories and prints one JSON object as its
 * last line. Exits 1 where one of them failed, and says from which step on.
 */
const { seeds, from, steps } = readOptions(process.argv.slice(2));
const waiting = Array.from({ length: seeds }, (_, index) => from + index);
const played: Played[] = [];
const prefixes: Record<string, number> = {};
await Promise.all(Array.from({ length: Math.min(seeds, availableParallelism()) }, work));
const failing = played.filter(fails);
const sum = (pick: (one: Played) => number) => played.reduce((total, one) => total + pick(one), 0);
const result = {
  seeds,
  steps,
  faults: sum(({ faults }) => faults),
  restarts: sum(({ restarts }) => restarts),
  diverged: sum(({ diverged }) => Math.min(1, diverged.length)),
  duplicates: sum(({ duplicates }) => duplicates.length),
  lost: sum(({ lost }) => lost.length),
  overwritten: sum(({ overwritten }) => overwritten.length),
  writesAfterRest: sum(({ writesAfterRest }) => writesAfterRest),
  writesPerChange:
    Math.round(
      (sum(({ writes }) => writes) /
        Math.max(
          1,
          sum(({ changes }) => changes),
        )) *
        100,
    ) / 100,
  ...(failing.length === 0 ? {} : { failing: failing.map(({ seed }) => ({ seed, shortestPrefix: prefixes[seed] })) }),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
if (failing.length > 0) process.exitCode = 1;

async function work(): Promise<void> {
  const player = startPlayer();
  for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
    const one = await player.play(seed, steps);
    played.push(one);
    process.stderr.write(`seed ${seed}: ${fails(one) ? `FAILED ${JSON.stringify(one)}` : "ok"}\n`);
    if (fails(one)) prefixes[seed] = await shortestPrefix(player, seed);
  }
  await player.end();
}

/** The fewest steps after which it fails already. Failing once does not mean failing later, so all are tried, the short ones first. */
async function shortestPrefix({ play }: ReturnType<typeof startPlayer>, seed: number): Promise<number> {
  for (let prefix = 1; prefix < steps; prefix += 1) if (fails(await play(seed, prefix))) return prefix;
  return steps;
}
