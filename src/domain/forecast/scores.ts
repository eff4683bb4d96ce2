import { at, countUpTo, type Numbers } from "./numbers.ts";

/**
 * Continuous ranked probability score of equally likely values, in the outcome's unit; smaller is better, and it is
 * proper: no range scores better than the honest one. `mean |x − came| − ½ mean |x − x′|` (Gneiting and Raftery,
 * "Strictly Proper Scoring Rules", 2007, eq. 21).
 */
export function crpsOf(ascending: Numbers, came: number): number {
  const count = ascending.length;
  let [distance, spread] = [0, 0];
  for (let place = 0; place < count; place += 1) {
    distance += Math.abs(at(ascending, place) - came);
    spread += (2 * place + 1 - count) * at(ascending, place);
  }
  return distance / count - spread / count ** 2;
}

/**
 * Probability integral transform: the share of values below what came, half of the equal ones added. Over many
 * forecasts its values are spread evenly from 0 to 1 if the forecasts are calibrated.
 */
export function pitOf(ascending: Numbers, came: number): number {
  const upTo = countUpTo(ascending, came);
  const equal = upTo - countUpTo(ascending, previous(came));
  return (upTo - equal / 2) / ascending.length;
}

/** The next smaller number, near enough for counts. */
function previous(value: number): number {
  return value - Number.EPSILON * Math.max(1, Math.abs(value));
}
