import type { Commitment } from "../history/commitment.ts";
import type { Unknown } from "../history/unknown.ts";
import { scopeIn, type PeriodName } from "../history/scope.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { iterationsOf, type Train, type Team } from "../model/train.ts";
import { BurnUpTally } from "./burn-up.ts";
import type { Delivery, GroupFigures } from "./delivery-figures.ts";
import type { DeliveryTimes } from "./delivery-times.ts";
import { outcomeOfTeam, type Then } from "./period-outcome.ts";
import { PeriodTally, type Group } from "./period-tally.ts";
import type { Unit } from "./share.ts";
import { velocityOf, type IterationEnd, type Velocity } from "./velocity.ts";

/** What holds for all figures. */
export type Frame = {
  /** Whether everything was read since an instant, epoch milliseconds. */
  readonly isRead: (since: number) => boolean;
  readonly unknown: readonly Unknown[];
};

type TeamTally = {
  readonly team: Team;
  readonly burnUp: BurnUpTally;
  unit: Unit;
  /** Whether its work counts in an iteration before the last ones. */
  hadEarlier: boolean;
};

type EndedIteration = Omit<IterationEnd, "isRead"> & { readonly endsAt: number };

/** Notes what the figures need of each instant. */
export class DeliveryTally {
  readonly #times: DeliveryTimes;
  readonly #periods: readonly PeriodTally[];
  readonly #ended: EndedIteration[] = [];
  readonly #burnUp = new BurnUpTally();
  readonly #teams: readonly TeamTally[];

  constructor(train: Train, times: DeliveryTimes, commitments: readonly Commitment[]) {
    const { at, periods } = times;
    const stored = new Map(commitments.map((one) => [nameOf(one), one]));
    this.#times = times;
    this.#periods = periods.map((period) => new PeriodTally({ period, at, stored: stored.get(nameOf(period)) }));
    this.#teams = train.teams.map((team) => ({ team, burnUp: new BurnUpTally(), unit: "items", hadEarlier: false }));
  }

  /** Takes the state at the next instant. The plan may move on afterwards. */
  take(then: Then): void {
    const { ended, days, at, increment } = this.#times;
    for (const period of this.#periods) period.take(then);
    for (const { increment: of, key, endsAt } of ended)
      if (endsAt === then.at) {
        const work = scopeIn(then, { increment: of, iteration: key });
        this.#ended.push({ increment: of, iteration: key, endsAt, work, gaps: then.gaps });
      }
    const today = days.filter((one) => one.at === then.at);
    const scope = today.length === 0 ? [] : scopeIn(then, { increment, iteration: null });
    const byTeam = Map.groupBy(scope, ({ team }) => team);
    for (const day of today) {
      this.#burnUp.take(day, scope, then.gaps);
      for (const { team, burnUp } of this.#teams) burnUp.take(day, byTeam.get(team.key) ?? [], then.gaps);
    }
    if (then.at === at) this.#takeTeams(then.plan);
  }

  #takeTeams(plan: LivePlan): void {
    const first = Math.min(...this.#times.ended.map(({ ordinal }) => ordinal));
    const earlier = iterationsOf(plan.train).filter(({ ordinal }) => ordinal < first);
    for (const tally of this.#teams) {
      const { work } = plan.figuresOf(tally.team);
      tally.unit = plan.capacityOf(tally.team).unit;
      tally.hadEarlier = earlier.some(({ ordinal }) => work.has(ordinal));
    }
  }

  /** The figures, after the last instant. A team is a step. */
  *delivery(frame: Frame): Generator<void, Delivery> {
    const { at, increment } = this.#times;
    const estimating = this.#teams.filter(({ unit }) => unit === "points").map(({ team }) => team.key);
    const all: GroupFigures = {
      unit: estimating.length > 0 ? "points" : "items",
      periods: this.#figures(frame, { inPoints: new Set(estimating), part: (outcome) => outcome }),
      burnUp: this.#burnUp.burnUp(),
    };
    yield;
    const teams: Delivery["teams"][number][] = [];
    for (const tally of this.#teams) {
      teams.push(this.#team(frame, tally, estimating));
      yield;
    }
    return { at, increment, unknown: frame.unknown, all, teams };
  }

  #team(frame: Frame, tally: TeamTally, estimating: readonly string[]): Delivery["teams"][number] {
    const { unit, burnUp } = tally;
    const { key, name } = tally.team;
    const inPoints = new Set(estimating.filter((team) => team === key));
    const periods = this.#figures(frame, { inPoints, part: (outcome) => outcomeOfTeam(outcome, key) });
    return { team: key, name, unit, periods, velocity: this.#velocity(frame, tally), burnUp: burnUp.burnUp() };
  }

  #figures({ isRead }: Frame, group: Group): GroupFigures["periods"] {
    return this.#periods.map((period) => period.figures(isRead, group));
  }

  #velocity({ isRead }: Frame, { team, unit, hadEarlier }: TeamTally): Velocity {
    const ended = this.#ended.map(({ endsAt, work, ...one }): IterationEnd => {
      return { ...one, work: work.filter((item) => item.team === team.key), isRead: isRead(endsAt) };
    });
    return velocityOf({ ended, hadEarlier, unit });
  }
}

function nameOf({ increment, iteration }: PeriodName): string {
  return JSON.stringify([increment, iteration]);
}
