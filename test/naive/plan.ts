import { statusOf, type Life, type State, type Status } from "./life.ts";
import type { Iteration, Team, Train } from "./train.ts";
import { stateAt, type Box, type World } from "./world.ts";

/** An item as the train sees it at an instant. */
export type Planned = {
  readonly life: Life;
  readonly status: Status;
  /** The team that owns it. */
  readonly team: string | null;
  readonly iteration: Iteration | null;
  readonly points: number | null;
  /** Whether figures count it, and nothing else in its place. */
  readonly counts: boolean;
};

type Being = { readonly life: Life; readonly state: State; readonly status: Status; readonly team: Team | null };

const plans = new WeakMap<World, Map<number, readonly Planned[]>>();

/** Everything that exists at an instant. */
export function planAt(world: World, instant: number): readonly Planned[] {
  const known = plans.get(world) ?? new Map<number, readonly Planned[]>();
  plans.set(world, known);
  const plan = known.get(instant) ?? planned(world, instant);
  known.set(instant, plan);
  return plan;
}

function planned(world: World, instant: number): readonly Planned[] {
  const beings = new Map<string, Being>();
  for (const life of world.lives) {
    const state = stateAt(world, life, instant);
    if (state !== null)
      beings.set(life.name, { life, state, status: statusOf(state, life), team: ownerOf(world.train, life, state) });
  }
  const scene: Scene = { world, instant, beings };
  return [...beings.values()].map((being) => ({
    life: being.life,
    status: being.status,
    team: being.team?.key ?? null,
    iteration: iterationOf(scene, being),
    points: pointsOf(being),
    counts: counts(scene, being),
  }));
}

type Scene = { readonly world: World; readonly instant: number; readonly beings: ReadonlyMap<string, Being> };

/** The first team whose criteria all match. */
function ownerOf({ teams }: Train, { system }: Life, { place, labels, components }: State): Team | null {
  const matches = (team: Team) =>
    team.system === system &&
    team.place === place &&
    (team.label === null || labels.has(team.label)) &&
    (team.component === null || components.has(team.component));
  return teams.find(matches) ?? null;
}

/** The greatest number of the labels that are estimates. */
function pointsOf({ life, state, team }: Being): number | null {
  if (life.system === "jira") return state.points;
  const prefix = team?.pointsPrefix ?? null;
  if (prefix === null) return null;
  const numbers = [...state.labels]
    .filter((label) => label.startsWith(prefix))
    .map((label) => Number(label.slice(prefix.length)))
    .filter((number) => !Number.isNaN(number));
  return numbers.length === 0 ? null : Math.max(...numbers);
}

/** A sub-task counts if its parent is not owned; another item counts unless an owned part of it does. */
function counts(scene: Scene, { life, state, team }: Being): boolean {
  if (team === null) return false;
  const parent = state.parent === null ? undefined : scene.beings.get(state.parent);
  if (life.isSubtask) return parent === undefined || parent.team === null;
  return !partsOf(scene, life).some((part) => part.team !== null && part.status !== "cancelled");
}

function partsOf({ beings }: Scene, { name }: Life): readonly Being[] {
  return [...beings.values()].filter(({ life, state }) => state.parent === name && !life.isSubtask);
}

function isOpen({ status }: Being): boolean {
  return status === "todo" || status === "in-progress";
}

/** By its timebox; an open item without one by its parts, an open sub-task by its parent first. */
function iterationOf(scene: Scene, being: Being): Iteration | null {
  const { train } = scene.world;
  const box = boxOf(scene, being);
  if (isOpen(being) && being.life.isSubtask) {
    const parent = being.state.parent === null ? undefined : scene.beings.get(being.state.parent);
    if (parent !== undefined && isOpen(parent) && spanOf(scene, parent) !== null) return iterationOf(scene, parent);
  }
  if (box !== null) return iterationOfBox(train, box);
  const span = isOpen(being) && !being.life.isSubtask ? spanOfParts(scene, being) : null;
  return span === null ? null : iterationOfSpan(train, span);
}

/** The latest timebox; of an open item the latest that is not closed yet. */
function boxOf({ world, instant }: Scene, being: Being): Box | null {
  const boxes = [...being.state.boxes].flatMap((name) => world.boxes.get(name) ?? []);
  const isClosed = ({ closedAt }: Box) => closedAt !== null && closedAt <= instant;
  const possible = isOpen(being) ? boxes.filter((box) => !isClosed(box)) : boxes;
  return possible.toSorted((a, b) => (a.order === b.order ? a.number - b.number : a.order - b.order)).at(-1) ?? null;
}

type Span = { readonly startsAt: number; readonly endsAt: number };

function iterationOfBox(train: Train, { startsAt, endsAt }: Box): Iteration | null {
  if (endsAt === null) return null;
  if (startsAt !== null) return iterationOfSpan(train, { startsAt, endsAt });
  return train.iterations.find((one) => one.startsAt < endsAt && endsAt <= one.endsAt) ?? null;
}

/** The iteration that has at least half of a time; of two halves the earlier one. */
function iterationOfSpan({ iterations }: Train, { startsAt, endsAt }: Span): Iteration | null {
  const overlap = (one: Iteration) => Math.min(one.endsAt, endsAt) - Math.max(one.startsAt, startsAt);
  const best = iterations.toSorted((a, b) => overlap(b) - overlap(a) || a.startsAt - b.startsAt).at(0);
  return best !== undefined && overlap(best) > 0 && 2 * overlap(best) >= endsAt - startsAt ? best : null;
}

/** An item's time in step with iterations; null without a plan. */
function spanOf(scene: Scene, being: Being): Span | null {
  const box = boxOf(scene, being);
  if (box !== null) return spanOfBox(scene.world.train, box);
  return isOpen(being) && !being.life.isSubtask ? spanOfParts(scene, being) : null;
}

function spanOfBox(train: Train, box: Box): Span | null {
  const iteration = iterationOfBox(train, box);
  const { startsAt, endsAt } = inStep(train, box);
  const [from, to] = [startsAt ?? iteration?.startsAt, endsAt ?? iteration?.endsAt];
  return from === undefined || to === undefined ? null : { startsAt: from, endsAt: to };
}

/** From the first start of the open planned parts to their last end; of the done ones if none is open. */
function spanOfParts(scene: Scene, { life }: Being): Span | null {
  const parts = partsOf(scene, life);
  const open = parts.filter(isOpen);
  const looked = open.length > 0 ? open : parts.filter(({ status }) => status === "done");
  const spans = looked.flatMap((part) => spanOf(scene, part) ?? []);
  if (spans.length === 0) return null;
  return {
    startsAt: Math.min(...spans.map(({ startsAt }) => startsAt)),
    endsAt: Math.max(...spans.map(({ endsAt }) => endsAt)),
  };
}

const threeDays = 3 * 86_400_000;

/** Within three days of an iteration's boundary a timebox begins or ends with it. */
function inStep({ iterations }: Train, { startsAt, endsAt }: Box): Pick<Box, "startsAt" | "endsAt"> {
  const near = (instant: number, boundaries: readonly number[]) =>
    boundaries
      .filter((one) => Math.abs(one - instant) <= threeDays)
      .toSorted((a, b) => Math.abs(a - instant) - Math.abs(b - instant))
      .at(0) ?? instant;
  const starts = iterations.map((one) => one.startsAt);
  const ends = iterations.map((one) => one.endsAt);
  return {
    startsAt: startsAt === null ? null : near(startsAt, starts),
    endsAt: endsAt === null ? null : near(endsAt, ends),
  };
}
