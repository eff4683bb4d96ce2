import type { Team, Train } from "../model/train.ts";
import type { SiteLook } from "./site-look.ts";

/** Present names of projects or repositories, by those in the train file in lower case. */
export type PresentNames = ReadonlyMap<string, string>;

/** Whether the trains name a project or repository of a connection that its look does not show: it may have another name now. */
export function hasUnseenNames(trains: readonly Train[], { connection, containers }: SiteLook): boolean {
  const seen = new Set(containers.map(({ key }) => key.toLowerCase()));
  const teams = trains.flatMap((train) => train.teams).filter(({ from }) => from.connection === connection);
  return teams.some(({ from }) =>
    (from.system === "jira" ? from.projects : from.repos).some((name) => !seen.has(name.toLowerCase())),
  );
}

/** The train as if its file had the present names. */
export function underPresentNames(train: Train, namesOf: ReadonlyMap<string, PresentNames>): Train {
  return { ...train, teams: train.teams.map((team) => renamed(team, namesOf.get(team.from.connection))) };
}

function renamed(team: Team, names: PresentNames | undefined): Team {
  if (names === undefined) return team;
  const present = (all: readonly string[]) => all.map((name) => names.get(name.toLowerCase()) ?? name);
  const { from } = team;
  return from.system === "jira"
    ? { ...team, from: { ...from, projects: present(from.projects) } }
    : { ...team, from: { ...from, repos: present(from.repos) } };
}
