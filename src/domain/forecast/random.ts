import { digestOf } from "../hash.ts";

/** The next number, from 0 to below 1. */
export type Random = () => number;

/**
 * Numbers that a seed repeats, on any machine: the generator sfc32 (C. Doty-Humphrey, PractRand, 2010), 32 bits each.
 * Text as seed, so that each team, day and horizon has its own sequence, whatever else was drawn before.
 */
export function randomFrom(seed: string): Random {
  const digest = digestOf(seed);
  let [a, b] = [Number.parseInt(digest.slice(0, 8), 16), Number.parseInt(digest.slice(8), 16)];
  let [c, counter] = [0x9e3779b9, 1];
  const next = (): number => {
    const drawn = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + drawn;
    return (drawn >>> 0) / 2 ** 32;
  };
  // The first numbers after similar seeds are similar.
  for (let round = 0; round < 15; round += 1) next();
  return next;
}

/** A whole number from 0 to below `count`. */
export function below(count: number, random: Random): number {
  return Math.floor(random() * count);
}
