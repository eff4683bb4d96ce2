import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { digestOf } from "../hash.ts";

/** The next number, from 0 to below 1. */
export type Random = () => number;

/**
 * Numbers that a seed repeats, on any machine. Text as seed, so that each team, day and horizon has its own sequence,
 * whatever else was drawn before; generators with neighbouring seeds begin alike, digests do not.
 */
export function randomFrom(seed: string): Random {
  const source = xoroshiro128plus(Number.parseInt(digestOf(seed).slice(0, 8), 16) | 0);
  return () => uniformFloat64(source);
}

/** A whole number from 0 to below `count`. */
export function below(count: number, random: Random): number {
  return Math.floor(random() * count);
}
