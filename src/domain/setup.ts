import type { Model } from "./model.ts";
import type { TrainView } from "./planned-item.ts";
import { unplannedTeams } from "./plan-gaps.ts";
import { renamedIn } from "./renamed.ts";
import { connectionsOf } from "./standing.ts";
import { deadStatusWords } from "./status-faults.ts";
import { teamFaults, trainFaults } from "./setup-criteria.ts";
import type { SetupFault } from "./setup-fault.ts";
import type { Train } from "./train.ts";
import { isOpen } from "./work-item.ts";

/** What a team's part of the train file finds: open items that it owns, and how many of them are planned and estimated. */
export type TeamSetup = {
  readonly team: string;
  readonly name: string;
  readonly owned: number;
  readonly open: number;
  readonly withIteration: number;
  readonly withEstimate: number;
};

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

/** By team, then what all of the train looks for and what was renamed, then what ends. */
function setupFaults(view: TrainView, model: Model): readonly SetupFault[] {
  const present = [...model.items.values()].filter(({ presence }) => presence === "present");
  const connections = connectionsOf(view.train);
  const owners = new Set<string | undefined>();
  for (const { team, item } of view.items.values()) if (item.presence === "present") owners.add(team?.key);
  return [
    ...view.train.teams.flatMap((team) => {
      const faults = teamFaults({ team, isOwner: owners.has(team.key), model, present });
      return owners.has(team.key) ? faults : [{ kind: "team-owns-nothing", team: team.name } as const, ...faults];
    }),
    ...unplannedTeams(view, model),
    ...trainFaults(view, model),
    ...renamedIn(view.train, model),
    ...deadStatusWords(
      view.train,
      present.filter(({ connection }) => connections.has(connection)),
    ),
    ...calendarFaults(view.train, view.at),
  ];
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
