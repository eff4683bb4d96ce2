import { asOfLines } from "../../reporting/as-of-words.ts";
import type { Published } from "../../reporting/publish.ts";
import { counted } from "../../domain/counted.ts";
import { verdictName } from "../../reporting/verdict-words.ts";
import { severityWords } from "../conflict-lines.ts";
import type { ConflictSeverity } from "../../domain/conflicts/conflict.ts";
import type { VerdictLevel } from "../../domain/rollup/rollup.ts";

/** The output of `demo --once --json`. `again` is a second sync-and-apply right after the first. */
export type DemoResult = {
  readonly at: string;
  readonly trains: readonly DemoTrain[];
  readonly again: { readonly created: number; readonly updated: number; readonly resolved: number };
  readonly requests: { readonly jira: number; readonly github: number };
  readonly seconds: number;
};

export type DemoTrain = {
  readonly key: string;
  readonly verdict: VerdictLevel;
  readonly items: number;
  readonly features: number;
  readonly dependencies: number;
  readonly crossTracker: number;
  readonly conflicts: Readonly<Record<ConflictSeverity, number>>;
  readonly published: {
    readonly created: number;
    readonly updated: number;
    readonly resolved: number;
    readonly unchanged: number;
  };
  /** What the figures show and cannot know; empty if they are about now. */
  readonly notes: readonly string[];
};

export function demoTrain({ evaluation, counts }: Published): DemoTrain {
  const { rollup } = evaluation;
  return {
    key: rollup.train,
    verdict: rollup.verdict.level,
    items: rollup.items,
    features: rollup.features,
    dependencies: rollup.dependencies.total,
    crossTracker: rollup.dependencies.crossTracker,
    conflicts: rollup.conflicts,
    published: {
      created: counts.created,
      updated: counts.updated,
      resolved: counts.resolved,
      unchanged: counts.unchanged,
    },
    notes: asOfLines(evaluation),
  };
}

export function sumWrites(runs: readonly Published[]): DemoResult["again"] {
  const sum = (pick: keyof DemoResult["again"]) => runs.reduce((total, { counts }) => total + counts[pick], 0);
  return { created: sum("created"), updated: sum("updated"), resolved: sum("resolved") };
}

/** One train for a person; `created` lists what the demo wrote where. */
export function trainLines(train: DemoTrain, name: string, created: readonly string[]): readonly string[] {
  return [
    `${name}: ${verdictName(train.verdict)}`,
    `  ${counted(train.items, "item")}, ${counted(train.features, "feature")}, ${counted(train.dependencies, "dependency", "dependencies")} (${train.crossTracker} across trackers)`,
    `  ${severityWords(train.conflicts)}`,
    ...created.map((line) => `  ${line}`),
    ...train.notes.map((line) => `  note: ${line}`),
  ];
}
