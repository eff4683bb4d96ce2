import { boxNamed } from "../schedule/timeboxes.ts";
import { boxesKey, type ModelIndex } from "../model/model-index.ts";
import { nameDirectory } from "../items/names.ts";
import { nearest } from "../similar-name.ts";
import { distinct, sortedBy } from "../ordering.ts";
import { boxesOf, matcherOf } from "../items/ownership.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { labelledWith, pointsOf } from "../items/points.ts";
import { projectQuery } from "../items/project-values.ts";
import type { Living, SetupFault } from "./setup-fault.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { connectionsOf } from "../items/item-roles.ts";
import { iterationsOf, type GithubTeamSource, type JiraTeamSource, type Team, type Train } from "../model/train.ts";
import type { WorkItem } from "../items/work-item.ts";

/** A team, and the places of its items. `isOwner`: it owns some of them. */
export type Look = { readonly team: Team; readonly isOwner: boolean; readonly index: ModelIndex };

/**
 * Criteria of a team that match nothing. A value counts only on items that meet the team's other criteria as well, if
 * there are such items.
 */
export function teamFaults(look: Look): readonly SetupFault[] {
  const { from } = look.team;
  return from.system === "jira" ? jiraFaults(from, look) : githubFaults(from, look);
}

function jiraFaults(from: JiraTeamSource, look: Look): readonly SetupFault[] {
  const { team, index } = look;
  const { connection, projects, components, labels, boards, sprintName, jql } = from;
  const namesOf = containerNames(connection, index);
  const inside = projects.length === 0 ? itemsOf(connection, index) : itemsIn(look, projects.flatMap(namesOf));
  const criteria = { team, bearers: bearersOf(look, inside), seen: inside };
  const isBySprints = boards.length > 0 || sprintName !== null;
  const boxes = isBySprints ? inside.flatMap((item) => boxesOf(item, index.sprints)) : [];
  const sprints = boxes.filter(({ kind }) => kind === "sprint");
  return [
    ...deadContainers(look, criteria.bearers, { criterion: "project", wanted: projects }),
    ...unmet(criteria, { criterion: "component", wanted: components, valuesOf: componentsOf }),
    ...unmet(criteria, { criterion: "label", wanted: labels, valuesOf: labelsOf }),
    ...(jql === null || index.tallies.hasMembers(connection, jql)
      ? []
      : [{ kind: "value-without-items", team: team.name, criterion: "jql", value: jql, ...living(jql, []) } as const]),
    ...boardFaults(team, boards, sprints),
    ...patternFault(look, sprintName, sprints),
  ];
}

function githubFaults(from: GithubTeamSource, look: Look): readonly SetupFault[] {
  const { connection, repos, labels, pointsLabel, project, iterations } = from;
  const { team, isOwner, index } = look;
  const namesOf = containerNames(connection, index);
  const inside = repos.length === 0 ? itemsOf(connection, index) : itemsIn(look, repos.flatMap(namesOf));
  const criteria = { team, bearers: bearersOf(look, inside), seen: inside };
  const isEstimated = inside.some((item) => pointsOf(item, team) !== null);
  const labelsHere = inside.flatMap((item) => item.labels);
  const numbered = labelsHere.filter((label) => /\d/u.test(label));
  const planners = iterations === "milestone" ? repos : [];
  const bare = planners.filter((repo) => {
    const items = itemsIn(look, namesOf(repo));
    return items.length > 0 && items.every(({ sprintIds }) => sprintIds.length === 0);
  });
  return [
    ...deadContainers(look, criteria.bearers, { criterion: "repo", wanted: repos }),
    ...unmet(criteria, { criterion: "label", wanted: labels, valuesOf: labelsOf }),
    ...(project === undefined || index.tallies.hasMembers(connection, projectQuery(project))
      ? []
      : [
          {
            kind: "value-without-items",
            team: team.name,
            criterion: "project",
            value: project.address,
            ...living(project.address, []),
          } as const,
        ]),
    // Data quality reports labels that match without a number.
    ...(pointsLabel === null || isEstimated || !isOwner || labelledWith(labelsHere, pointsLabel).length > 0
      ? []
      : [
          {
            kind: "points-pattern-matches-nothing",
            team: team.name,
            pattern: pointsLabel,
            ...living(pointsLabel, numbered),
          } as const,
        ]),
    ...bare.map((repo) => ({ kind: "repository-without-milestones", team: team.name, repo }) as const),
  ];
}

/** Of a whole connection. */
function itemsOf(connection: string, { tallies }: ModelIndex): readonly WorkItem[] {
  const places = distinct(tallies.containersOf(connection).map((name) => name.toLowerCase()));
  return places.flatMap((place) => tallies.itemsIn(connection, place));
}

/** @param names of projects or repositories, in lower case */
function itemsIn({ team, index }: Look, names: readonly string[]): readonly WorkItem[] {
  return distinct(names).flatMap((name) => index.tallies.itemsIn(team.from.connection, name));
}

/** Items on which a value must occur: those the team would own; without any, all candidates. */
function bearersOf({ team, index }: Look, inside: readonly WorkItem[]): readonly WorkItem[] {
  const matching = inside.filter(matcherOf(team, index));
  return matching.length > 0 ? matching : inside;
}

type Criterion = Extract<SetupFault, { kind: "value-without-items" }>["criterion"];
type Criteria = {
  readonly team: Team;
  readonly bearers: readonly WorkItem[];
  /** Items to search for similar values. */
  readonly seen: readonly WorkItem[];
};

type Values = {
  readonly criterion: Criterion;
  readonly wanted: readonly string[];
  readonly valuesOf: (item: WorkItem) => readonly string[];
};

function unmet({ team, bearers, seen }: Criteria, { criterion, wanted, valuesOf }: Values): readonly SetupFault[] {
  if (wanted.length === 0) return [];
  const isBorne = isOneOf(bearers.flatMap((item) => valuesOf(item)));
  const dead = wanted.filter((value) => !isBorne(value));
  const values = () => seen.flatMap((item) => valuesOf(item));
  return deadValues(dead, { team, criterion, wanted, namesOf: (value) => [value] }, values);
}

/** A project or repository exists under any name that it has or had. */
function deadContainers(
  { team, index }: Look,
  bearers: readonly WorkItem[],
  { criterion, wanted }: Pick<Values, "criterion" | "wanted">,
): readonly SetupFault[] {
  const { connection } = team.from;
  const namesOf = containerNames(connection, index);
  const isBorne = isOneOf(distinct(bearers.map(({ container }) => container)));
  const dead = wanted.filter((value) => !namesOf(value).some((name) => isBorne(name)));
  return deadValues(dead, { team, criterion, wanted, namesOf }, () =>
    itemsOf(connection, index).map(({ container }) => container),
  );
}

type Dead = Pick<Values, "criterion" | "wanted"> & {
  readonly team: Team;
  /** All names of a thing, by one of them. */
  readonly namesOf: (value: string) => readonly string[];
};

function deadValues(
  dead: readonly string[],
  { team, criterion, wanted, namesOf }: Dead,
  seenNow: () => readonly string[],
): readonly SetupFault[] {
  if (dead.length === 0) return [];
  const seen = seenNow();
  const isNamed = isOneOf(wanted);
  const isSeen = isOneOf(distinct(seen));
  const others = distinct(seen).filter((value) => !isNamed(value));
  return dead.map((value): SetupFault => {
    const fault = { kind: "value-without-items", team: team.name, criterion, value } as const;
    if (namesOf(value).some(isSeen)) return { ...fault, isLeftOut: true, seen: [], nearest: null };
    return { ...fault, seen: mostFrequent(seen), nearest: nearest(value, new Set(others)) };
  });
}

/** By any name that the project or repository has or had, like ownership. */
function containerNames(connection: string, { names }: ModelIndex): (name: string) => readonly string[] {
  const directory = nameDirectory(names);
  return (name) => [...directory.containerNames(connection, name)];
}

const componentsOf = ({ components }: WorkItem) => components;
const labelsOf = ({ labels }: WorkItem) => labels;

/** Without case, like ownership. */
function isOneOf(values: readonly string[]): (value: string) => boolean {
  const known = new Set(values.map((value) => value.toLowerCase()));
  return (value) => known.has(value.toLowerCase());
}

function boardFaults(team: Team, boards: readonly number[], sprints: readonly Sprint[]): readonly SetupFault[] {
  const seen = distinct(
    sortedBy(
      sprints.flatMap(({ boardId }) => boardId ?? []),
      (one) => String(one).padStart(12, "0"),
    ),
  );
  return boards
    .filter((board) => !seen.includes(board))
    .map((board) => ({ kind: "board-without-items", team: team.name, board, seen }));
}

function patternFault(
  { team, index }: Look,
  sprintName: string | null,
  sprints: readonly Sprint[],
): readonly SetupFault[] {
  const isNamed = boxNamed(sprintName, nameDirectory(index.names));
  if (sprintName === null || sprints.some((sprint) => isNamed(sprint))) return [];
  const names = sprints.map(({ name }) => name);
  return [{ kind: "sprint-pattern-without-items", team: team.name, pattern: sprintName, ...living(sprintName, names) }];
}

/** Criteria of the whole train: link types, and the sprint names of its iterations. */
export function trainFaults(train: Train, index: ModelIndex, hasPassed: LivePlan["hasPassed"]): readonly SetupFault[] {
  const connections = connectionsOf(train);
  const jira = new Set(train.teams.flatMap(({ from }) => (from.system === "jira" ? from.connection : [])));
  const types = linkTypesIn(jira, index);
  const isUsed = isOneOf([...types]);
  // Without any links, no type is at fault.
  const dead = types.size === 0 ? [] : train.linkMeanings.filter(({ name }) => !isUsed(name));
  const directory = nameDirectory(index.names);
  const boxes = [...connections].flatMap((connection) =>
    boxKinds.flatMap((kind) => index.boxes.of(boxesKey(connection, kind))),
  );
  const patterns = iterationsOf(train).flatMap(({ key, increment, sprintName, startsAt }): readonly SetupFault[] => {
    const isNamed = boxNamed(sprintName, directory);
    if (sprintName === null || boxes.some((box) => isNamed(box))) return [];
    const names = boxes.map(({ name }) => name);
    return [
      {
        kind: "iteration-pattern-without-sprints",
        iteration: `${increment} iteration ${key}`,
        pattern: sprintName,
        isAhead: !hasPassed(startsAt),
        ...living(sprintName, names),
      },
    ];
  });
  return [
    ...dead.map(
      ({ name }) => ({ kind: "link-type-without-links", linkType: name, ...living(name, [...types]) }) as const,
    ),
    ...patterns,
  ];
}

/** Names that the link types of these connections have or had. */
function linkTypesIn(connections: ReadonlySet<string>, { names, tallies }: ModelIndex): ReadonlySet<string> {
  const known = nameDirectory(names);
  const found = [...connections].flatMap((connection) =>
    tallies
      .linkTypesOf(connection)
      .flatMap(({ typeId, typeName }) => [
        typeName,
        ...(typeId === null ? [] : known.linkTypeNames(connection, typeId)),
      ]),
  );
  return new Set(sortedBy(found, String));
}

const boxKinds = ["sprint", "version", "milestone", "iteration"] as const;

function living(wanted: string, values: readonly string[]): Living {
  return { seen: mostFrequent(values), nearest: nearest(wanted, new Set(values)) };
}

/** Number of useful examples. */
const namedAtMost = 5;

function mostFrequent(values: readonly string[]): readonly string[] {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, all]) => ({ value, count: all.length }));
  return sortedBy(counts, ({ value }) => value)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, namedAtMost)
    .map(({ value }) => value);
}
