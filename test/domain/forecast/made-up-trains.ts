import { countBetween, dayMs, type TeamFinishes } from "../../../src/domain/forecast/finishes.ts";
import { walkForecasts } from "../../../src/domain/forecast/forecast.ts";
import { quantile } from "../../../src/domain/forecast/numbers.ts";
import { outcomeOf } from "../../../src/domain/forecast/track-record.ts";
import { fortnightsUntil, learnPast, type Learned } from "../../../src/domain/forecast/learned.ts";
import { forecastFrom, questionOf } from "../../../src/domain/forecast/train-forecast.ts";
import type { ForecastQuestion, TrainForecast, WorkOf } from "../../../src/domain/forecast/train-forecast.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { PlannedItem } from "../../../src/domain/model/planned-item.ts";
import type { TrainView } from "../../../src/domain/model/train-plan.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { featuresIn } from "../../../src/domain/rollup/features.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { once } from "../../../src/domain/tracking/once.ts";
import { aTrain, anItem, iterations, jiraId, planned } from "../../support/builders.ts";
import { aView } from "../../support/views.ts";
import { madeUpTeam } from "./made-up-teams.ts";

const all = iterations(5);

/** Two teams with two years of past: Checkout finishes one item a day, API two in three days. */
export const pasts: readonly TeamFinishes[] = [
  madeUpTeam("checkout", 730, () => 1),
  madeUpTeam("api", 730, () => 0.67),
];

/** An open story of Checkout, in iteration 2 by default; `team` null for an item of no team. */
export function story(nativeId: string, change: Partial<WorkItem> = {}, plan: Partial<PlannedItem> = {}): PlannedItem {
  const iteration = all[1] ?? null;
  return planned(anItem({ nativeId, ...change }), { iteration, endsAt: iteration?.endsAt ?? null, ...plan });
}

export function inIteration(number: number): Partial<PlannedItem> {
  const iteration = all[number - 1] ?? null;
  return { iteration, endsAt: iteration?.endsAt ?? null };
}

export function stories(count: number, from = 100): readonly PlannedItem[] {
  return Array.from({ length: count }, (_, place) => story(String(from + place)));
}

/** `[consumer, provider]` by native id, all in Jira. */
export type Waits = readonly (readonly [string, string])[];

function dependencies(waits: Waits): TrainView["dependencies"] {
  return waits.map(([consumer, provider]) => ({
    consumer: jiraId(consumer),
    provider: jiraId(provider),
    origins: ["jira-link"],
    written: [],
    crossTracker: false,
  }));
}

export type MadeUp = {
  readonly items: readonly PlannedItem[];
  readonly waits?: Waits;
  readonly train?: Train;
  readonly finishes?: readonly TeamFinishes[];
  readonly sprints?: WorkOf["sprints"];
};

export function questionAbout(made: MadeUp): { readonly question: ForecastQuestion; readonly work: WorkOf } {
  const { items, waits = [], train = aTrain(), finishes = pasts, sprints = new Map() } = made;
  const view = aView(items, { train, finishes, dependencies: dependencies(waits) });
  const question = questionOf({ view, increment: "2026.4", read: 2 });
  if (question === null) throw new Error("there is no increment");
  return { question, work: { view, openFeatures: featuresIn(view, []).openFeatures, sprints } };
}

export function forecastOf(made: MadeUp): TrainForecast {
  const { finishes = pasts } = made;
  return forecastBy(learnedFrom(finishes), made);
}

/** Most tests have the same past, and learning from it takes a quarter of a second. */
const learnedFrom = once((finishes: readonly TeamFinishes[]): Learned => {
  const { question } = questionAbout({ items: [], finishes });
  return atOneGo(learnPast({ ...question, now: question.startsAt, seed: question.train.key }));
});

/** From what was learned, changed by a test. */
export function forecastBy(learned: Learned, made: MadeUp): TrainForecast {
  const { question, work } = questionAbout(made);
  return atOneGo(forecastFrom(learned, question, work));
}

/** What the past tells if each range had been half as wide by mistake, now and before. */
export function halvedRanges(made: MadeUp): Learned {
  const { finishes, startsAt: now, train } = questionAbout(made).question;
  const learned = learnedFrom(pasts);
  const narrow = (totals: Float64Array) => {
    const middle = quantile(totals, 0.5);
    return totals.map((value) => middle + (value - middle) / 2);
  };
  const walk = { seed: train.key, until: now };
  const walked = [...walkForecasts(finishes, fortnightsUntil(finishes, now), walk)].flatMap((one) => one ?? []);
  const outcomes = walked.flatMap(({ madeAt, teams }) =>
    teams.flatMap(({ team, horizons }) =>
      horizons
        .filter(({ days }) => madeAt + days * dayMs <= now)
        .map(({ days, totals }) => {
          const past = finishes.find((one) => one.team === team);
          const came = past === undefined ? 0 : countBetween(past, madeAt, madeAt + days * dayMs);
          return { team, horizonDays: days, madeAt, ...outcomeOf(narrow(totals), came) };
        }),
    ),
  );
  const teams = learned.teams.map((one) => ({
    ...one,
    horizons: one.horizons.map(({ days, totals }) => ({ days, totals: narrow(totals) })),
  }));
  return { ...learned, outcomes, teams };
}
