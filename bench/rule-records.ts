import type { ConflictSeverity, RuleId } from "../src/domain/conflicts/conflict.ts";
import { activeRules } from "../src/domain/conflicts/rules/all-rules.ts";
import { dayMs } from "../src/domain/forecast/finishes.ts";
import { quantile } from "../src/domain/forecast/numbers.ts";
import type { Train } from "../src/domain/model/train.ts";
import { rounded } from "./printed.ts";
import type { PlacedConflict } from "./past-conflicts.ts";
import { isFalse, isTrue, overAt, verdictOf, type Verdict } from "./past-verdicts.ts";

/**
 * How often a rule was right. Of severity `conflict` each one begins a comment, or adds to the one on its item; of `risk`
 * it only adds.
 */
export type RuleRecord = {
  readonly rule: RuleId;
  readonly severity: ConflictSeverity;
  readonly comments: number;
  readonly true: number;
  readonly false: number;
  readonly undecided: number;
  readonly verdicts: Readonly<Record<Exclude<Verdict, "undecided">, number>>;
  /** Consumers without a date: then it is unknown whether the provider was late for them. */
  readonly withoutDate: number;
  /** From the comment to the consumer's date, of true ones. Null without any. */
  readonly warningDaysMedian: number | null;
  /** Per team and iteration in which the team had an item in a sprint. */
  readonly falsePerTeamIteration: number;
  /** The greatest number of one team in one iteration. */
  readonly mostFalse: number;
};

type Span = {
  readonly train: Train;
  /** The last known instant. */
  readonly end: number;
  /** Number of pairs of a team and an iteration. */
  readonly teamIterations: number;
};

/** For each active rule on the plan, the most severe first, also for one that found nothing. */
export function ruleRecords(conflicts: readonly PlacedConflict[], span: Span): readonly RuleRecord[] {
  const byRule = Map.groupBy(conflicts, ({ rule }) => rule);
  // The replay makes no forecast of each day.
  const replayed = activeRules(span.train).filter(({ rule }) => rule.looksAt !== "forecast");
  return replayed.map(({ id, severity }) => ({ rule: id, severity, ...recordOf(byRule.get(id) ?? [], span) }));
}

function recordOf(conflicts: readonly PlacedConflict[], { end, teamIterations }: Span) {
  const judged = conflicts.map((conflict) => ({ conflict, verdict: verdictOf(conflict, end) }));
  const count = (matches: (verdict: Verdict) => boolean) => judged.filter(({ verdict }) => matches(verdict)).length;
  const of = (wanted: Verdict) => count((verdict) => verdict === wanted);
  const falseOnes = Map.groupBy(
    judged.filter(({ verdict }) => isFalse(verdict)),
    ({ conflict: { team, iteration } }) => `${team} ${iteration}`,
  );
  const warnings = judged.flatMap(({ conflict, verdict }) => {
    const over = overAt(conflict);
    return isTrue(verdict) && over !== null ? [(over - conflict.openedAt) / dayMs] : [];
  });
  return {
    comments: conflicts.length,
    true: count(isTrue),
    false: count(isFalse),
    undecided: of("undecided"),
    verdicts: {
      late: of("late"),
      replanned: of("replanned"),
      "in-time": of("in-time"),
      without: of("without"),
      dropped: of("dropped"),
    },
    withoutDate: conflicts.filter(({ neededBy }) => neededBy === null).length,
    warningDaysMedian:
      warnings.length === 0
        ? null
        : rounded(
            quantile(
              warnings.toSorted((a, b) => a - b),
              0.5,
            ),
            1,
          ),
    falsePerTeamIteration: rounded(count(isFalse) / teamIterations),
    mostFalse: Math.max(0, ...[...falseOnes.values()].map((same) => same.length)),
  };
}

/** As lines of text. */
export function ruleTable(records: readonly RuleRecord[]): readonly string[] {
  const row = (name: string, values: readonly (string | number)[]) =>
    `  ${name.padEnd(22)}${values.map((value) => String(value).padStart(12)).join("")}`;
  const words = [
    "comments",
    "late",
    "replanned",
    "in-time",
    "without",
    "dropped",
    "undecided",
    "no date",
    "warned d",
    "false/t+i",
    "most false",
  ];
  return [
    row("rule", words),
    ...records.map(({ rule, severity, comments, verdicts, undecided, ...rest }) => {
      const { late, replanned, "in-time": inTime, without, dropped } = verdicts;
      const { withoutDate, warningDaysMedian, falsePerTeamIteration, mostFalse } = rest;
      return row(severity === "conflict" ? rule : `${rule} (${severity})`, [
        comments,
        late,
        replanned,
        inTime,
        without,
        dropped,
        undecided,
        withoutDate,
        warningDaysMedian ?? "-",
        falsePerTeamIteration,
        mostFalse,
      ]);
    }),
  ];
}
