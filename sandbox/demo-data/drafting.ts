import { dayMs, dayOf, type Calendar } from "./calendar.ts";
import { featureId, isOver, type Draft, type DraftKind, type Life, type Dependency } from "./draft.ts";
import { createLifeGenerator, type LifeGenerator } from "./life.ts";
import type { Random } from "./random.ts";
import { teamOf, type TeamPlan } from "./teams.ts";
import { texts, type FeatureText, type PreparedConflict, type PreparedItem, type Work } from "./texts.ts";

export type Drafted = { readonly drafts: readonly Draft[]; readonly dependencies: readonly Dependency[] };

export type DraftOrder = {
  readonly random: Random;
  readonly calendar: Calendar;
  readonly teams: readonly TeamPlan[];
  readonly conflicts: readonly PreparedConflict[];
  /** Items of earlier orders, which the conflicts may name. */
  readonly known: readonly Draft[];
};

/** All items of the teams, and the staged dependencies with their items, of whichever team. */
export function draftItems({ random, calendar, teams, conflicts, known }: DraftOrder): Drafted {
  const drafting: Drafting = { random, calendar, lifeFor: createLifeGenerator(random, calendar) };
  const staged = prepare(drafting, conflicts, known);
  const planned = teams.flatMap((team) => [...childrenOf(drafting, team), ...looseOf(drafting, team)]);
  const children = [...staged.drafts, ...planned];
  const features = teams.flatMap((team) => featuresOf(drafting, team, children));
  return { drafts: [...features, ...children], dependencies: staged.dependencies };
}

type Drafting = { readonly random: Random; readonly calendar: Calendar; readonly lifeFor: LifeGenerator };

function childrenOf(drafting: Drafting, team: TeamPlan): readonly Draft[] {
  return team.text.features.flatMap((feature, index) => {
    const own = feature.children.map((work, place) => ({ work, iteration: iterationFor(feature, place) }));
    const chores = choresOf(drafting.random, feature.noun).map((work) => ({
      work,
      iteration: Math.min(feature.span[1] + drafting.random.int(0, 1), feature.span[1] === 9 ? 9 : 8),
    }));
    return [...own, ...chores].map(({ work, iteration }, place) =>
      draftOf(drafting, {
        id: `${featureId(team.key, index)}/${place}`,
        team,
        ...work,
        why: feature.why,
        featureId: featureId(team.key, index),
        life: drafting.lifeFor({ team, iteration: drafting.random.chance(0.06) ? 0 : iteration }),
      }),
    );
  });
}

/** Two or three of the chores of every feature. @param noun as people call the feature in passing */
function choresOf(random: Random, noun: string): readonly Work[] {
  return random
    .shuffled(texts.chores)
    .slice(0, random.int(2, 3))
    .map(({ kind, title }) => ({ kind, title: title.replace("NOUN", noun) }));
}

/** Distributes the children over the feature's iterations in build order. */
function iterationFor({ span: [first, last], children }: FeatureText, place: number): number {
  return first + Math.floor((place * (last - first + 1)) / children.length);
}

function looseOf(drafting: Drafting, team: TeamPlan): readonly Draft[] {
  return team.text.loose.map((work, place) =>
    draftOf(drafting, {
      id: `${team.key}/loose/${place}`,
      team,
      ...work,
      why: "",
      featureId: null,
      life: drafting.lifeFor({ team, iteration: drafting.random.pick([0, 1, 1, 2, 2, 2, 3, 5, 6]) }),
    }),
  );
}

function prepare(drafting: Drafting, conflicts: readonly PreparedConflict[], known: readonly Draft[]): Drafted {
  const drafts = new Map(known.map((draft) => [draft.title, draft]));
  const drafted = (item: PreparedItem): Draft => {
    const draft = drafts.get(item.title) ?? draftPrepared(drafting, item, drafts.size);
    drafts.set(item.title, draft);
    return draft;
  };
  const dependencies = conflicts.map(({ consumer, provider, via }): Dependency => {
    return { consumer: drafted(consumer), provider: typeof provider === "string" ? provider : drafted(provider), via };
  });
  return { drafts: [...drafts.values()].filter((draft) => !known.includes(draft)), dependencies };
}

function draftPrepared(drafting: Drafting, item: PreparedItem, place: number): Draft {
  const { at, title, kind, state, dueDaysAgo, carriedOver } = item;
  const [key, feature, iteration] = at;
  const team = teamOf(key);
  return draftOf(drafting, {
    id: `staged/${place}`,
    team,
    kind,
    title,
    why: team.text.features[feature]?.why ?? "",
    featureId: featureId(key, feature),
    life: drafting.lifeFor({ team, iteration, state, carriedOver }),
    dueOn: dueDaysAgo === undefined ? null : dayOf(drafting.calendar.now - dueDaysAgo * dayMs),
  });
}

type Sketch = Pick<Draft, "id" | "kind" | "title" | "why" | "featureId"> & {
  readonly team: TeamPlan;
  readonly life: Life;
  /** Only staged items have one. */
  readonly dueOn?: string | null;
};

function draftOf({ random }: Drafting, { team, life, dueOn, ...sketch }: Sketch): Draft {
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

/** Estimates distant work less often, and bugs half of the time. */
function pointsFor(random: Random, kind: DraftKind, { boxes, state }: Life): number | null {
  const iteration = boxes.at(-1)?.iteration ?? 0;
  const likelihood = kind === "bug" ? 0.5 : iteration === 0 ? 0.35 : iteration > 5 ? 0.7 : 0.94;
  const points = random.pick(kind === "bug" ? [1, 1, 2, 3] : [1, 2, 3, 3, 5, 5, 8]);
  return random.chance(state === "done" ? Math.max(likelihood, 0.9) : likelihood) ? points : null;
}

function featuresOf(drafting: Drafting, team: TeamPlan, drafts: readonly Draft[]): readonly Draft[] {
  return team.text.features.map(({ title, why, due }, index) => {
    const id = featureId(team.key, index);
    const life = lifeOfFeature(
      drafting,
      drafts.filter((draft) => draft.featureId === id),
    );
    const plan = draftOf(drafting, { id, team, kind: "feature", title, why, featureId: null, life });
    const dueOn = due === undefined ? null : dayOf(drafting.calendar.startOf(due + 1) - dayMs);
    return { ...plan, points: null, dueOn };
  });
}

/** Begun with its first child, over with its last. Features are in no box themselves. */
function lifeOfFeature({ random, calendar }: Drafting, children: readonly Draft[]): Life {
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
