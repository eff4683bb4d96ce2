import { Failure } from "../domain/failure.ts";
import type { RollupTarget, Train } from "../domain/model/train.ts";
import type { Connector } from "../ports/connector.ts";
import type { Named } from "../ports/setup.ts";

/**
 * Checks with each tracker whether the boards and rollup targets of the train file exist and are usable.
 * @returns a sentence each, with its connection; a check that our account may not make is one of them
 */
export async function setupFaultsIn(
  connectors: ReadonlyMap<string, Connector>,
  trains: readonly Train[],
): Promise<readonly string[]> {
  const checks = [...connectors].map(async ([key, { setup }]) => {
    try {
      return (await setup.faults(namedIn(key, trains))).map((fault) => `${key}: ${fault}`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // The read itself reports any other failure of a tracker.
      return error.code !== "forbidden"
        ? []
        : [`${key}: Signalbox could not check its boards and rollup targets. ${error.message} ${error.remedy}`];
    }
  });
  return (await Promise.all(checks)).flat();
}

function namedIn(connection: string, trains: readonly Train[]): Named {
  const isHere = (named: { readonly connection: string }) => named.connection === connection;
  const targets = trains.flatMap(({ rollupTargets }) => rollupTargets.filter(isHere));
  return {
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
