import type { Period } from "../history/scope.ts";
import { iterationsOf, type Train } from "../model/train.ts";
import type { Delivery, GroupFigures, PeriodFigures } from "./delivery-figures.ts";
import type { Ratios } from "./scope-ratios.ts";
import type { Share, Unit } from "./share.ts";
import type { Spread } from "./velocity.ts";

/** A period whose predictability the summary has. */
export type SummaryPeriod = Pick<Period, "increment" | "iteration"> & { readonly isRunning: boolean };

/** Of a team or of the train, in its unit; null where there is no value. */
export type SummaryRow = {
  readonly unit: Unit;
  /** Predictability, for each of the periods. */
  readonly shares: readonly (Share | null)[];
  readonly velocity: Spread | null;
};

/** Done work and scope of the present increment at the end of an iteration; `iteration` is null for the report's instant. */
export type SummaryPoint = { readonly iteration: string | null; readonly done: number; readonly scope: number };

/** Business value that was committed in an increment and is done; `known` of `of` committed items have a value. */
export type SummaryValue = Share & {
  readonly increment: string;
  readonly isRunning: boolean;
  readonly of: number;
  readonly known: number;
};

/** What a page shows of a train's delivery: the figures at the beginning of a day. */
export type DeliverySummary = {
  readonly increment: string;
  readonly periods: readonly SummaryPeriod[];
  readonly all: SummaryRow;
  /** In the file's order. */
  readonly teams: readonly (SummaryRow & { readonly name: string })[];
  /** In the unit of the train; empty before the increment begins. */
  readonly burnUp: readonly SummaryPoint[];
  /** How the scope of the increment changed, in the unit of the train; null if nothing was committed. */
  readonly scope: (Ratios & { readonly committed: number }) | null;
  /** Of the increments among the periods whose committed items have business values. */
  readonly businessValues: readonly SummaryValue[];
  /** Number of items in the increment on any day, and of those whose history does not tell everything. */
  readonly items: number;
  readonly uncertain: number;
};

/** Number of ended iterations in the summary. */
const iterationsShown = 2;

export function summaryOf({ all, teams, increment }: Delivery, train: Train): DeliverySummary {
  const shown = shownOf(all.periods, increment);
  const row = ({ unit, periods }: GroupFigures): Omit<SummaryRow, "velocity"> => ({
    unit,
    shares: shownOf(periods, increment).map(({ figures }) => shareOf(figures, unit)),
  });
  const { coverage } = all.burnUp;
  return {
    increment,
    periods: shown.map(({ period, isRunning }) => {
      return { increment: period.increment, iteration: period.iteration, isRunning };
    }),
    all: { ...row(all), velocity: null },
    teams: teams.map(({ name, velocity, ...team }) => {
      const spread = velocity[team.unit];
      return { name, ...row(team), velocity: "because" in spread ? null : spread };
    }),
    burnUp: pointsOf(all, train, increment),
    scope: scopeOf(all, increment),
    businessValues: shown.flatMap(valueOf),
    items: coverage.of,
    uncertain: coverage.of - coverage.known,
  };
}

/** The last ended iterations; the increment before until an iteration of the present one has ended; the present one. */
function shownOf(periods: readonly PeriodFigures[], increment: string): readonly PeriodFigures[] {
  const ended = periods.filter(({ period, isRunning }) => period.iteration !== null && !isRunning);
  const isNew = !ended.some(({ period }) => period.increment === increment);
  const wholes = periods.filter(({ period }) => period.iteration === null && (isNew || period.increment === increment));
  return [...ended.slice(-iterationsShown), ...wholes];
}

function shareOf(figures: PeriodFigures["figures"], unit: Unit): Share | null {
  if ("because" in figures) return null;
  const share = figures.predictability[unit];
  return "because" in share ? null : share;
}

function valueOf({ period, isRunning, figures }: PeriodFigures): readonly SummaryValue[] {
  if ("because" in figures || figures.businessValue === null) return [];
  const { part, whole, ratio, coverage } = figures.businessValue;
  return [{ increment: period.increment, isRunning, part, whole, ratio, ...coverage }];
}

function pointsOf({ unit, burnUp }: GroupFigures, train: Train, increment: string): readonly SummaryPoint[] {
  const point = (day: (typeof burnUp.days)[number] | undefined, iteration: string | null): readonly SummaryPoint[] =>
    day === undefined ? [] : [{ iteration, done: day.done[unit], scope: day.scope[unit] }];
  const iterations = iterationsOf(train).filter((one) => one.increment === increment);
  return [
    ...iterations.flatMap(({ key, endsAt }) =>
      point(
        burnUp.days.find(({ at }) => at === endsAt),
        key,
      ),
    ),
    ...point(burnUp.days.at(-1), null),
  ];
}

function scopeOf({ unit, periods }: GroupFigures, increment: string): DeliverySummary["scope"] {
  const whole = periods.find(({ period }) => period.increment === increment && period.iteration === null);
  if (whole === undefined || "because" in whole.figures) return null;
  const { [unit]: ratios, amounts } = whole.figures.scopeChange;
  return "because" in ratios ? null : { ...ratios, committed: amounts.committed[unit] };
}
