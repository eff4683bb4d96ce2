import { parseArgs } from "node:util";
import { dayMs } from "../src/domain/forecast/finishes.ts";
import {
  aucOf,
  brierOf,
  calibrationErrorOf,
  reliabilityOf,
  type Predicted,
  type ReliabilityBin,
} from "../src/domain/forecast/probability-scores.ts";
import { describeStays } from "../src/domain/forecast/slip-rates.ts";
import type { Coefficient } from "../src/domain/forecast/slip-model.ts";
import { isForecaster, walkSlips, type SlipsAt } from "../src/domain/forecast/slips.ts";
import { hasSlipped } from "../src/domain/forecast/sprint-stay.ts";
import { iterationAt } from "../src/domain/model/train.ts";
import { dayOf, rounded } from "./printed.ts";
import { readPast, type Past } from "./past.ts";
import { endOf, instantOfDay } from "./past-teams.ts";
import { findingsIn } from "./past-conflicts.ts";
import { staysIn } from "./past-stays.ts";
import { ruleRecords, ruleTable, type RuleRecord } from "./rule-records.ts";

/** Figures of slip probabilities. `skill`: 1 − Brier score over that of the rolling base rate. */
type SlipFigures = {
  readonly n: number;
  readonly rate: number;
  readonly auc: number;
  readonly brier: number;
  readonly baseBrier: number;
  readonly skill: number;
  readonly ece: number;
  /** The alarm at p ≥ 0.7: how often it is right, and the share of all slips that it finds. */
  readonly alarm: { readonly n: number; readonly precision: number; readonly recall: number };
};

export type HindsightBench = {
  readonly from: string;
  readonly to: string;
  readonly rules: readonly RuleRecord[];
  readonly slips: SlipFigures & {
    readonly reliability: readonly ReliabilityBin[];
    readonly parts: Readonly<Record<string, SlipFigures>>;
    /** Of the last fit. */
    readonly ridge: number | null;
    readonly coefficients: readonly Coefficient[];
  };
  readonly cpuSeconds: number;
};

type SlipCase = Predicted & {
  readonly base: number;
  readonly team: string;
  readonly at: number;
  readonly carried: number;
};

const usage = "usage: npm run bench -- hindsight --data DIR [--from yyyy-mm-dd] [--to yyyy-mm-dd]";
const refitMs = 14 * dayMs;

/**
 * Walks through an export's past: what would have been written, and was it right? The conflicts that each rule would have
 * reported, day by day; and for each stay of an item in a sprint, the probability at its beginning that the item is still
 * open at the sprint's planned end. All with what was known then.
 */
export async function benchHindsight(argv: readonly string[]): Promise<HindsightBench> {
  const options = { data: { type: "string" }, from: { type: "string" }, to: { type: "string" } } as const;
  const { values } = parseArgs({ args: [...argv], options });
  if (values.data === undefined) throw new Error(usage);
  const past = await readPast(values.data);
  const end = values.to === undefined ? endOf(past) : Math.min(endOf(past), instantOfDay(values.to));
  const stays = describeStays(staysIn(past));
  const from = values.from === undefined ? 0 : instantOfDay(values.from);
  const first = stays[0]?.stay.from ?? end;
  const dates = Array.from({ length: Math.max(1, Math.ceil((end - first) / refitMs)) }, (_, n) => first + n * refitMs);
  const cases: SlipCase[] = [];
  let latest: SlipsAt["forecaster"] | null = null;
  for (const { at, forecaster } of walkSlips(stays, dates)) {
    latest = forecaster;
    if (!isForecaster(forecaster)) continue;
    for (const described of stays) {
      const { stay, baseRate } = described;
      if (stay.from < Math.max(at, from) || stay.from >= at + refitMs || stay.sprintEndsAt > end) continue;
      const came = hasSlipped(stay);
      const { team, carried } = stay;
      cases.push({
        probability: forecaster.probability(described),
        came,
        base: baseRate,
        team,
        at: stay.from,
        carried,
      });
    }
  }
  const middle = ((cases[0]?.at ?? 0) + end) / 2;
  const model = latest !== null && isForecaster(latest) ? latest.model : null;
  const result: HindsightBench = {
    from: dayOf(cases[0]?.at ?? end),
    to: dayOf(end),
    rules: rulesOf(past, { from, end }),
    slips: {
      ...figuresOf(cases),
      reliability: reliabilityOf(cases).map(({ n, said, came }) => ({ n, said: rounded(said), came: rounded(came) })),
      parts: {
        ...figuresBy(cases, ({ at }) => (at < middle ? "first half" : "second half")),
        ...figuresBy(cases, ({ carried }) => `carried ${Math.min(4, carried)}`),
        ...figuresBy(cases, ({ team }) => team),
      },
      ridge: model?.ridge ?? null,
      coefficients: (model?.coefficients ?? []).map(({ column, perUnit, perDeviation }) => ({
        column,
        perUnit: rounded(perUnit),
        perDeviation: rounded(perDeviation),
      })),
    },
    cpuSeconds: rounded(process.cpuUsage().user / 1e6, 1),
  };
  process.stderr.write(tableOf(result));
  return result;
}

function rulesOf(past: Past, { from, end }: { from: number; end: number }): readonly RuleRecord[] {
  const { train } = past;
  const teamIterations = new Set(
    staysIn(past)
      .filter((stay) => stay.from >= from && stay.from <= end)
      .flatMap(({ team, from: begun }) => {
        const iteration = iterationAt(train, begun);
        return iteration === null ? [] : [`${team} ${iteration.ordinal}`];
      }),
  ).size;
  const findings = findingsIn(past, end).filter(({ openedAt }) => openedAt >= from);
  return ruleRecords(findings, { train, end, teamIterations });
}

function figuresBy(
  cases: readonly SlipCase[],
  keyOf: (one: SlipCase) => string,
): Readonly<Record<string, SlipFigures>> {
  return Object.fromEntries([...Map.groupBy(cases, keyOf)].map(([key, some]) => [key, figuresOf(some)]));
}

function figuresOf(cases: readonly SlipCase[]): SlipFigures {
  const slipped = cases.filter(({ came }) => came).length;
  const alarms = cases.filter(({ probability }) => probability >= 0.7);
  const right = alarms.filter(({ came }) => came).length;
  const brier = brierOf(cases);
  const baseBrier = brierOf(cases.map(({ base, came }) => ({ probability: base, came })));
  return {
    n: cases.length,
    rate: rounded(slipped / cases.length),
    auc: rounded(aucOf(cases)),
    brier: rounded(brier),
    baseBrier: rounded(baseBrier),
    skill: rounded(1 - brier / baseBrier),
    ece: rounded(calibrationErrorOf(cases)),
    alarm: { n: alarms.length, precision: rounded(right / alarms.length), recall: rounded(right / slipped) },
  };
}

function tableOf({ rules, slips }: HindsightBench): string {
  const line = (name: string, { n, rate, auc, skill, ece, alarm }: SlipFigures) =>
    `  ${name.padEnd(16)}${[n, rate, auc, skill, ece, alarm.precision, alarm.recall].map((one) => String(one).padStart(9)).join("")}`;
  const head = ["n", "rate", "auc", "skill", "ece", "alarm", "found"].map((word) => word.padStart(9)).join("");
  const parts = Object.entries(slips.parts).map(([name, figures]) => line(name, figures));
  const bins = slips.reliability.map(({ n, said, came }) => `  said ${said}, came ${came} of ${n}`);
  const reasons = slips.coefficients.map(({ column, perDeviation }) => `  ${column.padEnd(44)}${perDeviation}`);
  return [
    "rules",
    ...ruleTable(rules),
    "slips",
    `  ${"".padEnd(16)}${head}`,
    line("all", slips),
    ...parts,
    ...bins,
    ...reasons,
    "",
  ].join("\n");
}
