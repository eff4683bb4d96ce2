import { blockDays, dailyCounts, daysSinceFirst, type TeamFinishes } from "../src/domain/forecast/finishes.ts";
import { at, sum } from "../src/domain/forecast/numbers.ts";
import { below, type Random } from "../src/domain/forecast/random.ts";

/** A peer's numbers of items within a horizon: ascending. */
type PeerForecast = (finishes: TeamFinishes, when: { readonly now: number; readonly days: number }) => Float64Array;

/** As many as Lighthouse draws would cost minutes and change nothing in the third digit. */
const draws = 2000;

/**
 * The peers' methods on the same finishes: days drawn one by one with replacement from the last 30 (Lighthouse's default)
 * or 90 (mcs-mcp), and blocks of two weeks from the last 182. None looks at its errors. Days before a team's first finish
 * do not count, which is kinder than what Lighthouse does.
 */
export function peerForecasts(random: Random): Readonly<Record<string, PeerForecast>> {
  const drawn = (pieces: Float64Array, count: number) =>
    Float64Array.from({ length: draws }, () => {
      let total = 0;
      for (let drawn = 0; drawn < count; drawn += 1) total += at(pieces, below(pieces.length, random));
      return total;
    }).toSorted();
  const uniform =
    (windowDays: number): PeerForecast =>
    (finishes, { now, days }) =>
      drawn(dailyCounts(finishes, now, Math.min(windowDays, Math.max(1, daysSinceFirst(finishes, now)))), days);
  return {
    "uniform-30": uniform(30),
    "uniform-90": uniform(90),
    "blocks-14": (finishes, { now, days }) => {
      const blocks = Math.min(182 / blockDays, Math.floor(daysSinceFirst(finishes, now) / blockDays));
      const daily = dailyCounts(finishes, now, blocks * blockDays);
      const totals = Float64Array.from({ length: blocks }, (_, place) =>
        sum(daily.subarray(place * blockDays, (place + 1) * blockDays)),
      );
      return drawn(totals, days / blockDays);
    },
  };
}
