import { boxesOf } from "./ownership.ts";
import type { Model } from "./model.ts";
import { distinct, sortedBy } from "./ordering.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import { labelledWith, pointsOf } from "./points.ts";
import { connectionsOf } from "./standing.ts";
import { deadStatusWords, type DeadStatusWord } from "./status-faults.ts";
import type { GithubTeamSource, JiraTeamSource, Team, Train } from "./train.ts";
import { isOpen, type WorkItem } from "./work-item.ts";

/** What a team's part of the train file finds: open items that it owns, and how many of them are planned and estimated. */
export type TeamSetup = {
  readonly team: string;
  readonly name: string;
  readonly owned: number;
  readonly open: number;
  readonly withIteration: number;
  readonly withEstimate: number;
};

/** A criterion of the train file that nothing in the model meets, or a calendar that ends. */
export type SetupFault =
  | { readonly kind: "team-owns-nothing"; readonly team: string }
  | {
      readonly kind: "board-without-items";
      readonly team: string;
      readonly board: number;
      readonly seen: readonly number[];
    }
  | {
      readonly kind: "value-without-items";
      readonly team: string;
      readonly criterion: "project" | "repo" | "component" | "label" | "jql";
      readonly value: string;
      /** What items there have, the most frequent first. */
      readonly seen: readonly string[];
    }
  | {
      readonly kind: "points-pattern-matches-nothing";
      readonly team: string;
      readonly pattern: string;
      readonly seen: readonly string[];
    }
  | { readonly kind: "repository-without-milestones"; readonly team: string; readonly repo: string }
  | DeadStatusWord
  | { readonly kind: "increment-ends-soon"; readonly increment: string; readonly endsAt: number }
  | { readonly kind: "calendar-over"; readonly increment: string; readonly endsAt: number };

/** How well the train file fits what was read. */
export type Setup = { readonly teams: readonly TeamSetup[]; readonly faults: readonly SetupFault[] };

/** Pure: the same view and model, whatever the order of their lists, give the same setup. */
export function setupOf(view: TrainView, model: Model): Setup {
  return { teams: teamSetups(view), faults: setupFaults(view, model) };
}

/** One line per team, in the train's order. */
function teamSetups({ train, items }: TrainView): readonly TeamSetup[] {
  const owned = [...items.values()].filter(({ standing, item }) => standing === "owned" && item.presence === "present");
  return train.teams.map(({ key, name }) => {
    const own = owned.filter(({ team }) => team?.key === key);
    const open = own.filter(({ item }) => isOpen(item));
    return {
      team: key,
      name,
      owned: own.length,
      open: open.length,
      withIteration: open.filter(({ iteration }) => iteration !== null).length,
      withEstimate: open.filter(({ points }) => points !== null).length,
    };
  });
}

/** By team, then what ends. */
function setupFaults(view: TrainView, model: Model): readonly SetupFault[] {
  const present = [...model.items.values()].filter(({ presence }) => presence === "present");
  const connections = connectionsOf(view.train);
  return [
    ...view.train.teams.flatMap((team) => teamFaults({ team, view, model, present })),
    ...deadStatusWords(
      view.train,
      present.filter(({ connection }) => connections.has(connection)),
    ),
    ...calendarFaults(view.train, view.at),
  ];
}

type Look = {
  readonly team: Team;
  readonly view: TrainView;
  readonly model: Model;
  readonly present: readonly WorkItem[];
};

function teamFaults(look: Look): readonly SetupFault[] {
  const { team, view } = look;
  const { from } = team;
  const here = look.present.filter(({ connection }) => connection === from.connection);
  const own = [...view.items.values()].filter((planned) => planned.team?.key === team.key);
  const details =
    from.system === "jira"
      ? jiraFaults(from, { ...look, present: here })
      : githubFaults(from, { team, own, present: here });
  return own.length > 0 ? details : [{ kind: "team-owns-nothing", team: team.name }, ...details];
}

function jiraFaults(from: JiraTeamSource, { team, model, present }: Look): readonly SetupFault[] {
  const { projects, components, labels, boards, jql } = from;
  const isInProject = isOneOf(projects);
  const inside = present.filter(({ container }) => projects.length === 0 || isInProject(container));
  const unmet = (criterion: Criterion, wanted: readonly string[], seen: readonly string[]) =>
    unmetValues({ team, criterion, wanted, seen });
  const isMember = model.memberships.some((one) => one.jql === jql && one.itemIds.size > 0);
  return [
    ...unmet(
      "project",
      projects,
      present.map(({ container }) => container),
    ),
    ...unmet(
      "component",
      components,
      inside.flatMap((item) => item.components),
    ),
    ...unmet(
      "label",
      labels,
      inside.flatMap((item) => item.labels),
    ),
    ...(jql === null || isMember ? [] : unmet("jql", [jql], [])),
    ...boardFaults({ team, boards, seen: boardsOn(inside, model) }),
  ];
}

function githubFaults(
  { repos, labels, pointsLabel }: GithubTeamSource,
  { team, own, present }: Pick<Look, "team" | "present"> & { readonly own: readonly PlannedItem[] },
): readonly SetupFault[] {
  const isInRepo = isOneOf(repos);
  const inside = present.filter(({ container }) => isInRepo(container));
  const labelsHere = inside.flatMap((item) => item.labels);
  const isEstimated = inside.some((item) => pointsOf(item, team) !== null);
  const bare = repos.filter((repo) => {
    const items = inside.filter(({ container }) => isOneOf([repo])(container));
    return items.length > 0 && items.every(({ sprintIds }) => sprintIds.length === 0);
  });
  return [
    ...unmetValues({ team, criterion: "repo", wanted: repos, seen: present.map(({ container }) => container) }),
    ...unmetValues({ team, criterion: "label", wanted: labels, seen: labelsHere }),
    // Labels that match and hold no number are told with the estimates, under data quality.
    ...(pointsLabel === null || isEstimated || own.length === 0 || labelledWith(labelsHere, pointsLabel).length > 0
      ? []
      : [
          {
            kind: "points-pattern-matches-nothing",
            team: team.name,
            pattern: pointsLabel,
            seen: mostFrequent(labelsHere.filter((label) => /\d/u.test(label))),
          } as const,
        ]),
    ...bare.map((repo) => ({ kind: "repository-without-milestones", team: team.name, repo }) as const),
  ];
}

type Criterion = Extract<SetupFault, { kind: "value-without-items" }>["criterion"];

type Wanted = {
  readonly team: Team;
  readonly criterion: Criterion;
  readonly wanted: readonly string[];
  readonly seen: readonly string[];
};

function unmetValues({ team, criterion, wanted, seen }: Wanted): readonly SetupFault[] {
  const isSeen = isOneOf(seen);
  return wanted
    .filter((value) => !isSeen(value))
    .map((value) => ({
      kind: "value-without-items",
      team: team.name,
      criterion,
      value,
      seen: mostFrequent(seen),
    }));
}

/** Without case, as ownership compares. */
function isOneOf(values: readonly string[]): (value: string) => boolean {
  const known = new Set(values.map((value) => value.toLowerCase()));
  return (value) => known.has(value.toLowerCase());
}

function boardsOn(items: readonly WorkItem[], model: Model): readonly number[] {
  return items.flatMap((item) => boxesOf(item, model).flatMap(({ boardId }) => boardId ?? []));
}

type Boards = { readonly team: Team; readonly boards: readonly number[]; readonly seen: readonly number[] };

function boardFaults({ team, boards, seen }: Boards): readonly SetupFault[] {
  return boards
    .filter((board) => !seen.includes(board))
    .map((board) => ({
      kind: "board-without-items",
      team: team.name,
      board,
      seen: distinct(sortedBy(seen, (one) => String(one).padStart(12, "0"))),
    }));
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

const dayMs = 86_400_000;

/** From so long before its last increment ends a train is asked for the next one. */
const warnBeforeMs = 14 * dayMs;

/** The last increment ends within fourteen days, or is over. */
function calendarFaults({ increments }: Train, at: number): readonly SetupFault[] {
  const last = increments.at(-1);
  if (last === undefined || at < last.endsAt - warnBeforeMs) return [];
  const { key: increment, endsAt } = last;
  return [{ kind: at < endsAt ? "increment-ends-soon" : "calendar-over", increment, endsAt }];
}
