import type { ConflictSeverity } from "../domain/conflicts/conflict.ts";
import { overCapacity, rounded } from "../domain/rollup/load.ts";
import type { IterationLoad, TeamLoad } from "../domain/rollup/rollup.ts";
import { severityRank } from "../domain/conflicts/rules/all-rules.ts";
import { answeredRows, conflictRows, type ConflictRow } from "./conflict-rows.ts";
import type { Evaluation } from "./evaluate.ts";
import { iterationWords } from "./item-words.ts";
import { workWords } from "./verdict-words.ts";

/** An over-full iteration as `conflicts --json` prints it. No single item is in conflict. */
export type CapacityRow = {
  readonly fingerprint: string;
  readonly rule: "over-capacity";
  readonly alsoFires: readonly [];
  readonly severity: ConflictSeverity;
  readonly says: string;
  readonly consumer: null;
  readonly provider: null;
  readonly team: string;
  readonly iteration: string;
  readonly increment: string;
  readonly load: number;
  readonly finished: number;
  readonly unit: TeamLoad["unit"];
  readonly fix: string;
  readonly actors: readonly string[];
};

/**
 * Everything open: conflicts in the order of `openRecords`, over-full iterations after conflicts of equal severity, then
 * what people acknowledged or snoozed.
 */
export function openRows(evaluation: Evaluation): readonly (ConflictRow | CapacityRow)[] {
  const news = [...conflictRows(evaluation), ...capacityRows(evaluation)].toSorted(
    (a, b) => severityRank(a.severity) - severityRank(b.severity),
  );
  return [...news, ...answeredRows(evaluation)];
}

function capacityRows({ view, rollup }: Evaluation): readonly CapacityRow[] {
  const severity = overCapacity(view.train);
  if (severity === "off") return [];
  const telling = { severity, home: rollup.increment };
  return rollup.load.flatMap((team) =>
    [team.finished]
      .filter((finished) => finished !== null)
      .flatMap((finished) => fullIterations(team).map((iteration) => row({ ...team, finished }, iteration, telling))),
  );
}

function fullIterations({ iterations }: TeamLoad): readonly IterationLoad[] {
  return iterations.filter(({ isOver }) => isOver);
}

type Telling = { readonly severity: ConflictSeverity; readonly home: string };
type MeasuredLoad = TeamLoad & { readonly finished: number };

function row(
  { team, name, unit, finished, over }: MeasuredLoad,
  { iteration, increment, load }: IterationLoad,
  { severity, home }: Telling,
): CapacityRow {
  const place = iterationWords({ iteration, increment }, home);
  const measured = over === 1 ? "in its last iteration" : `per iteration in its last ${over}`;
  return {
    fingerprint: `over-capacity:${team}:${increment}/${iteration}`,
    rule: "over-capacity",
    alsoFires: [],
    severity,
    says: `${name} has ${workWords(load, unit)} in ${place}, but finished ${finished} ${measured}.`,
    consumer: null,
    provider: null,
    team,
    iteration,
    increment,
    load,
    finished,
    unit,
    fix: `take ${workWords(rounded(load - finished), unit)} out of ${place}`,
    actors: [team],
  };
}
