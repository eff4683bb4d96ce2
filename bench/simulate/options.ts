import { parseArgs } from "node:util";

export type SimulationOptions = {
  readonly seeds: number;
  /** The first seed. */
  readonly from: number;
  readonly steps: number;
  readonly unending: boolean;
  /** Plays planted defects instead of the real code. */
  readonly planted: boolean;
  /** Prefix of the planted defects to play; empty for all. */
  readonly only: string;
};

/** @throws TypeError for options that are not whole numbers from 1 */
export function readOptions(argv: readonly string[]): SimulationOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: "string" },
      from: { type: "string", default: "1" },
      steps: { type: "string" },
      unending: { type: "boolean", default: false },
      planted: { type: "boolean", default: false },
      only: { type: "string", default: "" },
    },
  });
  const { unending, planted, only } = values;
  // A planted defect shows early or in another seed.
  const { seeds = planted ? "60" : "40", steps = planted ? "12" : "30" } = values;
  return { seeds: count(seeds), from: count(values.from), steps: count(steps), unending, planted, only };
}

function count(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new TypeError(`"${value}" is not a whole number from 1`);
  return number;
}
