import { boxNamed, latestBox } from "../schedule/timeboxes.ts";
import type { WorkItemId } from "../ids.ts";
import type { Model } from "../model/model.ts";
import { nameDirectory } from "./names.ts";
import type { Sprint } from "../schedule/sprint.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import { projectQuery } from "./project-values.ts";
import { projectOf, type JiraTeamSource, type Team, type Train } from "../model/train.ts";
import type { WorkItem } from "./work-item.ts";
import { withOne } from "../tracking/tracked-groups.ts";

/** The team of the train that owns an item; null for none. See docs/rules.md, "Ownership". */
export type Ownership = (item: WorkItem) => Team | null;

export type Matches = (item: WorkItem) => boolean;

/** The part of the model that ownership needs. */
export type Known = Pick<Model, "names"> & {
  readonly sprints: Pick<Model["sprints"], "get">;
  /** Whether a team's own query finds the item. */
  isMember(connection: string, query: string, id: WorkItemId): boolean;
};

export function ownershipOf(train: Pick<Train, "teams">, known: Known): Ownership {
  const teams = train.teams.map((team) => ({
    team,
    matches: matcherOf(team, known),
    isHere: placeMatcherOf(team, known),
  }));
  const byPlace = new Map<string, typeof teams>();
  /** The teams that can own anything in the item's project or repository: a few of many. */
  const teamsAt = (item: WorkItem) => {
    const place = `${item.connection} ${item.container}`;
    const here = byPlace.get(place) ?? teams.filter(({ isHere }) => isHere(item));
    byPlace.set(place, here);
    return here;
  };
  return (item) => {
    if (item.presence === "stub") return null;
    return teamsAt(item).find(({ matches }) => matches(item))?.team ?? null;
  };
}

/** The place of an item's owner among the teams of the train and then of the others, in the file's order; null for none. */
export function ownerPlaces({ teams, others = [] }: Train, known: Known): (item: WorkItem) => number | null {
  const all = [...teams, ...others.flatMap((other) => other.teams)];
  const ownerOf = ownershipOf({ teams: all }, known);
  const places = new Map(all.map((team, place) => [team, place]));
  return (item) => {
    const team = ownerOf(item);
    return team === null ? null : (places.get(team) ?? null);
  };
}

/** The first of the other trains that owns an item, with its team; empty for none. */
export function otherOwnersOf(
  { others = [] }: Train,
  known: Known,
): (item: WorkItem) => Pick<PlannedItem, "elsewhere"> {
  const owners = others.map(({ name, teams }) => ({ name, ownerOf: ownershipOf({ teams }, known) }));
  return (item) => {
    for (const { name, ownerOf } of owners) {
      const team = ownerOf(item);
      if (team !== null) return { elsewhere: { train: name, team: team.name } };
    }
    return {};
  };
}

/** Whether an item meets a team's criteria, even if another team owns it. */
export function matcherOf(team: Team, known: Known): Matches {
  const { from } = team;
  return allOf([
    placeMatcherOf(team, known),
    anyValue(from.labels, (item) => item.labels),
    ...(from.system === "jira" ? jiraMatchers(from, known) : [inProject(team, known)]),
  ]);
}

/** Whether it lies in a project or repository of the team, or in any if the team names none. */
export function placeMatcherOf({ from }: Team, known: Pick<Known, "names">): Matches {
  const { system, connection } = from;
  const isInContainer = inContainer(system === "jira" ? from.projects : from.repos, connection, known);
  return (item) => item.connection === connection && item.system === system && isInContainer(item);
}

function jiraMatchers(from: JiraTeamSource, known: Known): readonly Matches[] {
  return [anyValue(from.components, (item) => item.components), memberOf(from, known), inSprint(from, known)];
}

/** By any name that the project or repository has or had. */
function inContainer(wanted: readonly string[], connection: string, known: Pick<Known, "names">): Matches {
  const names = nameDirectory(known.names);
  const all = wanted.flatMap((name) => [...names.containerNames(connection, name)]);
  return anyValue(all, (item) => [item.container]);
}

function inProject(team: Team, known: Known): Matches {
  const project = projectOf(team);
  if (project === null) return () => true;
  const query = projectQuery(project);
  return (item) => known.isMember(team.from.connection, query, item.id);
}

function allOf(criteria: readonly Matches[]): Matches {
  return (item) => criteria.every((matches) => matches(item));
}

/** Without case; an empty list matches everything. */
function anyValue(wanted: readonly string[], valuesOf: (item: WorkItem) => readonly string[]): Matches {
  const values = new Set(wanted.map((value) => value.toLowerCase()));
  return (item) => values.size === 0 || valuesOf(item).some((value) => values.has(value.toLowerCase()));
}

function memberOf({ connection, jql }: JiraTeamSource, known: Known): Matches {
  return (item) => jql === null || known.isMember(connection, jql, item.id);
}

/** Home board or name of the latest sprint: either is enough. */
function inSprint({ boards, sprintName }: JiraTeamSource, { names, sprints }: Known): Matches {
  const isNamed = boxNamed(sprintName, nameDirectory(names));
  if (boards.length === 0 && sprintName === null) return () => true;
  return (item) => {
    const latest = latestBox(boxesOf(item, sprints).filter(({ kind }) => kind === "sprint"));
    if (latest === null) return false;
    return boards.some((board) => board === latest.boardId) || isNamed(latest);
  };
}

/** The item's timeboxes that the model knows. Lists made by `flatMap` would take 7 % of the rules' time. */
export function boxesOf(item: WorkItem, sprints: Known["sprints"]): Sprint[] {
  let boxes: Sprint[] = [];
  for (const id of item.sprintIds) {
    const box = sprints.get(id);
    if (box !== undefined) boxes = withOne(boxes, box);
  }
  return boxes;
}
