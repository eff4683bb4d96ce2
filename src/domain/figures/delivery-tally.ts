import type { Commitment } from "../history/commitment.ts";
import type { Unknown } from "../history/unknown.ts";
import { scopeIn, type Period, type ScopeItem } from "../history/scope.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { iterationsOf, type Iteration, type Train } from "../model/train.ts";
import { BurnUpTally } from "./burn-up.ts";
import type { Gaps } from "./coverage.ts";
import type { Delivery, GroupFigures, PeriodFigures } from "./delivery-figures.ts";
import { instantOf, type DeliveryTimes } from "./delivery-times.ts";
import { outcomeOf, outcomeOfTeam, type Committed, type PeriodOutcome, type Then } from "./period-outcome.ts";
import { predictabilityOf } from "./predictability.ts";
import { scopeRatiosOf } from "./scope-ratios.ts";
import type { Unit } from "./share.ts";
import { velocityOf, type IterationEnd, type Velocity } from "./velocity.ts";

/** What holds for all figures. */
export type Frame = {
  /** Whether everything was read since an instant, epoch milliseconds. */
  readonly isRead: (since: number) => boolean;
  readonly unknown: readonly Unknown[];
};

/** A team's unit, and whether its work counts in an iteration before the last ones. */
type TeamFacts = { readonly unit: Unit; readonly hadEarlier: boolean };

const noGaps: Gaps = new Map();

/** Notes what the figures need of each instant. */
export class DeliveryTally {
  readonly #train: Train;
  readonly #times: DeliveryTimes;
  readonly #stored: ReadonlyMap<string, Commitment>;
  readonly #committed = new Map<Period, Committed>();
  readonly #outcomes = new Map<Period, PeriodOutcome>();
  readonly #ends = new Map<Iteration, { readonly gaps: Gaps; readonly work: readonly ScopeItem[] }>();
  readonly #whole = new BurnUpTally();
  readonly #byTeam: ReadonlyMap<string, BurnUpTally>;
  #facts: ReadonlyMap<string, TeamFacts> = new Map();

  constructor(train: Train, times: DeliveryTimes, stored: readonly Commitment[]) {
    this.#train = train;
    this.#times = times;
    this.#stored = new Map(stored.map((one) => [nameOf(one), one]));
    this.#byTeam = new Map(train.teams.map(({ key }) => [key, new BurnUpTally()]));
  }

  /** Takes the state at the next instant. The plan may move on afterwards. */
  take(then: Then): void {
    const { gaps } = then;
    const { periods, ended, days, at, increment } = this.#times;
    for (const period of periods) if (period.startsAt === then.at) this.#start(period, then);
    for (const period of periods) if (instantOf(period, at) === then.at) this.#end(period, then);
    for (const one of ended)
      if (one.endsAt === then.at) this.#ends.set(one, { gaps, work: scopeIn(then, { ...one, iteration: one.key }) });
    const today = days.filter((one) => one.at === then.at);
    const whole = periods.find((one) => one.increment === increment && one.iteration === null);
    if (today.length > 0 && whole !== undefined) {
      const scope = scopeIn(then, whole);
      const teams = Map.groupBy(scope, ({ team }) => team);
      for (const day of today) {
        this.#whole.take(day, scope, gaps);
        for (const [team, tally] of this.#byTeam) tally.take(day, teams.get(team) ?? [], gaps);
      }
    }
    if (then.at === at) this.#facts = factsOf(then.plan, ended);
  }

  #start(period: Period, then: Then): void {
    const stored = this.#stored.get(nameOf(period));
    const items = stored?.items ?? scopeIn(then, period);
    this.#committed.set(period, { items, gaps: stored === undefined ? then.gaps : noGaps });
  }

  #end(period: Period, then: Then): void {
    const committed = this.#committed.get(period);
    if (committed !== undefined) this.#outcomes.set(period, outcomeOf(period, committed, then));
  }

  /** The figures, after the last instant. */
  delivery(frame: Frame): Delivery {
    const { at, increment } = this.#times;
    const { teams } = this.#train;
    const unitOf = (team: string): Unit => this.#facts.get(team)?.unit ?? "items";
    const inPoints = teams.map(({ key }) => key).filter((team) => unitOf(team) === "points");
    return {
      at,
      increment,
      unknown: frame.unknown,
      all: {
        unit: inPoints.length > 0 ? "points" : "items",
        periods: this.#periods(frame, new Set(inPoints), (outcome) => outcome),
        burnUp: this.#whole.burnUp(),
      },
      teams: teams.map(({ key, name }) => ({
        team: key,
        name,
        unit: unitOf(key),
        periods: this.#periods(frame, new Set(inPoints.filter((team) => team === key)), (outcome) =>
          outcomeOfTeam(outcome, key),
        ),
        velocity: this.#velocity(frame, key),
        burnUp: this.#byTeam.get(key)?.burnUp() ?? new BurnUpTally().burnUp(),
      })),
    };
  }

  #periods(
    { isRead }: Frame,
    inPoints: ReadonlySet<string>,
    part: (outcome: PeriodOutcome) => PeriodOutcome,
  ): GroupFigures["periods"] {
    const { at, periods } = this.#times;
    return periods.map((period): PeriodFigures => {
      const until = instantOf(period, at);
      const isRunning = period.endsAt > at;
      const outcome = this.#outcomes.get(period);
      if (outcome === undefined || !isRead(isRunning ? period.startsAt : period.endsAt))
        return { period, until, isRunning, figures: { because: "not-read" } };
      const stored = this.#stored.get(nameOf(period));
      const own = part(outcome);
      return {
        period,
        until,
        isRunning,
        figures: {
          fromHistory: stored?.fromHistory ?? true,
          unknown: stored?.unknown ?? [],
          predictability: predictabilityOf(own, inPoints),
          scopeChange: scopeRatiosOf(own, inPoints.size > 0),
        },
      };
    });
  }

  #velocity({ isRead }: Frame, team: string): Velocity {
    const { unit = "items", hadEarlier = false } = this.#facts.get(team) ?? {};
    const ended = [...this.#ends].map(([{ increment, key, endsAt }, { work, gaps }]): IterationEnd => {
      return {
        increment,
        iteration: key,
        work: work.filter((item) => item.team === team),
        gaps,
        isRead: isRead(endsAt),
      };
    });
    return velocityOf({ ended, hadEarlier, unit });
  }
}

function nameOf({ increment, iteration }: Pick<Period, "increment" | "iteration">): string {
  return JSON.stringify([increment, iteration]);
}

function factsOf(plan: LivePlan, ended: readonly Iteration[]): ReadonlyMap<string, TeamFacts> {
  const first = ended[0]?.ordinal ?? 0;
  const earlier = iterationsOf(plan.train).filter(({ ordinal }) => ordinal < first);
  return new Map(
    plan.train.teams.map((team) => {
      const { work } = plan.figuresOf(team);
      const hadEarlier = earlier.some(({ ordinal }) => work.has(ordinal));
      return [team.key, { unit: plan.capacityOf(team).unit, hadEarlier }];
    }),
  );
}
