import { blockDays } from "./finishes.ts";
import type { HorizonForecast } from "./forecast.ts";
import { columnAt, quantile, sum } from "./numbers.ts";
import { below, type Random } from "./random.ts";

/** What a team's future days are drawn from. */
export type Pace = {
  /** The learned totals, the nearest horizon first, at least one. */
  readonly horizons: readonly HorizonForecast[];
  /** The team's last blocks: how finishes spread over the days. */
  readonly blocks: readonly Float64Array[];
};

/**
 * One trial's items per day, with fractions, from the day after now. The trial has one luck: the same share of the totals
 * at every horizon, so that a slow fortnight belongs to a slow quarter. Between two horizons, blocks drawn from the past
 * spread the difference over the days. Beyond the last horizon the trial goes on at that horizon's mean rate.
 * @param blackout days, counted from 0, on which the team does not work; what it would have finished then is lost, not moved
 */
export function drawDays(
  pace: Pace,
  { days, blackout }: { readonly days: number; readonly blackout: ReadonlySet<number> },
  random: Random,
): Float64Array {
  const luck = random();
  const drawn = new Float64Array(Math.ceil(days / blockDays) * blockDays);
  let [begun, total] = [0, 0];
  for (const { ends, upTo } of segmentsOf(pace, luck, drawn.length)) {
    spread(drawn.subarray(begun, ends), Math.max(0, upTo - total), { pace, random });
    [begun, total] = [ends, Math.max(total, upTo)];
  }
  for (const day of blackout) if (day < drawn.length) drawn[day] = 0;
  return drawn.subarray(0, days);
}

/** Where each stretch of days ends, and how many items the trial has finished by then. */
function segmentsOf({ horizons }: Pace, luck: number, days: number): readonly { ends: number; upTo: number }[] {
  const known = horizons.map((horizon) => ({ ends: horizon.days, upTo: quantile(horizon.totals, luck) }));
  const last = known.reduce((_, one) => one, { ends: blockDays, upTo: 0 });
  const beyond = { ends: days, upTo: (last.upTo * days) / last.ends };
  const inside = known.filter(({ ends }) => ends <= days);
  const next = known.find(({ ends }) => ends > days);
  if (inside.at(-1)?.ends === days) return inside;
  if (next === undefined) return [...inside, beyond];
  const before = inside.at(-1) ?? { ends: 0, upTo: 0 };
  const share = (days - before.ends) / (next.ends - before.ends);
  return [...inside, { ends: days, upTo: before.upTo + share * (next.upTo - before.upTo) }];
}

/** Spreads a number of items over days as drawn blocks do; evenly if nothing was finished in those. */
function spread(days: Float64Array, items: number, { pace, random }: { readonly pace: Pace; readonly random: Random }) {
  for (let begin = 0; begin < days.length; begin += blockDays) {
    const block = pace.blocks[below(pace.blocks.length, random)];
    if (block !== undefined) days.set(block, begin);
  }
  const drawn = sum(days);
  for (let day = 0; day < days.length; day += 1) {
    days[day] = drawn === 0 ? items / days.length : (columnAt(days, day) * items) / drawn;
  }
}
