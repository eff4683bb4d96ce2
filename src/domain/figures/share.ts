import { rounded } from "../rollup/load.ts";

/**
 * Why a figure has no value.
 *
 * - `not-read`: Signalbox has not read each of the train's connections to its end since the period's start, or since its
 *   end if that has come.
 * - `nothing-committed`: nothing counted in the period when it started; of a predictability, nothing open did.
 * - `nothing-estimated`: what was committed has no estimate, or only estimates of 0.
 * - `no-points`: no team estimates: the unit is items.
 * - `no-iteration-ended`: no iteration has ended in which the team had work.
 */
export type Missing = "not-read" | "nothing-committed" | "nothing-estimated" | "no-points" | "no-iteration-ended";

/** A figure that does not exist. */
export type NoValue = { readonly because: Missing };

/** A part of a whole; `ratio` is `part` / `whole`, to thousandths. */
export type Share = { readonly part: number; readonly whole: number; readonly ratio: number };

/** The unit of a team, or of the train: points if any team estimates. Each figure is given in items too. */
export type Unit = "points" | "items";

/** A ratio of amounts, to thousandths. @param whole not 0 */
export function ratioOf(part: number, whole: number): number {
  return rounded(part / whole);
}
