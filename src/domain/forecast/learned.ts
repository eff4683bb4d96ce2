import { blockDays, countBetween, dayMs, type TeamFinishes } from "./finishes.ts";
import { horizons, walkForecasts, type Forecast, type TeamForecast } from "./forecast.ts";
import { columnAt } from "./numbers.ts";
import { below, randomFrom } from "./random.ts";
import { outcomeOf, type Outcome } from "./track-record.ts";

/** What a train's past tells at an instant. */
export type Learned = {
  /** What each team may finish from then on. */
  readonly teams: readonly TeamForecast[];
  /** How each team's past forecasts ended. */
  readonly outcomes: readonly Outcome[];
  /** The same for the sum of all teams. */
  readonly ofTrain: readonly Outcome[];
};

/** One train's finishes up to an instant (epoch milliseconds). `seed`: the same on every day. */
export type KnownPast = { readonly finishes: readonly TeamFinishes[]; readonly now: number; readonly seed: string };

/** Replays the past of a train's forecasts. Each step is short; other work may run between two of them. */
export function* learnPast({ finishes, now, seed }: KnownPast): Generator<void, Learned> {
  const ofTrain: Outcome[] = [];
  let latest: Forecast = { madeAt: now, teams: [], outcomes: [] };
  for (const forecast of walkForecasts(finishes, fortnightsUntil(finishes, now), { seed, until: now })) {
    yield;
    if (forecast === null) continue;
    latest = forecast;
    ofTrain.push(...outcomesOfSum(forecast, finishes, { now, seed }));
  }
  return { teams: latest.teams, outcomes: latest.outcomes, ofTrain };
}

/**
 * Fortnights that a forecast replays: ten years, whose older errors weigh less than a thousandth; fewer for many teams, who
 * learn from each other, but a year. So its time does not grow with the square of the teams, nor with an item of 1970.
 */
function mostFortnights(teams: number): number {
  const [years, year, forecasts] = [260, 26, 1040];
  return Math.max(year, Math.min(years, Math.floor(forecasts / teams)));
}

/**
 * The fixed fortnights between the first finish and an instant, and the instant. Fixed ones, so that past forecasts and
 * their record are the same on the next day.
 */
export function fortnightsUntil(finishes: readonly TeamFinishes[], now: number): readonly number[] {
  const fortnightMs = blockDays * dayMs;
  const first = Math.min(now, ...finishes.flatMap(({ at: instants }) => [...instants.subarray(0, 1)]));
  const last = Math.floor(now / fortnightMs);
  const count = Math.min(mostFortnights(finishes.length), last - Math.floor(first / fortnightMs));
  const fixed = Array.from({ length: count }, (_, place) => (last - (count - 1 - place)) * fortnightMs);
  return fixed.at(-1) === now ? fixed : [...fixed, now];
}

/** Values that stand for the distribution of a sum. */
const sums = 400;

/** How a past forecast of the sum of all teams then forecast ended, for the horizons that are over. */
function outcomesOfSum(
  { madeAt, teams }: Forecast,
  finishes: readonly TeamFinishes[],
  { now, seed }: Omit<KnownPast, "finishes">,
): readonly Outcome[] {
  const made = teams.filter(({ refusal }) => refusal === null);
  if (made.length === 0) return [];
  const known = finishes.filter(({ team }) => made.some((one) => one.team === team));
  return horizons.flatMap((days, place): readonly Outcome[] => {
    const until = madeAt + days * dayMs;
    if (until > now) return [];
    const random = randomFrom(`${seed} sum ${madeAt} ${days}`);
    const parts = made.flatMap((one) => one.horizons.slice(place, place + 1)).map(({ totals }) => totals);
    const totals = new Float64Array(sums);
    for (let place = 0; place < sums; place += 1) {
      let total = 0;
      for (const part of parts) total += columnAt(part, below(part.length, random));
      totals[place] = total;
    }
    totals.sort();
    const came = known.reduce((total, one) => total + countBetween(one, madeAt, until), 0);
    return [{ team: "", horizonDays: days, madeAt, ...outcomeOf(totals, came) }];
  });
}
