import type { Decision } from "../domain/decisions.ts";
import { plain } from "./conflict-words.ts";
import { decisionLine, decisionsOpen, isDue } from "./decision-section.ts";
import type { Evaluation } from "./evaluate.ts";

/** One decision as `report --as json` prints it, and as a day's rollup keeps it. */
export type DecisionRow = {
  /** The whole line as the rollup has it. */
  readonly says: string;
  /** ISO 8601; null where no date tells. */
  readonly dueAt: string | null;
  /** Whether it falls in the present or the next iteration, or is late already. */
  readonly due: boolean;
  /** Keys of the teams that can take it. */
  readonly teams: readonly string[];
  /** Fingerprints of the conflicts that it ends. */
  readonly conflicts: readonly string[];
};

/** Every decision that the open conflicts ask for, the nearest first. */
export function decisionRows(evaluation: Evaluation): readonly DecisionRow[] {
  return decisionsOpen(evaluation).map((decision) => row(evaluation, decision));
}

function row(evaluation: Evaluation, decision: Decision): DecisionRow {
  const { dueAt, teams, conflicts } = decision;
  return {
    says: plain(decisionLine(evaluation, decision)),
    dueAt: dueAt === null ? null : new Date(dueAt).toISOString(),
    due: isDue(evaluation, decision),
    teams,
    conflicts: conflicts.map(({ fingerprint }) => fingerprint),
  };
}
