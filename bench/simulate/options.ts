import { parseArgs } from "node:util";

export type SimulationOptions = {
  readonly seeds: number;
  /** The first seed. */
  readonly from: number;
  readonly steps: number;
};

/** @throws TypeError for options that are no whole numbers from 1 */
export function readOptions(argv: readonly string[]): SimulationOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: "string", default: "40" },
      from: { type: "string", default: "1" },
      steps: { type: "string", default: "30" },
    },
  });
  return { seeds: count(values.seeds), from: count(values.from), steps: count(values.steps) };
}

function count(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new TypeError(`"${value}" is no whole number from 1`);
  return number;
}
