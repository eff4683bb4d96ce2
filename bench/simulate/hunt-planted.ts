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
/** The first seeds are shorter: most defects do harm in one of their first steps. */
const stepsMore = 10;

/** Plays each planted defect until a seed finds it, each from the first seed on. */
export async function huntPlanted({ seeds, from, steps, jira, github, only }: SimulationOptions): Promise<Summary> {
  const names = [...plants.keys()].filter((name) => name.startsWith(only));
  const waiting = [...names];
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
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const one = await hunt(player, { seed: from, steps, unending: false, jira, github, planted: name }, seeds);
      if (one === null) missed.push(name);
      else found.push(one);
      const line = one === null ? "NOT FOUND" : `seed ${from + one.seeds - 1}, ${one.by}`;
      process.stderr.write(`${name}: ${line}\n`);
    }
    await player.end();
  }
}

async function hunt({ play }: ReturnType<typeof startPlayer>, order: Order, most: number): Promise<Found | null> {
  for (let seeds = 1; seeds <= most; seeds += 1) {
    const steps = Math.min(order.steps, seeds * stepsMore);
    const [first] = faultsOf(await play({ ...order, steps, seed: order.seed + seeds - 1 }));
    if (first !== undefined) return { name: order.planted ?? "", seeds, by: first.slice(0, 120) };
  }
  return null;
}
