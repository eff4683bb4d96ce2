import { dayMs, hourMs, presentIteration, type Box, type Calendar } from "./calendar.ts";
import type { DraftState, Life } from "./draft.ts";
import type { Random } from "./random.ts";
import type { TeamPlan } from "./teams.ts";

export type LifeOrder = {
  readonly team: TeamPlan;
  /** 1 to 10; 0 for the backlog. */
  readonly iteration: number;
  /** Random by default. */
  readonly state?: DraftState | undefined;
  /** Number of closed sprints that it was in before; only of begun work of a Jira team with sprints of two weeks. */
  readonly carriedOver?: number | undefined;
};

/** Writes an item's life: planned, begun, carried over, finished, with nothing later than now. */
export type LifeGenerator = (order: LifeOrder) => Life;

export function createLifeGenerator(random: Random, calendar: Calendar): LifeGenerator {
  return (order) => {
    const planned = plannedBox(random, calendar, order);
    const state = order.state ?? drawState(random, order.iteration);
    if (planned === null) return backlogLife(random, calendar, state);
    if (order.carriedOver !== undefined) return carriedLife(random, calendar, order);
    const boxes = boxesThrough({ random, calendar, order, planned, state });
    return { state, boxes, ...datesOf({ random, calendar, planned, boxes, state }) };
  };
}

/** Started work of a weekly team lies in the week that has begun. */
function plannedBox(random: Random, calendar: Calendar, { team, iteration, state }: LifeOrder): Box | null {
  const boxes = calendar.boxesOf(team).filter((box) => box.iteration === iteration);
  if (boxes.length === 0) return null;
  const isPresent = iteration === presentIteration;
  return isPresent && (state === undefined || state !== "todo") ? (boxes[0] ?? null) : random.pick(boxes);
}

function drawState(random: Random, iteration: number): DraftState {
  const draw = random.int(1, 100);
  if (iteration === 0) return draw <= 8 ? "cancelled" : "todo";
  if (iteration === 1) return draw <= 5 ? "cancelled" : draw <= 98 ? "done" : "in-review";
  if (iteration === 2) return draw <= 4 ? "cancelled" : draw <= 84 ? "done" : draw <= 94 ? "in-progress" : "todo";
  if (iteration === presentIteration) {
    if (draw <= 3) return "cancelled";
    return draw <= 17 ? "done" : draw <= 48 ? "in-progress" : draw <= 57 ? "in-review" : "todo";
  }
  return draw <= 3 ? "cancelled" : "todo";
}

type Boxes = {
  readonly random: Random;
  readonly calendar: Calendar;
  readonly order: LifeOrder;
  readonly planned: Box;
  readonly state: DraftState;
};

/**
 * Open work moves to the next timebox when its own ends, and so does some work that finished late. Staged work stays.
 */
function boxesThrough({ random, calendar, order, planned, state }: Boxes): readonly Box[] {
  if (planned.state !== "closed" || order.state !== undefined) return [planned];
  const boxes = calendar.boxesOf(order.team);
  const begun = boxes.slice(boxes.indexOf(planned)).filter((box) => box.state !== "future");
  if (state === "done") return random.chance(0.14) ? begun.slice(0, 2) : [planned];
  return state === "cancelled" ? [planned] : begun;
}

/** In progress since its first sprint. */
function carriedLife(random: Random, calendar: Calendar, { team, iteration, carriedOver = 0 }: LifeOrder): Life {
  const before = team.home.system === "jira" ? calendar.boxesBefore(team.home, carriedOver) : [];
  const boxes = [...before, ...calendar.boxesOf(team).filter((box) => box.iteration <= iteration)].slice(
    -1 - carriedOver,
  );
  const startsAt = boxes[0]?.startsAt ?? calendar.now;
  const createdAt = random.instant(startsAt - 30 * dayMs, startsAt - 5 * dayMs);
  return {
    state: "in-progress",
    boxes,
    createdAt,
    plannedAt: random.instant(startsAt - 3 * dayMs, startsAt - hourMs),
    startedAt: random.instant(startsAt, startsAt + 5 * dayMs),
    closedAt: null,
  };
}

function backlogLife(random: Random, calendar: Calendar, state: DraftState): Life {
  const createdAt = random.instant(calendar.startOf(1) - 60 * dayMs, calendar.now - 2 * dayMs);
  const closedAt = state === "cancelled" ? random.instant(createdAt + dayMs, calendar.now) : null;
  return { state, boxes: [], createdAt, plannedAt: null, startedAt: null, closedAt };
}

type Dating = {
  readonly random: Random;
  readonly calendar: Calendar;
  readonly planned: Box;
  readonly boxes: readonly Box[];
  readonly state: DraftState;
};

function datesOf(dating: Dating): Omit<Life, "state" | "boxes"> {
  const { random, calendar, planned, boxes, state } = dating;
  const { now } = calendar;
  const planning = planningOf(dating);
  const createdAt = random.instant(calendar.startOf(1) - 55 * dayMs, planning - dayMs);
  const plannedAt = random.instant(planning, planning + 6 * hourMs);
  if (state === "todo") return { createdAt, plannedAt, startedAt: null, closedAt: null };
  if (state === "cancelled") {
    return { createdAt, plannedAt, startedAt: null, closedAt: random.instant(plannedAt + hourMs, now) };
  }
  const last = boxes.at(-1) ?? planned;
  const begin = Math.min(planned.startsAt, now) - (planned.startsAt < now - 5 * dayMs ? 0 : 3 * dayMs);
  const startedAt = random.instant(begin, Math.min(now, begin + 5 * dayMs));
  if (state !== "done") return { createdAt, plannedAt, startedAt, closedAt: null };
  const earliest = Math.max(startedAt + 3 * hourMs, boxes.length > 1 ? last.startsAt : 0);
  const closedAt = random.instant(earliest, Math.min(now, Math.max(earliest, last.endsAt - 2 * hourMs)));
  return { createdAt, plannedAt, startedAt, closedAt: Math.min(now, closedAt) };
}

const iterationsOfIncrement = 5;

/**
 * Teams plan the present increment in the week before it starts. A quarter of what has begun since its first iteration
 * joined just before its own timebox: scope that grew.
 */
function planningOf({ random, calendar, planned }: Dating): number {
  const start = calendar.startOf(1);
  if (planned.startsAt > calendar.now) {
    const until = planned.iteration <= iterationsOfIncrement ? start : calendar.now;
    return random.instant(start - 8 * dayMs, until - 5 * dayMs);
  }
  const days = random.int(5, 8);
  return (days === 8 ? planned.startsAt : start) - days * dayMs;
}
