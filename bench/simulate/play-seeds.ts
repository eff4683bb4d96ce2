import { availableParallelism } from "node:os";
import type { SimulationOptions } from "./options.ts";
import { coverageCurve } from "./coverage-curve.ts";
import { emptinessOf, faultsOf, type Played } from "./played.ts";
import { startPlayer, type Order } from "./player.ts";

export type Summary = { readonly result: unknown; readonly ok: boolean };

/** Plays all seeds on all cores. */
export async function playSeeds(options: SimulationOptions): Promise<Summary> {
  const round = new Round(options);
  await Promise.all(Array.from({ length: Math.min(options.seeds, availableParallelism()) }, () => round.work()));
  return { result: summaryOf(options, round), ok: round.failing.size === 0 && round.empty === 0 };
}

class Round {
  readonly played: Played[] = [];
  /** By seed: the fewest steps after which it fails. */
  readonly failing = new Map<number, number>();
  empty = 0;
  readonly #options: SimulationOptions;
  readonly #waiting: number[];

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#waiting = Array.from({ length: options.seeds }, (_, index) => options.from + index);
  }

  async work(): Promise<void> {
    const { steps, unending, jira, github } = this.#options;
    const player = startPlayer();
    for (let seed = this.#waiting.shift(); seed !== undefined; seed = this.#waiting.shift()) {
      const order = { seed, steps, unending, jira, github, planted: null };
      const one = await player.play(order);
      this.#add(one);
      if (faultsOf(one).length > 0) this.failing.set(seed, await shortestPrefix(player, order));
    }
    await player.end();
  }

  #add(one: Played): void {
    const { seed } = one;
    this.played.push(one);
    const emptiness = emptinessOf(one);
    if (emptiness !== null) this.empty += 1;
    const verdict = emptiness === null ? "ok" : `NO PASS, ${emptiness}`;
    const isFailing = faultsOf(one).length > 0;
    const line = isFailing ? `FAILED ${JSON.stringify({ ...one, pairs: one.pairs.length })}` : verdict;
    process.stderr.write(`seed ${seed}: ${line}\n`);
  }
}

/**
 * The smallest number of steps with a failure. A failure does not imply one with more steps, so this tries all, short
 * ones first.
 */
async function shortestPrefix({ play }: ReturnType<typeof startPlayer>, order: Order): Promise<number> {
  for (let steps = 1; steps < order.steps; steps += 1) {
    if (faultsOf(await play({ ...order, steps })).length > 0) return steps;
  }
  return order.steps;
}

function summaryOf({ seeds, steps, unending, jira, github }: SimulationOptions, { played, failing, empty }: Round) {
  const sum = (pick: (one: Played) => number) => played.reduce((total, one) => total + pick(one), 0);
  const writes = sum((one) => one.writes);
  const changes = sum((one) => one.changes);
  return {
    seeds,
    steps,
    unending,
    jira,
    github,
    empty,
    changes,
    faults: sum(({ faults }) => faults),
    restarts: sum(({ restarts }) => restarts),
    diverged: sum(({ diverged }) => Math.min(1, diverged.length)),
    duplicates: sum(({ duplicates }) => duplicates.length),
    lost: sum(({ lost }) => lost.length),
    overwritten: sum(({ overwritten }) => overwritten.length),
    afterStop: sum(({ afterStop }) => afterStop.length),
    broken: sum(({ broken }) => broken.length),
    writesAfterRest: sum((one) => one.writesAfterRest),
    writesPerChange: Math.round((writes / Math.max(1, changes)) * 100) / 100,
    refusals: refusalsIn(played),
    coverage: coverageCurve(played),
    ...(failing.size === 0
      ? {}
      : { failing: [...failing].map(([seed, shortestPrefix]) => ({ seed, shortestPrefix })) }),
  };
}

function refusalsIn(played: readonly Played[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { refusals } of played) {
    for (const [kind, count] of Object.entries(refusals)) counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a));
}
