import { featureId, isOver, iterationOf, type Dependency, type Draft } from "./draft.ts";
import type { Random } from "./random.ts";
import type { TeamKey } from "./texts.ts";
import { teamOf, teams } from "./teams.ts";

/** Number of dependencies without conflict, besides the staged ones. */
const wanted = { crossTracker: 25, between: 36, within: 34 };

/** Links of one item with others at most, and links between two features. */
const busiest = { item: 3, features: 4 };

type Pair = { readonly consumer: Draft; readonly provider: Draft };

/** Dependencies without conflict: the provider is in an earlier iteration, and is done or not yet needed. */
export function orderlyDependencies(random: Random, drafts: readonly Draft[]): readonly Dependency[] {
  const free = drafts.filter(({ staged, kind, featureId }) => !staged && kind !== "feature" && featureId !== null);
  const byFeature = Map.groupBy(free, ({ featureId }) => featureId ?? "");
  const storiesOf = (team: TeamKey, feature: number) => (byFeature.get(featureId(team, feature)) ?? []).filter(isStory);
  const between = featuresBuiltOn().flatMap(({ team, feature, onTeam, onFeature }) => {
    const pairs = pairsOf(storiesOf(team, feature), storiesOf(onTeam, onFeature));
    return random.shuffled(pairs).slice(0, busiest.features);
  });
  const inside = [...byFeature.values()].flatMap((siblings) => random.shuffled(chainOf(siblings)).slice(0, 3));
  const choose = chooser();
  return [
    ...choose(random.shuffled(between.filter(crossesTrackers)), wanted.crossTracker).map((pair) =>
      dependencyOf(pair, "text"),
    ),
    ...choose(random.shuffled(between.filter((pair) => !crossesTrackers(pair))), wanted.between).map((pair) =>
      dependencyOf(pair, random.chance(0.12) ? "text" : "native"),
    ),
    ...choose(random.shuffled(inside), wanted.within).map((pair) => dependencyOf(pair, "native")),
  ];
}

function featuresBuiltOn() {
  return teams.flatMap(({ key: team, text }) =>
    text.features.flatMap(({ buildsOn }, feature) =>
      buildsOn.map(([onTeam, onFeature]) => ({ team, feature, onTeam, onFeature })),
    ),
  );
}

function crossesTrackers({ consumer, provider }: Pair): boolean {
  return teamOf(consumer.team).home.system !== teamOf(provider.team).home.system;
}

function isStory({ kind }: Draft): boolean {
  return kind === "story";
}

function dependencyOf(pair: Pair, via: Dependency["via"]): Dependency {
  return { ...pair, via };
}

function pairsOf(consumers: readonly Draft[], providers: readonly Draft[]): readonly Pair[] {
  return consumers
    .flatMap((consumer) => providers.map((provider) => ({ consumer, provider })))
    .filter(({ consumer, provider }) => holds(consumer, provider));
}

/** Dependencies within one feature: each item waits for the nearest earlier one of an earlier iteration. */
function chainOf(siblings: readonly Draft[]): readonly Pair[] {
  return siblings.flatMap((consumer, place) => {
    const provider = siblings.slice(0, place).findLast((earlier) => holds(consumer, earlier));
    return provider === undefined ? [] : [{ consumer, provider }];
  });
}

function holds(consumer: Draft, provider: Draft): boolean {
  const isPlanned = iterationOf(provider) > 0 && iterationOf(provider) < iterationOf(consumer);
  if (!isPlanned || consumer.state === "cancelled" || provider.state === "cancelled") return false;
  if (consumer.state === "done") return (provider.closedAt ?? Infinity) <= (consumer.closedAt ?? 0);
  return isOver(provider) || consumer.state === "todo";
}

/** Takes pairs in order, if neither end has too many links. */
function chooser(): (pairs: readonly Pair[], count: number) => readonly Pair[] {
  const links = new Map<Draft, number>();
  return (pairs, count) => {
    const chosen: Pair[] = [];
    for (const pair of pairs) {
      const ends = [pair.consumer, pair.provider];
      if (chosen.length >= count || ends.some((end) => (links.get(end) ?? 0) >= busiest.item)) continue;
      for (const end of ends) links.set(end, (links.get(end) ?? 0) + 1);
      chosen.push(pair);
    }
    return chosen;
  };
}
