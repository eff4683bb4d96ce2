import { blockDays, countBetween, dayMs, daysSinceFirst, type TeamFinishes } from "./finishes.ts";
import { blocksAt, levelsAt, memoryDays } from "./levels.ts";
import { PastErrors, totalsWithin, type EndedForecast } from "./level-errors.ts";
import { randomFrom } from "./random.ts";
import { outcomeOf, type Outcome } from "./track-record.ts";

/** Days ahead for which Signalbox learns its errors: a sprint, half a quarter, a quarter less a week; whole blocks. */
export const horizons = [14, 42, 84] as const;

/** Days of a team's past below which its blocks cannot differ. */
const leastPastDays = 2 * blockDays;

/** Finished items within the memory below which a range would begin at zero and could not fail: about one in four weeks. */
const leastFinished = 8;

/** Why Signalbox does not forecast a team. */
export type Refusal =
  | { readonly kind: "nothing-finished" }
  | { readonly kind: "short-past"; readonly days: number; readonly neededDays: number }
  | { readonly kind: "too-few-lately"; readonly finished: number; readonly needed: number; readonly days: number };

export type HorizonForecast = {
  readonly days: number;
  /** Numbers of items that may be finished by then: ascending, equally likely, not yet whole. */
  readonly totals: Float64Array;
};

export type TeamForecast = {
  readonly team: string;
  /** Epoch milliseconds. */
  readonly madeAt: number;
  /** Null if there is a forecast. */
  readonly refusal: Refusal | null;
  /** In the order of `horizons`, one for each; none if refused. See `Walk` for what a past one leaves out. */
  readonly horizons: readonly HorizonForecast[];
};

/** All teams at one instant, and how the forecasts ended whose horizon was over by then. */
export type Forecast = {
  readonly madeAt: number;
  readonly teams: readonly TeamForecast[];
  readonly outcomes: readonly Outcome[];
};

/**
 * The forecast at an instant. It replays its own past: every two weeks since the first team's beginning it forecasts
 * with what was known then, and learns from what came. So it needs no stored model, and the same finishes, instant and
 * seed give the same bytes.
 */
export function forecastAt(teams: readonly TeamFinishes[], now: number, seed: string): Forecast {
  let latest: Forecast = { madeAt: now, teams: [], outcomes: [] };
  for (const forecast of walkForecasts(teams, datesUntil(teams, now), { seed, until: now }))
    latest = forecast ?? latest;
  return latest;
}

/** Every block back from an instant to the first finish, ascending; the instant alone if there is none before it. */
export function datesUntil(teams: readonly TeamFinishes[], now: number): readonly number[] {
  const days = Math.max(0, ...teams.map((team) => daysSinceFirst(team, now)));
  const count = Math.floor(days / blockDays) + 1;
  return Array.from({ length: count }, (_, place) => now - (count - 1 - place) * blockDays * dayMs);
}

type PastForecast = Omit<EndedForecast, "came"> & { readonly finishes: TeamFinishes; readonly totals: Float64Array };

/** `until`, epoch milliseconds: before the last date, forecasts whose horizon ends later are left out. They are not judged. */
export type Walk = { readonly seed: string; readonly until: number };

/**
 * A forecast at each date, with what is known then: finishes up to the date, errors of forecasts whose horizon has
 * ended. Null between two teams, so that other work may run there.
 * @param dates ascending
 */
export function* walkForecasts(
  teams: readonly TeamFinishes[],
  dates: readonly number[],
  { seed, until }: Walk,
): Generator<Forecast | null, void, void> {
  const last = dates.at(-1);
  const learned = horizons.map((days): Memory => ({ errors: new PastErrors(days), running: [] }));
  let outcomes: readonly Outcome[] = [];
  for (const date of dates) {
    outcomes = outcomes.concat(learned.flatMap((memory) => endedBy(date, memory)));
    const asked = learned.filter(({ errors }) => date === last || date + errors.horizonDays * dayMs <= until);
    const forecasts: TeamForecast[] = [];
    for (const finishes of teams) {
      forecasts.push(forecastTeam(finishes, date, { asked, seed }));
      yield null;
    }
    yield { madeAt: date, teams: forecasts, outcomes };
  }
}

type Learning = { readonly asked: readonly Memory[]; readonly seed: string };

/** Notes the forecast in the memory. */
function forecastTeam(finishes: TeamFinishes, date: number, { asked, seed }: Learning): TeamForecast {
  const { team } = finishes;
  const refusal = refusalOf(finishes, date);
  if (refusal !== null) return { team, madeAt: date, refusal, horizons: [] };
  const present = { team, now: date, levels: levelsAt(finishes, date), blocks: blocksAt(finishes, date) };
  const made = asked.map(({ errors, running }) => {
    const days = errors.horizonDays;
    const totals = totalsWithin(errors, present, randomFrom(`${seed} ${team} ${date} ${days}`));
    running.push({ team, madeAt: date, levels: present.levels, finishes, totals });
    return { days, totals };
  });
  return { team, madeAt: date, refusal: null, horizons: made };
}

/** Of one horizon: the errors of forecasts that have ended, and those that have not, the oldest first. */
type Memory = { readonly errors: PastErrors; readonly running: PastForecast[] };

/** Moves what has ended by a date to the memory of errors; returns how it ended. */
function endedBy(date: number, { errors, running }: Memory): readonly Outcome[] {
  const days = errors.horizonDays;
  const over = running.findIndex(({ madeAt }) => madeAt + days * dayMs > date);
  const done = running.splice(0, over === -1 ? running.length : over);
  return done.map(({ team, madeAt, levels, finishes, totals }) => {
    const came = countBetween(finishes, madeAt, madeAt + days * dayMs);
    errors.add({ team, madeAt, levels, came });
    return { team, madeAt, horizonDays: days, ...outcomeOf(totals, came) };
  });
}

function refusalOf(finishes: TeamFinishes, now: number): Refusal | null {
  const days = daysSinceFirst(finishes, now);
  if (days < 0) return { kind: "nothing-finished" };
  if (days < leastPastDays) return { kind: "short-past", days, neededDays: leastPastDays };
  const finished = countBetween(finishes, now - memoryDays * dayMs, now);
  if (finished >= leastFinished) return null;
  return { kind: "too-few-lately", finished, needed: leastFinished, days: memoryDays };
}
