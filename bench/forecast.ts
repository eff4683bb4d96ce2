import { parseArgs } from "node:util";
import { countBetween, dayMs, finishesByTeam, type TeamFinishes } from "../src/domain/forecast/finishes.ts";
import { datesUntil, horizons, walkForecasts, type Forecast } from "../src/domain/forecast/forecast.ts";
import { memoryDays } from "../src/domain/forecast/levels.ts";
import { quantile } from "../src/domain/forecast/numbers.ts";
import { randomFrom } from "../src/domain/forecast/random.ts";
import { crpsOf } from "../src/domain/forecast/scores.ts";
import { recordOf } from "../src/domain/forecast/track-record.ts";
import { dayOf, rounded } from "./printed.ts";
import { readPast } from "./past.ts";
import { endOf, finishesIn, instantOfDay } from "./past-teams.ts";
import { peerForecasts } from "./peer-forecasts.ts";

/** A method's figures at one horizon. `cov90`: share of outcomes from p5 to p95; `hold85`: share at or above p15. */
type Figures = {
  readonly n: number;
  readonly cov90: number;
  readonly hold85: number;
  readonly relCrps: number;
};

type HorizonFigures = {
  readonly methods: Readonly<Record<string, Figures>>;
  /** 1 − ours / uniform-30, by relCrps. */
  readonly skill: number;
  /** Ours alone, by team and by half of the time. */
  readonly parts: Readonly<Record<string, Figures>>;
};

export type ForecastBench = {
  readonly from: string;
  readonly to: string;
  readonly horizons: Readonly<Record<string, HorizonFigures>>;
  /** Team forecasts that Signalbox refused, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** What the product would say of itself at the end, over all teams: "said 85 %, held … of … times". */
  readonly records: readonly {
    readonly days: number;
    readonly said: number;
    readonly held: number;
    readonly times: number;
  }[];
  readonly cpuSeconds: number;
};

/** One method's forecast for one team, and what came. */
type Case = {
  readonly method: string;
  readonly team: string;
  readonly days: number;
  readonly madeAt: number;
  readonly crps: number;
  readonly came: number;
  readonly inside: boolean;
  readonly held: boolean;
};

const ours = "signalbox";

/**
 * Walks through an export's past: every 14 days it forecasts each team's finishes 14, 42 and 84 days ahead, with what was
 * known then, by our method and by the peers'. An export without history tells when an item was created and finished
 * and when its sprints began; all else is as at its end and is not used.
 */
export async function benchForecast(argv: readonly string[]): Promise<ForecastBench> {
  const { values } = parseArgs({ args: [...argv], options: { data: { type: "string" }, from: { type: "string" } } });
  if (values.data === undefined) throw new Error("usage: npm run bench -- forecast --data DIR [--from yyyy-mm-dd]");
  const past = await readPast(values.data);
  const teams = finishesByTeam(
    finishesIn(past),
    past.train.teams.map(({ key }) => key),
  );
  const end = endOf(past);
  const first = Math.min(...teams.flatMap(({ at }) => [...at.subarray(0, 1)]));
  const from = values.from === undefined ? first + memoryDays * dayMs : instantOfDay(values.from);
  const dates = gridOf(teams, from, end);
  const cases: Case[] = [];
  const refused: Record<string, number> = {};
  let latest: Forecast | null = null;
  for (const forecast of walkForecasts(teams, dates, { seed: "bench", until: end })) {
    if (forecast === null) continue;
    latest = forecast;
    if (forecast.madeAt < from) continue;
    cases.push(...casesOf(forecast, teams, end));
    for (const { refusal } of forecast.teams) {
      if (refusal !== null) refused[refusal.kind] = (refused[refusal.kind] ?? 0) + 1;
    }
  }
  const result: ForecastBench = {
    from: dayOf(from),
    to: dayOf(end),
    horizons: Object.fromEntries(horizons.map((days) => [String(days), figuresAt(days, cases, (from + end) / 2)])),
    refused,
    records: horizons.map((days) => {
      const asked = { team: "", horizonDays: days, promised: "at-least" } as const;
      const { said, held, times } = recordOf(latest?.outcomes ?? [], asked, 0.85);
      return { days, said, held, times };
    }),
    cpuSeconds: rounded(process.cpuUsage().user / 1e6, 1),
  };
  process.stderr.write(tableOf(result));
  return result;
}

/** Fortnights through `from`, back to the first finish for learning and up to the end. */
function gridOf(teams: readonly TeamFinishes[], from: number, end: number): readonly number[] {
  const later = Math.floor((end - from) / (14 * dayMs));
  return [
    ...datesUntil(teams, from),
    ...Array.from({ length: Math.max(0, later) }, (_, place) => from + (place + 1) * 14 * dayMs),
  ];
}

/** All methods on the teams that ours forecasts, at the horizons that have ended by the export's end. */
function casesOf({ madeAt, teams }: Forecast, known: readonly TeamFinishes[], end: number): readonly Case[] {
  return teams.flatMap(({ team, horizons: made }) => {
    const finishes = known.find((one) => one.team === team);
    if (finishes === undefined) return [];
    const peers = Object.entries(peerForecasts(randomFrom(`peers ${team} ${madeAt}`)));
    return made.flatMap(({ days, totals }) => {
      if (madeAt + days * dayMs > end) return [];
      const came = countBetween(finishes, madeAt, madeAt + days * dayMs);
      const all: readonly (readonly [string, Float64Array])[] = [
        [ours, totals],
        ...peers.map(([method, forecast]) => [method, forecast(finishes, { now: madeAt, days })] as const),
      ];
      return all.map(([method, values]): Case => {
        const [p5, p15, p95] = [quantile(values, 0.05), quantile(values, 0.15), quantile(values, 0.95)];
        const judged = { crps: crpsOf(values, came), came, inside: p5 <= came && came <= p95, held: p15 <= came };
        return { method, team, days, madeAt, ...judged };
      });
    });
  });
}

function figuresAt(days: number, cases: readonly Case[], middle: number): HorizonFigures {
  const here = cases.filter((one) => one.days === days);
  const methods = figuresBy(here, ({ method }) => method);
  const own = here.filter(({ method }) => method === ours);
  const [mine, peer] = [methods[ours]?.relCrps ?? Number.NaN, methods["uniform-30"]?.relCrps ?? Number.NaN];
  return {
    methods,
    skill: rounded(1 - mine / peer),
    parts: {
      ...figuresBy(own, ({ madeAt }) => (madeAt < middle ? "first half" : "second half")),
      ...figuresBy(own, ({ team }) => team),
    },
  };
}

function figuresBy(cases: readonly Case[], keyOf: (one: Case) => string): Readonly<Record<string, Figures>> {
  return Object.fromEntries([...Map.groupBy(cases, keyOf)].map(([key, some]) => [key, figuresOf(some)]));
}

function figuresOf(cases: readonly Case[]): Figures {
  const n = cases.length;
  const total = (valueOf: (one: Case) => number) => cases.reduce((sum, one) => sum + valueOf(one), 0);
  return {
    n,
    cov90: rounded(total(({ inside }) => Number(inside)) / n),
    hold85: rounded(total(({ held }) => Number(held)) / n),
    relCrps: rounded(total(({ crps }) => crps) / total(({ came }) => came)),
  };
}

function tableOf({ horizons: all, refused }: ForecastBench): string {
  const lines = Object.entries(all).flatMap(([days, { methods, skill, parts }]) => [
    `\n${days} days: skill over uniform-30 ${skill}`,
    `  ${"".padEnd(16)}${["n", "cov90", "hold85", "relCrps"].map((word) => word.padStart(9)).join("")}`,
    ...[...Object.entries(methods), ...Object.entries(parts)].map(
      ([name, { n, cov90, hold85, relCrps }]) =>
        `  ${name.padEnd(16)}${[n, cov90, hold85, relCrps].map((value) => String(value).padStart(9)).join("")}`,
    ),
  ]);
  return `${lines.join("\n")}\nrefused: ${JSON.stringify(refused)}\n`;
}
