import { countedWork } from "./counted-work.ts";
import type { LinkEnd } from "./ids.ts";
import { nameOf, type ItemName } from "./item-name.ts";
import type { Model } from "./model.ts";
import { byText, distinct, sortedBy } from "./ordering.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import { wordsForPoints } from "./points.ts";
import type { DataQuality } from "./rollup.ts";
import { itemAt, ownedItems, presentItems } from "./rollup-figures.ts";
import { isInProgress, isReadable } from "./rules/rule.ts";
import { sourcesOf } from "./sources.ts";
import { connectionsOf } from "./standing.ts";
import { guessedWords } from "./statuses.ts";
import type { Team } from "./train.ts";
import { isOpen } from "./work-item.ts";

/** How far the figures can be trusted. See docs/rules.md, "Figures". */
export function dataQualityOf(view: TrainView, model: Model): DataQuality {
  const present = presentItems(view);
  const open = countedWork(ownedItems(view)).filter(({ item }) => isOpen(item) && isPlannedByItself(item));
  const withoutEstimate = open.filter(({ points, team }) => points === null && estimates(team));
  const withoutIteration = open.filter(({ iteration }) => iteration === null);
  const unreadable = unreadableEnds(view);
  const connections = connectionsOf(view.train);
  const streams = model.streams.filter(({ connection }) => connections.has(connection));
  return {
    owned: present.filter(({ standing }) => standing === "owned").length,
    neighbours: present.filter(({ standing }) => standing === "neighbour").length,
    unassigned: present.filter(({ standing }) => standing === "unassigned").length,
    withoutEstimate: withoutEstimate.length,
    withoutIteration: withoutIteration.length,
    unreadableEnds: unreadable.length,
    worst: {
      withoutEstimate: worstOf(withoutEstimate),
      withoutIteration: worstOf(withoutIteration),
      unreadableEnds: unreadable.slice(0, named),
    },
    guessedStatuses: guessedWords(view.guesses),
    estimatesWithoutNumber: estimatesWithoutNumber(view),
    rejectedRecords: streams.reduce((total, { rejected }) => total + rejected, 0),
    sprintsWithoutIteration: distinct(
      sortedBy(
        view.warnings.map(({ sprint }) => sprint),
        String,
      ),
    ),
    sources: sourcesOf(view.train, model, view.at),
  };
}

/** How many items stand for a count. */
const named = 3;

/** Epics are planned by their stories, sub-tasks by their story: neither has an estimate or an iteration of its own. */
function isPlannedByItself({ kind }: PlannedItem["item"]): boolean {
  return kind !== "epic" && kind !== "subtask";
}

/** A team in GitHub without a pattern for its labels does not estimate, and lacks nothing. */
function estimates(team: Team | null): boolean {
  return team?.from.system !== "github" || team.from.pointsLabel !== null;
}

/** Where people write something else than numbers into what should be an estimate, and nobody a number. */
function estimatesWithoutNumber(view: TrainView): DataQuality["estimatesWithoutNumber"] {
  const byConnection = Map.groupBy(ownedItems(view), ({ item }) => item.connection);
  return sortedBy(byConnection.keys(), String).flatMap((connection) => {
    const items = byConnection.get(connection) ?? [];
    const words = items.flatMap(({ item, team }) => wordsForPoints(item, team));
    if (words.length === 0 || items.some(({ points }) => points !== null)) return [];
    return [{ connection, words: sortedBy(distinct(words), String).slice(0, named) }];
  });
}

/** What is under way first, then what ends first, then by key. */
function worstOf(items: readonly PlannedItem[]): readonly ItemName[] {
  return items
    .toSorted(
      (a, b) =>
        Number(isInProgress(b)) - Number(isInProgress(a)) ||
        (a.endsAt ?? Number.MAX_SAFE_INTEGER) - (b.endsAt ?? Number.MAX_SAFE_INTEGER) ||
        byText(a.item.key, b.item.key),
    )
    .slice(0, named)
    .map(({ item }) => nameOf(item));
}

/** Ends of dependencies nobody could read, each with an item whose dependency it is, sorted by key. */
function unreadableEnds(view: TrainView): DataQuality["worst"]["unreadableEnds"] {
  const ends = new Map<LinkEnd, LinkEnd>();
  for (const { consumer, provider } of view.dependencies) {
    if (!ends.has(provider)) ends.set(provider, consumer);
    if (!ends.has(consumer)) ends.set(consumer, provider);
  }
  const unreadable = [...ends].filter(([end]) => !canRead(itemAt(end, view)));
  return sortedBy(
    unreadable.map(([end, other]) => ({ end, other })),
    ({ end }) => end,
  );
}

function canRead(planned: PlannedItem | undefined): boolean {
  return planned !== undefined && isReadable(planned);
}
