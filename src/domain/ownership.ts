import { boxNamed, latestBox } from "./boxes.ts";
import type { Model } from "./model.ts";
import { nameDirectory } from "./names.ts";
import type { Sprint } from "./sprint.ts";
import type { JiraTeamSource, Team, Train } from "./train.ts";
import type { WorkItem } from "./work-item.ts";

/** The team of the train that owns an item; null for none. See docs/rules.md, "Ownership". */
export type Ownership = (item: WorkItem) => Team | null;

export type Matches = (item: WorkItem) => boolean;

export function ownershipOf(train: Train, model: Model): Ownership {
  const teams = train.teams.map((team) => ({ team, matches: matcherOf(team, model) }));
  return (item) => {
    if (item.presence === "stub") return null;
    return teams.find(({ matches }) => matches(item))?.team ?? null;
  };
}

/** Whether an item meets what a team gives, whoever else would own it. */
export function matcherOf(team: Team, model: Model): Matches {
  const { from } = team;
  return allOf([
    placeMatcherOf(team, model),
    anyValue(from.labels, (item) => item.labels),
    ...(from.system === "jira" ? jiraMatchers(from, model) : []),
  ]);
}

/** Whether it lies in a project or repository that the team names, or in any where it names none. */
export function placeMatcherOf({ from }: Team, model: Model): Matches {
  const { system, connection } = from;
  const isInContainer = inContainer(system === "jira" ? from.projects : from.repos, connection, model);
  return (item) => item.connection === connection && item.system === system && isInContainer(item);
}

function jiraMatchers(from: JiraTeamSource, model: Model): readonly Matches[] {
  return [anyValue(from.components, (item) => item.components), memberOf(from, model), inSprint(from, model)];
}

/** By any name that the project or repository has or had. */
function inContainer(wanted: readonly string[], connection: string, model: Model): Matches {
  const names = nameDirectory(model.names);
  const all = wanted.flatMap((name) => [...names.containerNames(connection, name)]);
  return anyValue(all, (item) => [item.container]);
}

function allOf(criteria: readonly Matches[]): Matches {
  return (item) => criteria.every((matches) => matches(item));
}

/** Without case; an empty list asks for nothing. */
function anyValue(wanted: readonly string[], valuesOf: (item: WorkItem) => readonly string[]): Matches {
  const values = new Set(wanted.map((value) => value.toLowerCase()));
  return (item) => values.size === 0 || valuesOf(item).some((value) => values.has(value.toLowerCase()));
}

function memberOf({ connection, jql }: JiraTeamSource, model: Model): Matches {
  const memberships = model.memberships.filter((one) => one.connection === connection && one.jql === jql);
  return (item) => jql === null || memberships.some(({ itemIds }) => itemIds.has(item.id));
}

/** Home board or name of the latest sprint: either is enough. */
function inSprint({ boards, sprintName }: JiraTeamSource, model: Model): Matches {
  const isNamed = boxNamed(sprintName, nameDirectory(model.names));
  if (boards.length === 0 && sprintName === null) return () => true;
  return (item) => {
    const latest = latestBox(boxesOf(item, model).filter(({ kind }) => kind === "sprint"));
    if (latest === null) return false;
    return boards.some((board) => board === latest.boardId) || isNamed(latest);
  };
}

/** The item's boxes as far as the model knows them. */
export function boxesOf(item: WorkItem, model: Model): Sprint[] {
  return item.sprintIds.flatMap((id) => model.sprints.get(id) ?? []);
}
