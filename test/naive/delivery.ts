import { Temporal } from "temporal-polyfill";
import { planAt, type Planned } from "./plan.ts";
import type { Reading } from "./reading.ts";
import { commitmentOf, scopeAt, scopeChangeAt, type Work } from "./scope.ts";
import { incrementAt, startOfDay, type Period } from "./train.ts";
import type { World } from "./world.ts";

export type Amount = { readonly items: number; readonly points: number };

/** What is asked about: work of one team, or of all. */
export type Question = {
  readonly world: World;
  readonly readings: readonly Reading[];
  /** Key of the team; null for the train. */
  readonly team: string | null;
  /** The instant of the report. */
  readonly instant: number;
};

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function amountOf(work: readonly Pick<Work, "points">[]): Amount {
  return { items: work.length, points: rounded(work.reduce((sum, { points }) => sum + (points ?? 0), 0)) };
}

function ofTeam(work: readonly Work[], team: string | null): readonly Work[] {
  return work.filter((one) => team === null || one.team === team);
}

function isDone(planned: Planned | undefined): boolean {
  return planned?.status === "done";
}

/** Points if more than half of the items that the team's load looks at have an estimate. */
export function isInPoints({ world, instant }: Question, team: string): boolean {
  const { train } = world;
  const work = planAt(world, instant).filter(
    (planned) => planned.team === team && planned.counts && planned.status !== "cancelled",
  );
  const inside = ({ increment, iteration }: Period) =>
    work.filter((one) => one.iteration?.increment === increment && one.iteration.iteration === iteration);
  const over = train.iterations.filter(({ endsAt }) => endsAt <= instant);
  const first = over.findIndex((iteration) => inside(iteration).some(isDone));
  const averaged = first === -1 ? [] : over.slice(first).slice(-3);
  const present = incrementAt(train, instant);
  const ahead = train.iterations.filter(({ increment, endsAt }) => increment === present && endsAt > instant);
  const looked = [...averaged, ...ahead].flatMap(inside);
  return looked.filter(({ points }) => points !== null).length * 2 > looked.length;
}

/** e(p): the end of a period, or before it the instant of the report. */
function endOf({ endsAt }: Period, { instant }: Question): number {
  return Math.min(endsAt, instant);
}

export type Parts = Readonly<
  Record<"committed" | "added" | "removed" | "carriedOver" | "finishedElsewhere" | "present", Amount>
> & { readonly reEstimated: Amount };

/** The parts of a period's change of scope; an item is of the team that committed it, an added one of its present team. */
export function partsOf(question: Question, period: Period): Parts {
  const { world, readings, team } = question;
  const whole = commitmentOf(world.train, readings, period);
  const end = endOf(period, question);
  const present = scopeAt(world, period, end);
  const change = scopeChangeAt(world, period, { committed: whole, instant: end });
  const committed = ofTeam(whole, team);
  const named = (titles: readonly string[], work: readonly Work[]) =>
    work.filter(({ title }) => titles.includes(title));
  const was = named(change.kept, committed);
  const is = named(
    was.map(({ title }) => title),
    present,
  );
  const added = ofTeam(named(change.added, present), team);
  const pointsNow = (title: string) => present.find((one) => one.title === title)?.points ?? null;
  return {
    committed: amountOf(committed),
    added: amountOf(added),
    removed: amountOf(named(change.removed, committed)),
    carriedOver: amountOf(named(change.carriedOver, committed)),
    finishedElsewhere: amountOf(named(change.finishedElsewhere, committed)),
    reEstimated: {
      items: was.filter(({ title, points }) => points !== pointsNow(title)).length,
      points: rounded(amountOf(is).points - amountOf(was).points),
    },
    present: amountOf([...is, ...added]),
  };
}

export type Ratios = { readonly change: number; readonly creep: number; readonly net: number };

/** Null if nothing was committed. */
export function ratiosOf(parts: Parts, unit: keyof Amount): Ratios | null {
  const committed = parts.committed[unit];
  if (committed === 0) return null;
  return {
    change: rounded((parts.added[unit] + parts.removed[unit]) / committed),
    creep: rounded(parts.added[unit] / committed),
    net: rounded((parts.present[unit] - committed) / committed),
  };
}

export type Predictability = { readonly items: number | null; readonly points: number | null };

/** Of what was committed and open at the start, the share that is done at the end. Points: of the teams that estimate. */
export function predictabilityOf(question: Question, period: Period): Predictability {
  const { world, readings, team } = question;
  const plan = planAt(world, endOf(period, question));
  const open = ofTeam(commitmentOf(world.train, readings, period), team).filter((one) => !one.isDone);
  const isFinished = ({ title }: Work) => isDone(plan.find(({ life }) => life.title === title));
  const estimated = open.filter((one) => isInPoints(question, one.team));
  const share = (some: readonly Work[], unit: keyof Amount) => {
    const all = amountOf(some)[unit];
    return all === 0 ? null : rounded(amountOf(some.filter(isFinished))[unit] / all);
  };
  return { items: share(open, "items"), points: share(estimated, "points") };
}

export type BusinessValue = {
  readonly part: number;
  readonly whole: number;
  readonly of: number;
  readonly known: number;
};

/** Of the business value that was open in an increment when it began, what is done at the end. Null for an iteration. */
export function businessValueOf(question: Question, period: Period): BusinessValue | null {
  const { world, team } = question;
  if (period.iteration !== null) return null;
  const begun = planAt(world, period.startsAt).filter(
    ({ status, team: owner, iteration }) =>
      ["todo", "in-progress"].includes(status) && owner !== null && iteration?.increment === period.increment,
  );
  const valued = begun.filter(({ life }) => life.value !== null);
  const types = new Set(valued.map(({ life }) => life.type));
  const isOfTeam = (one: Planned) => team === null || one.team === team;
  const known = valued.filter(isOfTeam).map(({ life }) => life);
  const after = planAt(world, endOf(period, question));
  const done = known.filter(({ name }) => isDone(after.find(({ life }) => life.name === name)));
  const sum = (lives: typeof known) => lives.reduce((total, { value }) => total + (value ?? 0), 0);
  const of = begun.filter((one) => isOfTeam(one) && types.has(one.life.type)).length;
  return sum(known) === 0 ? null : { part: sum(done), whole: sum(known), of, known: known.length };
}

export type Spread = {
  readonly n: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly standardDeviation: number | null;
};

/** Null without an iteration that has ended. */
export function velocityOf({ world, team, instant }: Question, unit: keyof Amount): Spread | null {
  const ended = world.train.iterations.filter(({ endsAt }) => endsAt <= instant);
  const works = ended.map((iteration) => ofTeam(scopeAt(world, iteration, iteration.endsAt), team));
  const first = works.findIndex((work) => work.length > 0);
  if (first === -1) return null;
  const done = works.slice(first).map((work) => amountOf(work.filter((one) => one.isDone))[unit]);
  const last = done.slice(-5);
  const n = last.length;
  const mean = last.reduce((sum, one) => sum + one, 0) / n;
  const squares = last.map((one) => (one - mean) * (one - mean)).reduce((sum, one) => sum + one, 0);
  return {
    n,
    mean: rounded(mean),
    min: Math.min(...last),
    max: Math.max(...last),
    standardDeviation: n < 2 ? null : rounded(Math.sqrt(squares / (n - 1))),
  };
}

export type Day = {
  readonly day: string;
  readonly scope: Amount;
  readonly done: Amount;
  readonly remaining: Amount;
};

/** Scope and done work of the present increment at the end of each of its days, today's at the instant of the report. */
export function burnUpOf({ world, team, instant }: Question): readonly Day[] {
  const { train } = world;
  const present = train.increments.find(({ increment }) => increment === incrementAt(train, instant));
  if (present === undefined) return [];
  const dayAt = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(train.timeZone).toPlainDate();
  const days: Day[] = [];
  let day = dayAt(present.startsAt);
  while (startOfDay(day, train.timeZone) <= instant && startOfDay(day, train.timeZone) < present.endsAt) {
    const end = Math.min(startOfDay(day.add({ days: 1 }), train.timeZone), instant);
    const scope = ofTeam(scopeAt(world, present, end), team);
    const done = scope.filter((one) => one.isDone);
    days.push({
      day: day.toString(),
      scope: amountOf(scope),
      done: amountOf(done),
      remaining: amountOf(scope.filter((one) => !one.isDone)),
    });
    day = day.add({ days: 1 });
  }
  return days;
}
