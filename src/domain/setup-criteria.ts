import { boxNamed } from "./boxes.ts";
import type { Model } from "./model.ts";
import { nameDirectory } from "./names.ts";
import { nearest } from "./nearest.ts";
import { distinct, sortedBy } from "./ordering.ts";
import { boxesOf, matcherOf } from "./ownership.ts";
import type { TrainView } from "./planned-item.ts";
import { labelledWith, pointsOf } from "./points.ts";
import type { Living, SetupFault } from "./setup-fault.ts";
import type { Sprint } from "./sprint.ts";
import { connectionsOf } from "./standing.ts";
import { iterationsOf, type GithubTeamSource, type JiraTeamSource, type Team } from "./train.ts";
import type { WorkItem } from "./work-item.ts";

/** A team and the items that were read. `isOwner`: it owns some of them. */
export type Look = {
  readonly team: Team;
  readonly isOwner: boolean;
  readonly model: Model;
  readonly present: readonly WorkItem[];
};

/** What a team gives and nothing bears. A value lives only on items that meet the team's other criteria as well, where there are such. */
export function teamFaults(look: Look): readonly SetupFault[] {
  const { from } = look.team;
  const here = look.present.filter(({ connection }) => connection === from.connection);
  return from.system === "jira"
    ? jiraFaults(from, { ...look, present: here })
    : githubFaults(from, { ...look, present: here });
}

function jiraFaults(from: JiraTeamSource, look: Look): readonly SetupFault[] {
  const { team, model, present } = look;
  const { projects, components, labels, boards, sprintName, jql } = from;
  const namesOf = containerNames(from.connection, model);
  const isInProject = isOneOf(projects.flatMap(namesOf));
  const inside = present.filter(({ container }) => projects.length === 0 || isInProject(container));
  const criteria = { team, bearers: bearersOf(look, inside), inside };
  const isMember = model.memberships.some(
    (one) => one.connection === from.connection && one.jql === jql && one.itemIds.size > 0,
  );
  const sprints = inside.flatMap((item) => boxesOf(item, model).filter(({ kind }) => kind === "sprint"));
  return [
    ...unmet(
      { ...criteria, inside: present },
      { criterion: "project", wanted: projects, valuesOf: containerOf, namesOf },
    ),
    ...unmet(criteria, { criterion: "component", wanted: components, valuesOf: componentsOf }),
    ...unmet(criteria, { criterion: "label", wanted: labels, valuesOf: labelsOf }),
    ...(jql === null || isMember
      ? []
      : [{ kind: "value-without-items", team: team.name, criterion: "jql", value: jql, ...living(jql, []) } as const]),
    ...boardFaults(team, boards, sprints),
    ...patternFault(look, sprintName, sprints),
  ];
}

function githubFaults(from: GithubTeamSource, look: Look): readonly SetupFault[] {
  const { repos, labels, pointsLabel } = from;
  const { team, present, isOwner, model } = look;
  const namesOf = containerNames(from.connection, model);
  const isInRepo = isOneOf(repos.flatMap(namesOf));
  const inside = present.filter(({ container }) => isInRepo(container));
  const criteria = { team, bearers: bearersOf(look, inside), inside };
  const isEstimated = inside.some((item) => pointsOf(item, team) !== null);
  const labelsHere = inside.flatMap((item) => item.labels);
  const numbered = labelsHere.filter((label) => /\d/u.test(label));
  const bare = repos.filter((repo) => {
    const isHere = isOneOf(namesOf(repo));
    const items = inside.filter(({ container }) => isHere(container));
    return items.length > 0 && items.every(({ sprintIds }) => sprintIds.length === 0);
  });
  return [
    ...unmet({ ...criteria, inside: present }, { criterion: "repo", wanted: repos, valuesOf: containerOf, namesOf }),
    ...unmet(criteria, { criterion: "label", wanted: labels, valuesOf: labelsOf }),
    // Labels that match and hold no number are told with the estimates, under data quality.
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

/** Items on which a value has to be found: those the team would own; where that is none, all that could be meant. */
function bearersOf({ team, model, present }: Look, inside: readonly WorkItem[]): readonly WorkItem[] {
  const matching = present.filter(matcherOf(team, model));
  return matching.length > 0 ? matching : inside;
}

type Criterion = Extract<SetupFault, { kind: "value-without-items" }>["criterion"];
type Criteria = {
  readonly team: Team;
  readonly bearers: readonly WorkItem[];
  /** Where else to look for what may be meant. */
  readonly inside: readonly WorkItem[];
};

type Values = {
  readonly criterion: Criterion;
  readonly wanted: readonly string[];
  readonly valuesOf: (item: WorkItem) => readonly string[];
  /** All that a wanted value may be called; itself alone where it is absent. */
  readonly namesOf?: (value: string) => readonly string[];
};

function unmet(
  { team, bearers, inside }: Criteria,
  { criterion, wanted, valuesOf, namesOf = (value) => [value] }: Values,
): readonly SetupFault[] {
  if (wanted.length === 0) return [];
  const isBorne = isOneOf(bearers.flatMap((item) => valuesOf(item)));
  const dead = wanted.filter((value) => !namesOf(value).some((name) => isBorne(name)));
  if (dead.length === 0) return [];
  const seen = inside.flatMap((item) => valuesOf(item));
  const isNamed = isOneOf(wanted);
  const others = seen.filter((value) => !isNamed(value));
  return dead.map((value) => ({
    kind: "value-without-items",
    team: team.name,
    criterion,
    value,
    seen: mostFrequent(seen),
    nearest: nearest(value, new Set(others)),
  }));
}

/** By any name that the project or repository has or had, as ownership compares. */
function containerNames(connection: string, { names }: Model): (name: string) => readonly string[] {
  const directory = nameDirectory(names);
  return (name) => [...directory.containerNames(connection, name)];
}

const containerOf = ({ container }: WorkItem) => [container];
const componentsOf = ({ components }: WorkItem) => components;
const labelsOf = ({ labels }: WorkItem) => labels;

/** Without case, as ownership compares. */
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
  { team, model }: Look,
  sprintName: string | null,
  sprints: readonly Sprint[],
): readonly SetupFault[] {
  const isNamed = boxNamed(sprintName, nameDirectory(model.names));
  if (sprintName === null || sprints.some((sprint) => isNamed(sprint))) return [];
  const names = sprints.map(({ name }) => name);
  return [{ kind: "sprint-pattern-without-items", team: team.name, pattern: sprintName, ...living(sprintName, names) }];
}

/** What the whole train looks for: link types, and sprints by the names that its iterations give. */
export function trainFaults({ train, at }: TrainView, model: Model): readonly SetupFault[] {
  const connections = connectionsOf(train);
  const jira = new Set(train.teams.flatMap(({ from }) => (from.system === "jira" ? from.connection : [])));
  const types = linkTypesOf(model, jira);
  const isUsed = isOneOf([...types]);
  // Where nobody links anything, it is no type's fault.
  const dead = types.size === 0 ? [] : train.linkMeanings.filter(({ name }) => !isUsed(name));
  const directory = nameDirectory(model.names);
  const boxes = [...model.sprints.values()].filter(({ connection }) => connections.has(connection));
  const patterns = iterationsOf(train).flatMap(({ key, increment, sprintName, startsAt }): readonly SetupFault[] => {
    const isNamed = boxNamed(sprintName, directory);
    if (sprintName === null || boxes.some((box) => isNamed(box))) return [];
    const names = boxes.map(({ name }) => name);
    return [
      {
        kind: "iteration-pattern-without-sprints",
        iteration: `${increment} iteration ${key}`,
        pattern: sprintName,
        isAhead: startsAt > at,
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

/** Names that the types of all links of these connections have or had. */
function linkTypesOf(model: Model, connections: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set<string>();
  const known = nameDirectory(model.names);
  for (const { source, origin, typeId, typeName } of model.links) {
    const connection = source.split(":", 2)[1] ?? "";
    if (origin !== "jira-link" || !connections.has(connection) || names.has(typeName)) continue;
    names.add(typeName);
    for (const former of typeId === null ? [] : known.linkTypeNames(connection, typeId)) names.add(former);
  }
  return names;
}

function living(wanted: string, values: readonly string[]): Living {
  return { seen: mostFrequent(values), nearest: nearest(wanted, new Set(values)) };
}

/** How many examples help. */
const namedAtMost = 5;

function mostFrequent(values: readonly string[]): readonly string[] {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, all]) => ({ value, count: all.length }));
  return sortedBy(counts, ({ value }) => value)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, namedAtMost)
    .map(({ value }) => value);
}
