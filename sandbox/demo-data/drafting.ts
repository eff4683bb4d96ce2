import { dayMs, dayOf, type Calendar } from "./calendar.ts";
import type { Draft, DraftKind, Life, Need } from "./draft.ts";
import { isOver } from "./draft.ts";
import { createFate, type Fate } from "./life.ts";
import type { Random } from "./random.ts";
import type { Role } from "./scene-kit.ts";
import { scenes } from "./scenes.ts";
import { teamOf, teams, type TeamPlan } from "./teams.ts";
import { choresOf } from "./text/chores.ts";
import type { FeatureText } from "./text/feature-text.ts";

export type Drafted = { readonly drafts: readonly Draft[]; readonly needs: readonly Need[] };

/** All items of the demo, and the dependencies that are prepared. */
export function draftItems(random: Random, calendar: Calendar): Drafted {
  const desk: Desk = { random, calendar, fate: createFate(random, calendar) };
  const staged = stage(desk);
  const planned = teams.flatMap((team) => [...childrenOf(desk, team), ...looseOf(desk, team)]);
  const children = [...staged.drafts, ...planned];
  const features = teams.flatMap((team) => featuresOf(desk, team, children));
  return { drafts: [...features, ...children], needs: staged.needs };
}

type Desk = { readonly random: Random; readonly calendar: Calendar; readonly fate: Fate };

function featureId(team: TeamPlan, index: number): string {
  return `${team.key}/${index}`;
}

function childrenOf(desk: Desk, team: TeamPlan): readonly Draft[] {
  return team.text.features.flatMap((feature, index) => {
    const own = feature.children.map((text, place) => ({ text, iteration: iterationFor(feature, place) }));
    const chores = choresOf(desk.random, feature.noun).map((text) => ({
      text,
      iteration: Math.min(feature.span[1] + desk.random.int(0, 1), feature.span[1] === 9 ? 9 : 8),
    }));
    return [...own, ...chores].map(({ text, iteration }, place) =>
      draftOf(desk, {
        id: `${featureId(team, index)}/${place}`,
        team,
        ...kindAndTitle(text),
        why: feature.why,
        featureId: featureId(team, index),
        life: desk.fate({ team, iteration: desk.random.chance(0.06) ? 0 : iteration }),
      }),
    );
  });
}

/** Spreads the children over the feature's iterations in the order in which they are built. */
function iterationFor({ span: [first, last], children }: FeatureText, place: number): number {
  return first + Math.floor((place * (last - first + 1)) / children.length);
}

function looseOf(desk: Desk, team: TeamPlan): readonly Draft[] {
  return team.text.loose.map((text, place) =>
    draftOf(desk, {
      id: `${team.key}/loose/${place}`,
      team,
      ...kindAndTitle(text),
      why: "",
      featureId: null,
      life: desk.fate({ team, iteration: desk.random.pick([0, 1, 1, 2, 2, 2, 3, 5, 6]) }),
    }),
  );
}

function stage(desk: Desk): Drafted {
  const drafts = new Map<Role, Draft>();
  const cast = (part: Role): Draft => {
    const known = drafts.get(part) ?? play(desk, part, drafts.size);
    drafts.set(part, known);
    return known;
  };
  const needs = scenes.flatMap(({ waits }) =>
    waits.map(({ consumer, provider, via }): Need => {
      return { consumer: cast(consumer), provider: typeof provider === "string" ? provider : cast(provider), via };
    }),
  );
  return { drafts: [...drafts.values()], needs };
}

function play(desk: Desk, part: Role, place: number): Draft {
  const { feature, title, iteration, state = "todo", kind = "story", dueDaysAgo } = part;
  const team = teamOf(part.team);
  return draftOf(desk, {
    id: `staged/${place}`,
    team,
    kind,
    title,
    why: team.text.features[feature]?.why ?? "",
    featureId: featureId(team, feature),
    life: desk.fate({ team, iteration, state }),
    dueOn: dueDaysAgo === undefined ? null : dayOf(desk.calendar.now - dueDaysAgo * dayMs),
  });
}

type Sketch = Pick<Draft, "id" | "kind" | "title" | "why" | "featureId"> & {
  readonly team: TeamPlan;
  readonly life: Life;
  /** Only staged items have one. */
  readonly dueOn?: string | null;
};

function draftOf({ random }: Desk, { team, life, dueOn, ...sketch }: Sketch): Draft {
  const begun = life.startedAt !== null;
  return {
    ...sketch,
    ...life,
    team: team.key,
    points: pointsFor(random, sketch.kind, life),
    dueOn: dueOn ?? null,
    reporter: random.pick(team.members),
    assignee: begun || random.chance(0.35) ? random.pick(team.members) : null,
    staged: dueOn !== undefined,
  };
}

/** What lies far off is estimated less often, and bugs half of the time. */
function pointsFor(random: Random, kind: DraftKind, { boxes, state }: Life): number | null {
  const iteration = boxes.at(-1)?.iteration ?? 0;
  const likelihood = kind === "bug" ? 0.5 : iteration === 0 ? 0.35 : iteration > 5 ? 0.7 : 0.94;
  const points = random.pick(kind === "bug" ? [1, 1, 2, 3] : [1, 2, 3, 3, 5, 5, 8]);
  return random.chance(state === "done" ? Math.max(likelihood, 0.9) : likelihood) ? points : null;
}

function featuresOf(desk: Desk, team: TeamPlan, drafts: readonly Draft[]): readonly Draft[] {
  return team.text.features.map(({ title, why }, index) => {
    const id = featureId(team, index);
    const life = lifeOfFeature(
      desk,
      drafts.filter((draft) => draft.featureId === id),
    );
    const plan = draftOf(desk, { id, team, kind: "feature", title, why, featureId: null, life });
    return { ...plan, points: null };
  });
}

/** Begun with its first child, over with its last. Features are in no box themselves. */
function lifeOfFeature({ random, calendar }: Desk, children: readonly Draft[]): Life {
  const createdAt = random.instant(calendar.startOf(1) - 120 * dayMs, calendar.startOf(1) - 70 * dayMs);
  const starts = children.flatMap(({ startedAt }) => startedAt ?? []);
  const startedAt = starts.length === 0 ? null : Math.min(...starts);
  const isDone = startedAt !== null && children.every(isOver);
  const ends = children.flatMap(({ closedAt }) => closedAt ?? []);
  return {
    state: isDone ? "done" : startedAt === null ? "todo" : "in-progress",
    boxes: [],
    createdAt,
    plannedAt: null,
    startedAt,
    closedAt: isDone ? Math.max(...ends, startedAt) : null,
  };
}

function kindAndTitle(text: string): Pick<Draft, "kind" | "title"> {
  const [, kind, title] = /^(bug|task): ?(.*)$/su.exec(text) ?? [];
  if (title === undefined) return { kind: "story", title: text };
  return { kind: kind === "bug" ? "bug" : "task", title };
}
