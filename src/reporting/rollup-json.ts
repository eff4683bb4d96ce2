import { conflictRows } from "./conflict-rows.ts";
import type { Evaluation } from "./evaluate.ts";

/** The rollup as `report --as json` prints it: every figure, the open conflicts, instants as ISO 8601. */
export function rollupJson(evaluation: Evaluation): unknown {
  const { rollup } = evaluation;
  const sources = rollup.dataQuality.sources.map(({ completedAt, asOf, ...source }) => ({
    ...source,
    completedAt: iso(completedAt),
    asOf: iso(asOf),
  }));
  return {
    ...rollup,
    at: new Date(rollup.at).toISOString(),
    dataQuality: { ...rollup.dataQuality, sources },
    openConflicts: conflictRows(evaluation),
  };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
