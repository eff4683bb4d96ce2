import { commentMode } from "../domain/consent.ts";
import type { RollupTarget, Team, Train } from "../domain/model/train.ts";
import { distinct } from "../domain/ordering.ts";
import type { Named, Needs } from "../ports/setup-check.ts";

/** Boards and rollup targets that the trains name on a connection, each once. */
export function namedIn(connection: string, trains: readonly Train[]): Named {
  const isHere = (named: { readonly connection: string }) => named.connection === connection;
  const targets = trains.flatMap(({ rollupTargets }) => rollupTargets.filter(isHere));
  const reported = trains.filter(({ rollupTargets }) => rollupTargets.some(isHere)).flatMap(({ teams }) => teams);
  return {
    shown: {
      here: distinct(reported.flatMap((team) => (isHere(team.from) ? placesOf(team) : []))),
      elsewhere: reported.some(({ from }) => !isHere(from)),
    },
    targets: [...new Map(targets.map((target) => [placeOf(target), target])).values()],
    boards: trains.flatMap(({ teams }) =>
      teams.flatMap(({ name, from }) =>
        isHere(from) && from.system === "jira"
          ? from.boards.map((board) => ({ team: name, board, projects: from.projects }))
          : [],
      ),
    ),
  };
}

function placeOf(target: RollupTarget): string {
  return target.system === "jira" ? `${target.project} ${target.issueType}` : target.repo;
}

/** What Signalbox does in which project or repository of a connection. A team without any reads all of them. */
export function needsOf(connection: string, trains: readonly Train[]): Needs {
  const teams = trains.flatMap((train) =>
    train.teams.filter(({ from }) => from.connection === connection).map((team) => ({ train, team })),
  );
  const commented = teams.filter(({ train, team }) => commentMode(train, team) === "on");
  const targets = trains.flatMap(({ rollupTargets }) => rollupTargets.filter((one) => one.connection === connection));
  return {
    reads: distinct(teams.flatMap(({ team }) => placesOf(team))),
    comments: distinct(commented.flatMap(({ team }) => placesOf(team))),
    rollups: distinct(targets.map((target) => (target.system === "jira" ? target.project : target.repo))),
  };
}

function placesOf({ from }: Team): readonly string[] {
  return from.system === "jira" ? from.projects : from.repos;
}
