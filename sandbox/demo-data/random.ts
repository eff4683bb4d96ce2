import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Choices that a seed repeats. */
export type Random = {
  /** A whole number, both bounds included. */
  int(from: number, to: number): number;
  /** An instant on a full minute between two, in epoch milliseconds; the first if the second is not later. */
  instant(from: number, to: number): number;
  /** @param likelihood 0 to 1 */
  chance(likelihood: number): boolean;
  /** @throws RangeError for an empty list */
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): readonly T[];
};

const minuteMs = 60_000;

export function createRandom(seed: number): Random {
  const source = xoroshiro128plus(Math.trunc(seed) | 0);
  const int = (from: number, to: number) => uniformInt(source, from, to);
  return {
    int,
    instant: (from, to) => from + minuteMs * int(0, Math.max(0, Math.floor((to - from) / minuteMs))),
    chance: (likelihood) => uniformFloat64(source) < likelihood,
    pick(list) {
      for (const chosen of list.slice(int(0, Math.max(0, list.length - 1)))) return chosen;
      throw new RangeError("nothing to pick from");
    },
    shuffled(list) {
      const rest = [...list];
      return list.flatMap((_, index) => rest.splice(int(0, list.length - index - 1), 1));
    },
  };
}
