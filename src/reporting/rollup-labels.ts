import type { Rollup } from "../domain/rollup/rollup.ts";

/** Labels of a rollup issue: ours, the train's and the verdict's, so that the trains of a tracker can be listed and boarded. */
export function rollupLabels({ train, verdict }: Pick<Rollup, "train" | "verdict">): readonly string[] {
  return ["signalbox", `train-${train}`, verdict.level];
}
