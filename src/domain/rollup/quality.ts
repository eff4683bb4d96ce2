import { nameOf } from "../items/item-name.ts";
import { missingFacts, type Model } from "../model/model.ts";
import { distinct, sortedBy } from "../ordering.ts";
import type { TrainView } from "../model/train-plan.ts";
import type { Lacking, TeamFigures } from "./figures.ts";
import type { DataQuality } from "./rollup.ts";
import { sourcesOf } from "./connection-freshness.ts";
import { connectionsOf } from "../items/item-roles.ts";
import { hiddenMembers, projectQuery, queryOf } from "../items/project-values.ts";
import { guessedWords } from "../items/statuses.ts";
import { isOpen } from "../items/work-item.ts";
import { namedAtMost, worstOf } from "./team-figures.ts";
import { projectOf, type Team, type Train } from "../model/train.ts";

/**
 * How reliable the figures are. See docs/rules.md, "Figures".
 * @param now epoch milliseconds: until then the trackers can have been read
 */
export function dataQualityOf(
  view: TrainView,
  model: Pick<Model, "streams" | "memberships">,
  now = view.at,
): DataQuality {
  const { train, plan, counts, unreadableEnds } = view;
  const teams = train.teams.map((team) => plan.figuresOf(team));
  const connections = connectionsOf(train);
  const here = model.streams.filter(({ connection }) => connections.has(connection));
  return {
    owned: counts.owned,
    neighbours: counts.neighbour,
    unassigned: counts.unassigned,
    withoutEstimate: countOf(teams.map(({ withoutEstimate }) => withoutEstimate)),
    withoutIteration: countOf(teams.map(({ withoutIteration }) => withoutIteration)),
    unreadableEnds: unreadableEnds.length,
    worst: {
      withoutEstimate: worstNames(teams.map(({ withoutEstimate }) => withoutEstimate)),
      withoutIteration: worstNames(teams.map(({ withoutIteration }) => withoutIteration)),
      unreadableEnds: unreadableEnds.slice(0, namedAtMost),
    },
    guessedStatuses: guessedWords(view.guesses),
    estimatesWithoutNumber: estimatesWithoutNumber(train, teams),
    rejectedRecords: here.reduce((total, { rejected }) => total + rejected, 0),
    sprintsWithoutIteration: distinct(
      sortedBy(
        view.warnings.map(({ sprint }) => sprint),
        String,
      ),
    ),
    drafts: draftsOf(train, model),
    hiddenItems: hiddenIn(view, model),
    lacking: lackingIn(here),
    sources: sourcesOf(train, model, now),
  };
}

/** By connection, in the order of both lists. */
function lackingIn(streams: Model["streams"]): DataQuality["lacking"] {
  const byConnection = Map.groupBy(streams, ({ connection }) => connection);
  return sortedBy(byConnection, ([connection]) => connection).flatMap(([connection, own]) => {
    const lacking = new Set(own.flatMap(({ scope }) => scope?.lacking ?? []));
    return lacking.size === 0 ? [] : [{ connection, facts: missingFacts.filter((fact) => lacking.has(fact)) }];
  });
}

/** Each project once, in the order of its teams. */
function draftsOf(train: Train, { memberships }: Pick<Model, "memberships">): DataQuality["drafts"] {
  const counts = new Map(memberships.map(({ connection, query, drafts = 0 }) => [`${connection} ${query}`, drafts]));
  const projects = new Map<string, DataQuality["drafts"][number]>();
  for (const team of train.teams) {
    const project = projectOf(team);
    if (project === null) continue;
    const { address } = project;
    const { connection } = team.from;
    const count = counts.get(`${connection} ${projectQuery(project)}`) ?? 0;
    if (count > 0) projects.set(`${connection} ${address}`, { project: address, count });
  }
  return [...projects.values()];
}

/** Open items by their team's project or query, in the order of the teams. */
function hiddenIn({ train, items }: TrainView, model: Pick<Model, "memberships">): DataQuality["hiddenItems"] {
  const open = [...hiddenMembers(train, model)].flatMap((id) => {
    const planned = items.get(id);
    return planned?.role === "owned" && isOpen(planned.item) ? planned : [];
  });
  return distinct(train.teams.flatMap((team) => memberPlaceOf(team) ?? [])).flatMap((place) => {
    const here = open.filter(({ team }) => team !== null && memberPlaceOf(team) === place);
    const [first] = here;
    if (first === undefined) return [];
    return [{ ...(first.item.system === "jira" ? { query: place } : { project: place }), count: here.length }];
  });
}

function memberPlaceOf(team: Team): string | null {
  return projectOf(team)?.address ?? queryOf(team.from);
}

function countOf(lacking: readonly Lacking[]): number {
  return lacking.reduce((total, { count }) => total + count, 0);
}

function worstNames(lacking: readonly Lacking[]) {
  return worstOf(lacking.flatMap(({ worst }) => worst)).map(({ item }) => nameOf(item));
}

/** Connections with text in place of estimates, and no numbers. */
function estimatesWithoutNumber(train: Train, figures: readonly TeamFigures[]): DataQuality["estimatesWithoutNumber"] {
  const teams = train.teams.flatMap(({ from }, place) => figures.slice(place, place + 1).map((own) => ({ from, own })));
  const byConnection = Map.groupBy(teams, ({ from }) => from.connection);
  return sortedBy(byConnection, ([connection]) => connection).flatMap(([connection, here]) => {
    const words = distinct(here.flatMap(({ own }) => own.pointsWords));
    if (words.length === 0 || here.some(({ own }) => own.isEstimated)) return [];
    return [{ connection, words: sortedBy(words, String).slice(0, namedAtMost) }];
  });
}
