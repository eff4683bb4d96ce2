import type { Rollup } from "../domain/rollup/rollup.ts";

/** Labels of a rollup issue: ours, the train's and the verdict's, for lists and boards of a tracker's trains. */
export function rollupLabels({ train, verdict }: Pick<Rollup, "train" | "verdict">): readonly string[] {
  return ["signalbox", `train-${train}`, verdict.level];
}
