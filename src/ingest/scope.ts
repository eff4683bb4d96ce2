import { projectQuery } from "../domain/items/project-values.ts";
import type { LinkMeaning, ProjectSource, Train } from "../domain/model/train.ts";
import { sortedBy } from "../domain/ordering.ts";
import type { Scope } from "../ports/connector.ts";

/** The scope of one connection for all trains together. */
export function scopeOf(connection: string, trains: readonly Train[]): Scope {
  const sources = trains
    .flatMap((train) => train.teams.map(({ from }) => from))
    .filter((from) => from.connection === connection);
  const containers = new Set<string>();
  const jqls = new Set<string>();
  const projects = new Map<string, ProjectSource>();
  let all = false;
  for (const from of sources) {
    const named = from.system === "jira" ? from.projects : from.repos;
    for (const container of named) containers.add(container);
    if (from.system === "jira" && from.jql !== null) jqls.add(from.jql);
    else if (from.system === "github" && from.project !== undefined) {
      projects.set(projectQuery(from.project), from.project);
    } else if (named.length === 0) all = true;
  }
  const boards = new Set(sources.flatMap((from) => (from.system === "jira" ? from.boards : [])));
  const places = trains
    .flatMap(({ rollupTargets }) => rollupTargets.filter((target) => target.connection === connection))
    .map((target) => (target.system === "jira" ? target.project : target.repo));
  const linkTypes = trains.filter((train) => usesJira(train, connection)).flatMap(({ linkMeanings }) => linkMeanings);
  const duplicateTypes = namesOf(linkTypes.filter(({ means }) => isDuplicate(means)));
  return {
    containers: all ? "all" : [...containers].toSorted(),
    places: [...new Set(places)].toSorted(),
    jqls: [...jqls].toSorted(),
    ...(projects.size === 0 ? {} : { projects: sortedBy(projects.values(), projectQuery) }),
    linkTypes: namesOf(linkTypes.filter(({ means }) => !isDuplicate(means))),
    ...(duplicateTypes.length === 0 ? {} : { duplicateTypes }),
    ...(boards.size === 0 ? {} : { boards: [...boards].toSorted((a, b) => a - b) }),
    versions: sources.some(({ iterations }) => iterations === "version"),
  };
}

function isDuplicate(means: LinkMeaning["means"]): boolean {
  return means === "source-duplicates-target" || means === "target-duplicates-source";
}

function namesOf(meanings: readonly LinkMeaning[]): readonly string[] {
  return [...new Set(meanings.map(({ name }) => name))].toSorted();
}

function usesJira(train: Train, connection: string): boolean {
  return train.teams.some(({ from }) => from.system === "jira" && from.connection === connection);
}
