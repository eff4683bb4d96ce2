import { availableParallelism } from "node:os";
import type { SimulationOptions } from "./options.ts";
import { faultsOf } from "./played.ts";
import { startPlayer, type Order } from "./player.ts";
import type { Summary } from "./play-seeds.ts";
import { plants } from "./planted/plants.ts";

type Found = { readonly name: string; readonly seeds: number; readonly by: string };

/** Maximum share of missed defects; half of all must be found within a number of seeds. */
const mostMissed = 0.05;
const soon = 20;
/** Steps of the first seed: half of all defects do harm in so few, and a long history takes three times as long. */
const firstSteps = 10;

type Hunted = { readonly name: string; readonly seeds: number };

/** Plays one seed with each planted defect, then the next seed with each that no seed has found. */
export async function huntPlanted({ seeds, from, steps, jira, github, only }: SimulationOptions): Promise<Summary> {
  const names = [...plants.keys()].filter((name) => name.startsWith(only));
  const waiting: Hunted[] = names.map((name) => ({ name, seeds: 1 }));
  const found: Found[] = [];
  const missed: string[] = [];
  await Promise.all(Array.from({ length: Math.min(names.length, availableParallelism()) }, work));
  const early = found.filter((one) => one.seeds <= soon).length;
  const share = (count: number) => Math.round((count / Math.max(1, names.length)) * 1000) / 10;
  const result = {
    planted: names.length,
    foundPercent: share(found.length),
    within20Percent: share(early),
    found,
    missed,
  };
  return { result, ok: missed.length <= names.length * mostMissed && early >= names.length / 2 };

  async function work(): Promise<void> {
    const player = startPlayer();
    const order = { steps, unending: false, jira, github };
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const seed = from + next.seeds - 1;
      const by = await hunt(player, { ...order, seed, planted: next.name }, next.seeds === 1);
      if (by !== null) found.push({ ...next, by });
      else if (next.seeds === seeds) missed.push(next.name);
      else {
        waiting.push({ ...next, seeds: next.seeds + 1 });
        continue;
      }
      process.stderr.write(`${next.name}: ${by === null ? "NOT FOUND" : `seed ${seed}, ${by}`}\n`);
    }
    await player.end();
  }
}

/** @returns the first failure; null if the seed finds nothing */
async function hunt({ play }: ReturnType<typeof startPlayer>, order: Order, isFirst: boolean): Promise<string | null> {
  const steps = isFirst ? Math.min(order.steps, firstSteps) : order.steps;
  const [first] = faultsOf(await play({ ...order, steps }));
  return first?.slice(0, 120) ?? null;
}
