import type { Commitment } from "../history/commitment.ts";
import type { Unknown } from "../history/unknown.ts";
import { inIdOrder, iterationsIn, scopeItem, type PeriodName, type ScopeItem } from "../history/scope.ts";
import type { WorkItemId } from "../ids.ts";
import { isPlannedWork, type PlannedWork } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import type { Train, Team } from "../model/train.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { once } from "../tracking/once.ts";
import { BurnUpTally } from "./burn-up.ts";
import type { Delivery, GroupFigures, PeriodFigures } from "./delivery-figures.ts";
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
  readonly #burnUpOf = once((_team: Team) => new BurnUpTally());
  readonly #teams: readonly TeamTally[];
  /** What counts in any iteration now. */
  readonly #work = new Map<WorkItemId, PlannedWork>();

  constructor(train: Train, times: DeliveryTimes, commitments: readonly Commitment[]) {
    const { at, periods } = times;
    const stored = new Map(commitments.map((one) => [nameOf(one), one]));
    this.#times = times;
    this.#periods = periods.map((period) => new PeriodTally({ period, at, stored: stored.get(nameOf(period)) }));
    this.#teams = train.teams.map((team) => ({
      team,
      burnUp: this.#burnUpOf(team),
      unit: "items",
      hadEarlier: false,
    }));
  }

  /** Notes what an item counts for from now on; null if it counts in no iteration. */
  note(id: WorkItemId, work: PlannedWork | null): void {
    const former = this.#burnUpsOf(this.#work.get(id));
    if (work === null) this.#work.delete(id);
    else this.#work.set(id, work);
    for (const burnUp of former) burnUp.set(id, null);
    if (work === null) return;
    const item = scopeItem(work);
    for (const burnUp of this.#burnUpsOf(work)) burnUp.set(id, item);
  }

  /** Those that an item counts in: of its team and of the train. */
  #burnUpsOf(work: PlannedWork | undefined): readonly BurnUpTally[] {
    if (work?.iteration.increment !== this.#times.increment) return [];
    return [this.#burnUp, this.#burnUpOf(work.team)];
  }

  /**
   * Takes the state at the next instant, after every note until then. The plan may move on afterwards.
   * @param turned items of which history may tell something else than before
   */
  *take({ plan, at, gaps }: Omit<Then, "scopeIn">, turned: Iterable<WorkItemId>): Generator<void, void> {
    const then: Then = { plan, at, gaps, scopeIn: (period) => this.#scopeIn(plan.train, period) };
    yield* inSteps(turned, (id) => {
      for (const burnUp of this.#burnUpsOf(this.#work.get(id))) burnUp.turn(id);
    });
    for (const period of this.#periods) {
      yield* period.take(then);
      yield;
    }
    for (const { increment, key, endsAt } of this.#times.ended.filter((one) => one.endsAt === at)) {
      const work = then.scopeIn({ increment, iteration: key });
      this.#ended.push({ increment, iteration: key, endsAt, work, gaps });
    }
    for (const day of this.#times.days.filter((one) => one.at === at)) {
      this.#burnUp.take(day, gaps);
      for (const { burnUp } of this.#teams) burnUp.take(day, gaps);
    }
    yield;
    if (at === this.#times.at) yield* this.#takeTeams(plan);
  }

  #scopeIn(train: Train, period: PeriodName): readonly ScopeItem[] {
    const ordinals = new Set(iterationsIn(train, period).map(({ ordinal }) => ordinal));
    const work = [...this.#work.values()].filter(({ iteration }) => ordinals.has(iteration.ordinal));
    return inIdOrder(work.map(scopeItem));
  }

  *#takeTeams(plan: LivePlan): Generator<void, void> {
    const first = Math.min(...this.#times.ended.map(({ ordinal }) => ordinal));
    for (const tally of this.#teams) {
      tally.unit = plan.capacityOf(tally.team).unit;
      tally.hadEarlier = plan
        .countedBy(tally.team)
        .some((planned) => isPlannedWork(planned) && planned.iteration.ordinal < first);
      yield;
    }
  }

  /** The figures, after the last instant. A period of a team is a step. */
  *delivery(frame: Frame): Generator<void, Delivery> {
    const { at, increment } = this.#times;
    const estimating = this.#teams.filter(({ unit }) => unit === "points").map(({ team }) => team.key);
    const all: GroupFigures = {
      unit: estimating.length > 0 ? "points" : "items",
      periods: yield* this.#figures(frame, { inPoints: new Set(estimating), part: (outcome) => outcome }),
      burnUp: this.#burnUp.burnUp(),
    };
    yield;
    const teams: Delivery["teams"][number][] = [];
    for (const tally of this.#teams) {
      teams.push(yield* this.#team(frame, tally, estimating));
      yield;
    }
    return { at, increment, unknown: frame.unknown, all, teams };
  }

  *#team(frame: Frame, tally: TeamTally, estimating: readonly string[]): Generator<void, Delivery["teams"][number]> {
    const { unit, burnUp } = tally;
    const { key, name } = tally.team;
    const inPoints = new Set(estimating.filter((team) => team === key));
    const periods = yield* this.#figures(frame, { inPoints, part: (outcome) => outcomeOfTeam(outcome, key) });
    return { team: key, name, unit, periods, velocity: this.#velocity(frame, tally), burnUp: burnUp.burnUp() };
  }

  *#figures({ isRead }: Frame, group: Group): Generator<void, GroupFigures["periods"]> {
    const periods: PeriodFigures[] = [];
    for (const period of this.#periods) {
      periods.push(period.figures(isRead, group));
      yield;
    }
    return periods;
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
