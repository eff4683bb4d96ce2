import { conflictRows } from "./conflict-rows.ts";
import type { Evaluation } from "./evaluate.ts";

/** The rollup as `report --as json` prints it: every figure, the open conflicts, instants as ISO 8601. */
export function rollupJson(evaluation: Evaluation): unknown {
  const { rollup } = evaluation;
  const sources = rollup.dataQuality.sources.map(({ connection, completedAt }) => ({
    connection,
    completedAt: completedAt === null ? null : new Date(completedAt).toISOString(),
  }));
  return {
    ...rollup,
    at: new Date(rollup.at).toISOString(),
    dataQuality: { ...rollup.dataQuality, sources },
    openConflicts: conflictRows(evaluation),
  };
}
