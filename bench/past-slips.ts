import { dayMs } from "../src/domain/forecast/finishes.ts";
import { quantile } from "../src/domain/forecast/numbers.ts";
import {
  aucOf,
  brierOf,
  calibrationErrorOf,
  reliabilityOf,
  type Predicted,
  type ReliabilityBin,
} from "../src/domain/forecast/probability-scores.ts";
import type { Coefficient, SlipModel } from "../src/domain/forecast/slip-model.ts";
import type { DescribedStay } from "../src/domain/forecast/slip-rates.ts";
import { probabilityAt, replaySlips, warningsBy } from "../src/domain/forecast/slip-replay.ts";
import type { SlipReplay, Warning } from "../src/domain/forecast/slip-replay.ts";
import { isForecaster } from "../src/domain/forecast/slips.ts";
import { hasSlipped } from "../src/domain/forecast/sprint-stay.ts";
import { atOneGo } from "../src/domain/tracking/in-steps.ts";
import { rounded } from "./printed.ts";

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

/** Warnings on the first day on which an open item's probability reached a level. `found`: the share of all slips. */
type WarningFigures = {
  readonly level: number;
  readonly n: number;
  readonly right: number;
  readonly found: number;
  readonly daysLeftMedian: number | null;
};

export type SlipRecord = SlipFigures & {
  readonly reliability: readonly ReliabilityBin[];
  readonly warnings: readonly WarningFigures[];
  /** Of the probabilities of open items, on each day of a stay. */
  readonly daily: Pick<SlipFigures, "n" | "rate" | "auc" | "brier" | "ece">;
  readonly parts: Readonly<Record<string, SlipFigures>>;
  /** Of the last fit. */
  readonly ridge: number | null;
  readonly coefficients: readonly Coefficient[];
};

/** Predictions that have come out, and everything learned on the way. */
type Walk = { readonly cases: readonly SlipCase[]; readonly model: SlipModel | null; readonly replay: SlipReplay };

type SlipCase = Predicted & {
  readonly base: number;
  readonly team: string;
  readonly at: number;
  readonly carried: number;
};

const refitMs = 14 * dayMs;

/**
 * For each stay that begins within the span and whose sprint ended in it, the probability at its beginning.
 * @param stays ascending by beginning (`describeStays`)
 */
export function slipRecord(stays: readonly DescribedStay[], span: { from: number; end: number }): SlipRecord {
  const { cases, model, replay } = walk(stays, span);
  const middle = ((cases[0]?.at ?? 0) + span.end) / 2;
  return {
    ...figuresOf(cases),
    reliability: reliabilityOf(cases).map(({ n, said, came }) => ({ n, said: rounded(said), came: rounded(came) })),
    warnings: [0.5, 0.6, 0.7, 0.8].map((level) =>
      warningFigures(warningsBy(replay, span.end, level), { level, cases }),
    ),
    daily: dailyFigures(replay, span.end),
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
  };
}

function walk(stays: readonly DescribedStay[], { from, end }: { from: number; end: number }): Walk {
  const first = stays[0]?.stay.from ?? end;
  const dates = Array.from({ length: Math.max(1, Math.ceil((end - first) / refitMs)) }, (_, n) => first + n * refitMs);
  const all = atOneGo(replaySlips(stays, dates));
  const isMeant = ({ stay }: DescribedStay) => stay.from >= from && stay.sprintEndsAt <= end;
  const replay = { ...all, beginnings: new Map([...all.beginnings].filter(([described]) => isMeant(described))) };
  const cases = [...replay.beginnings].map(([{ stay, baseRate: base }, probability]): SlipCase => {
    const { team, carried } = stay;
    return { probability, came: hasSlipped(stay), base, team, at: stay.from, carried };
  });
  return { cases, model: isForecaster(all.last) ? all.last.model : null, replay };
}

function warningFigures(
  warnings: readonly Warning[],
  { level, cases }: { readonly level: number; readonly cases: readonly SlipCase[] },
): WarningFigures {
  const right = warnings.filter(({ isRight }) => isRight).length;
  const days = warnings.map(({ daysLeft }) => daysLeft).toSorted((a, b) => a - b);
  return {
    level,
    n: warnings.length,
    right: rounded(right / warnings.length),
    found: rounded(right / cases.filter(({ came }) => came).length),
    daysLeftMedian: days.length === 0 ? null : rounded(quantile(days, 0.5), 1),
  };
}

function dailyFigures(replay: SlipReplay, end: number): SlipRecord["daily"] {
  const looks = [...replay.beginnings.keys()].flatMap((described): readonly Predicted[] => {
    const { from, sprintEndsAt, closedAt } = described.stay;
    const days = Math.ceil((Math.min(sprintEndsAt, closedAt ?? Infinity, end) - from) / dayMs);
    return Array.from({ length: days }, (_, day) => ({
      probability: probabilityAt(replay, described, from + day * dayMs) ?? 0,
      came: hasSlipped(described.stay),
    }));
  });
  return {
    n: looks.length,
    rate: rounded(looks.filter(({ came }) => came).length / looks.length),
    auc: rounded(aucOf(looks)),
    brier: rounded(brierOf(looks)),
    ece: rounded(calibrationErrorOf(looks)),
  };
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

/** As lines of text. */
export function slipTable(slips: SlipRecord): readonly string[] {
  const line = (name: string, { n, rate, auc, skill, ece, alarm }: SlipFigures) =>
    `  ${name.padEnd(16)}${[n, rate, auc, skill, ece, alarm.precision, alarm.recall].map((one) => String(one).padStart(9)).join("")}`;
  const head = ["n", "rate", "auc", "skill", "ece", "alarm", "found"].map((word) => word.padStart(9)).join("");
  const parts = Object.entries(slips.parts).map(([name, figures]) => line(name, figures));
  const bins = slips.reliability.map(({ n, said, came }) => `  said ${said}, came ${came} of ${n}`);
  const { daily } = slips;
  const warnings = slips.warnings.map(
    ({ level, n, right, found, daysLeftMedian }) =>
      `  open at p >= ${level}: ${n} items, right ${right}, found ${found}, days left ${daysLeftMedian ?? "-"}`,
  );
  const open = `  daily: ${daily.n} looks, rate ${daily.rate}, auc ${daily.auc}, brier ${daily.brier}, ece ${daily.ece}`;
  const reasons = slips.coefficients.map(({ column, perDeviation }) => `  ${column.padEnd(72)}${perDeviation}`);
  return [`  ${"".padEnd(16)}${head}`, line("all", slips), ...parts, ...bins, open, ...warnings, ...reasons];
}
