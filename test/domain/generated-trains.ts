import { fc } from "@fast-check/vitest";

import type { Model } from "../../src/domain/model/model.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import type { Iteration, Team, Train } from "../../src/domain/model/train.ts";
import type { Link, WorkItem } from "../../src/domain/items/work-item.ts";
import { DAY, blocks, date, day, githubTeam, item, jiraTeam, model, ref, sprint, train } from "./plan.ts";

/** A train of a believable size, its facts, and an instant within it. */
export type GeneratedTrain = { readonly train: Train; readonly facts: Model; readonly at: number };

const pick = <T>(values: readonly T[], place: number): T => {
  const value = values[Math.floor(place * values.length)];
  if (value === undefined) throw new RangeError("nothing to pick from");
  return value;
};

const share = fc.integer({ min: 0, max: 9999 }).map((place) => place / 10_000);

/** Two increments of three to six iterations of two weeks, the last for innovation and planning. */
function calendar(count: number): Train["increments"] {
  return ["first", "second"].map((key, place) => {
    const iterations = Array.from({ length: count }, (_, index): Iteration => {
      const ordinal = place * count + index;
      const [starts, ends] = [ordinal * 14, ordinal * 14 + 14];
      return {
        key: `${index + 1}`,
        name: `Iteration ${index + 1}`,
        kind: index === count - 1 ? "innovation-planning" : "regular",
        increment: key,
        ordinal,
        startsOn: date(starts),
        endsOn: date(ends),
        startsAt: day(starts),
        endsAt: day(ends),
        sprintName: null,
      };
    });
    return { key, startsAt: day(place * count * 14), endsAt: day((place + 1) * count * 14), iterations };
  });
}

type Rhythm = "weeks" | "fortnights" | "months" | "shifted";
type Habit = { readonly github: boolean; readonly rhythm: Rhythm; readonly early: boolean; readonly boxes: number };

const habit = fc.record({
  github: fc.boolean(),
  rhythm: fc.constantFrom<Rhythm>("weeks", "weeks", "fortnights", "fortnights", "months", "shifted"),
  early: fc.boolean(),
  boxes: share,
});

/** One sprint after the other, from the first iteration to the last. */
function sprintsIn(iterations: readonly Iteration[], rhythm: Rhythm, early: boolean): (readonly [number, number])[] {
  if (rhythm === "months") {
    const pairs = iterations.filter((_, index) => index % 2 === 0);
    return pairs.map(({ startsAt }) => [startsAt, startsAt + 28 * DAY]);
  }
  return iterations.flatMap(({ startsAt, endsAt }) => {
    const middle = startsAt + 7 * DAY;
    if (rhythm === "weeks") return [[startsAt, middle] as const, [middle, endsAt] as const];
    return [rhythm === "shifted" ? ([startsAt + 5 * DAY, endsAt + 5 * DAY] as const) : fortnight(startsAt, endsAt)];
  });
  function fortnight(startsAt: number, endsAt: number) {
    return [startsAt, early ? endsAt - 3 * DAY : endsAt] as const;
  }
}

/** A team and its boxes: of an iteration, of two, of half of one, or across two; the last ones may be missing yet. */
function settle(habits: readonly Habit[], iterations: readonly Iteration[], at: number) {
  const teams: Team[] = [];
  const boxes = new Map<string, Sprint[]>();
  for (const [index, { github, rhythm, early, boxes: made }] of habits.entries()) {
    const key = `t${index}`;
    teams.push(github ? githubTeam(key) : jiraTeam(key, index % 2 === 0 ? { boards: [] } : {}));
    const known = iterations.slice(0, Math.max(2, Math.ceil(iterations.length * (0.5 + made / 2))));
    const spans = sprintsIn(known, github ? "fortnights" : rhythm, early);
    boxes.set(
      key,
      spans.map(([startsAt, endsAt], place) =>
        sprint(`${index}${String(place).padStart(3, "0")}`, {
          system: github ? "github" : "jira",
          startsAt: github ? null : startsAt,
          endsAt,
          state: endsAt <= at - 3 * DAY ? "closed" : startsAt <= at ? "active" : "future",
          boardId: github ? null : index,
          container: github ? `acme/${key}` : null,
        }),
      ),
    );
  }
  return { teams, boxes };
}

const fate = fc.record({
  team: share,
  role: fc.constantFrom<"story" | "epic" | "subtask">(
    "story",
    "story",
    "story",
    "story",
    "story",
    "story",
    "epic",
    "subtask",
  ),
  /** Below another item, by place among those that can have some below them. */
  parent: fc.option(share, { freq: 2 }),
  /** Above 0.85 in no box. */
  box: share,
  status: fc.constantFrom("todo", "todo", "todo", "todo", "in-progress", "done", "done", "cancelled"),
  due: fc.option(share, { freq: 2 }),
  start: fc.option(share, { freq: 1 }),
  points: fc.option(fc.constantFrom(1, 2, 3, 5, 8), { freq: 4 }),
  presence: fc.constantFrom(
    "present",
    "present",
    "present",
    "present",
    "present",
    "present",
    "present",
    "present",
    "present",
    "stub",
    "gone",
  ),
});

const edge = fc.record({
  from: share,
  to: share,
  origin: fc.constantFrom("native", "native", "text", "text-of-the-provider"),
  unread: fc.boolean(),
});

/** Least and greatest numbers. */
type Sizes = Readonly<Record<"perIncrement" | "teams" | "items" | "edges", readonly [number, number]>>;

function trainsOf(sizes: Sizes, fate: fc.Arbitrary<Fate>): fc.Arbitrary<GeneratedTrain> {
  const many = <T>(one: fc.Arbitrary<T>, [minLength, maxLength]: readonly [number, number]) =>
    fc.array(one, { minLength, maxLength, size: "max" });
  const [min, max] = sizes.perIncrement;
  return fc.noBias(
    fc
      .record({
        perIncrement: fc.integer({ min, max }),
        habits: many(habit, sizes.teams),
        fates: many(fate, sizes.items),
        edges: many(edge, sizes.edges),
        at: share,
        strict: fc.boolean(),
      })
      .map(({ perIncrement, habits, fates, edges, at: place, strict }) => {
        const increments = calendar(perIncrement);
        const iterations = increments.flatMap((increment) => increment.iterations);
        const at = day(Math.floor(place * (iterations.length - 1) * 14)) + DAY / 2;
        const { teams, boxes } = settle(habits, iterations, at);
        const items = related(
          fates,
          fates.map((one, index) => itemOf(one, { index, teams, boxes, days: iterations.length * 14 })),
        );
        const links = edges.flatMap((one, index) => linkOf(one, items, index));
        const generated = train({ increments, teams, rules: strict ? {} : { "same-iteration": "off", cycle: "risk" } });
        const facts = model({ items, links });
        return {
          train: generated,
          at,
          facts: { ...facts, sprints: new Map([...boxes.values()].flat().map((box) => [box.id, box])) },
        };
      }),
  );
}

/** Three to eight teams, 30 to 150 items, with cancelled, overdue, unplanned and circular work among them. */
export const generatedTrains: fc.Arbitrary<GeneratedTrain> = trainsOf(
  {
    perIncrement: [3, 6],
    teams: [3, 8],
    items: [30, 150],
    edges: [10, 90],
  },
  fate,
);

/** Mostly work that a team could plan elsewhere. */
const plannable = fc
  .tuple(fate, share)
  .map(([one, place]): Fate => (place < 0.6 ? { ...one, role: "story", status: "todo", presence: "present" } : one));

/** So small that a test can try everything: two or three teams, up to ten items, four iterations. */
export const smallGeneratedTrains: fc.Arbitrary<GeneratedTrain> = trainsOf(
  {
    perIncrement: [2, 2],
    teams: [2, 3],
    items: [5, 10],
    edges: [3, 7],
  },
  plannable,
);

type Fate = typeof fate extends fc.Arbitrary<infer T> ? T : never;
type Where = {
  readonly index: number;
  readonly teams: readonly Team[];
  readonly boxes: ReadonlyMap<string, readonly Sprint[]>;
  readonly days: number;
};

/** Stories below epics of whatever team, sub-tasks below stories; neither epics nor sub-tasks are in Jira's sprints. */
function related(fates: readonly Fate[], items: readonly WorkItem[]): WorkItem[] {
  const [epics, stories] = [items.filter(({ kind }) => kind === "epic"), items.filter(({ kind }) => kind === "story")];
  return items.map((one, index) => {
    const place = fates[index]?.parent ?? null;
    const above = one.kind === "subtask" ? stories : epics;
    const isBelow = place !== null && one.kind !== "epic" && above.length > 0;
    const isBoxed = one.system === "github" || one.kind === "story";
    return {
      ...one,
      sprintIds: isBoxed ? one.sprintIds : [],
      parentId: isBelow ? pick(above, place).id : null,
    };
  });
}

function itemOf(fate: Fate, { index, teams, boxes, days }: Where): WorkItem {
  const team = pick(teams, fate.team);
  const isNobodys = fate.team > 0.95;
  const isGithub = !isNobodys && team.from.system === "github";
  const key = isNobodys
    ? `OPS-${index}`
    : isGithub
      ? `acme/${team.key}#${index}`
      : `${team.key.toUpperCase()}-${index}`;
  const box = boxOf(fate, boxesFor(isNobodys ? null : team, boxes));
  // Half of the dates lie about the end of the box, the others anywhere.
  const near = box?.endsAt == null ? 0 : Math.round((box.endsAt - day(0)) / DAY);
  const dayOf = (place: number) => date(place < 0.5 ? near - 6 + Math.floor(place * 20) : Math.floor(place * days));
  const made = item(key, {
    kind: isGithub && fate.role === "subtask" ? "task" : fate.role,
    status: fate.status,
    presence: fate.presence,
    points: fate.points,
    labels: isGithub && fate.points !== null ? [`points/${fate.points}`] : [],
    // Issues on GitHub have no due date of their own.
    dueOn: isGithub || fate.due === null ? null : dayOf(fate.due),
    startOn: isGithub || fate.start === null ? null : dayOf(fate.start),
    sprintIds: box === null ? [] : [box.id],
  });
  return made;
}

/** Work that is not over is mostly planned for what is to come; some of it is in no box. */
function boxOf({ box, status }: Fate, boxes: readonly Sprint[]): Sprint | null {
  const isOver = status === "done" || box < 0.1;
  const fitting = isOver ? boxes : boxes.filter(({ state }) => state !== "closed");
  return box >= 0.85 || fitting.length === 0 ? null : pick(fitting, box / 0.85);
}

/** Nobody's items are planned in some team's sprints. */
function boxesFor(team: Team | null, boxes: Where["boxes"]): readonly Sprint[] {
  if (team !== null) return boxes.get(team.key) ?? [];
  const sprints = [...boxes.values()].find(([first]) => first?.kind === "sprint");
  return sprints ?? [];
}

type EdgeFate = typeof edge extends fc.Arbitrary<infer T> ? T : never;

function linkOf({ from, to, origin, unread }: EdgeFate, items: readonly WorkItem[], index: number): Link[] {
  const [source, target] = [pick(items, from), pick(items, to)];
  if (origin === "native") return [blocks(source.key, target.key, { id: `link:${index}` })];
  const writer = origin === "text" ? target : source;
  const made = blocks(source.key, target.key, { origin: "text", typeName: "Blocked by …" });
  const awaited = unread && from > 0.9 ? ref("acme/nobody#1") : made.source;
  return [{ ...made, id: `text:${writer.id}:${index}`, source: awaited }];
}
