import { dayMs, type TeamFinishes } from "../../../src/domain/forecast/finishes.ts";
import { randomFrom, type Random } from "../../../src/domain/forecast/random.ts";

/** The instant at which the made-up pasts end. */
export const now = Date.UTC(2026, 10, 24, 12);

/** A count with this mean (Knuth's method). */
export function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > limit) {
    count += 1;
    product *= random();
  }
  return count;
}

/** A team that finishes at random instants; `perDay` may depend on the number of days until the end. */
export function madeUpTeam(team: string, days: number, perDay: (daysLeft: number) => number): TeamFinishes {
  const random = randomFrom(`made up ${team}`);
  const at = Array.from({ length: days }, (_, day) => {
    const daysLeft = days - day;
    return Array.from({ length: poisson(perDay(daysLeft), random) }, () => now - (daysLeft - random()) * dayMs);
  }).flat();
  return { team, at: Float64Array.from(at).toSorted() };
}
