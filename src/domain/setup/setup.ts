import type { ModelIndex } from "../model/model-index.ts";
import type { LivePlan, TrainView } from "../model/train-plan.ts";
import { unplannedTeam } from "./plan-gaps.ts";
import { renamedIn } from "../items/renamed-in-train-file.ts";
import { deadStatusWords } from "./status-faults.ts";
import { teamFaults, trainFaults } from "./dead-criteria.ts";
import type { SetupFault, TeamSetup } from "./setup-fault.ts";
import { sharedOnce, timeboxFaults, namedCalendar } from "./timebox-faults.ts";
import { nameDirectory } from "../items/names.ts";
import { derived, keyed } from "../tracking/tracked.ts";
import type { Team, Train } from "../model/train.ts";

/** How well the train file fits the trackers' data. */
export type Setup = { readonly teams: readonly TeamSetup[]; readonly faults: readonly SetupFault[] };

/** By team, then criteria of the whole train and renamed things, then the calendar. */
export function setupOf({ train, at, plan }: TrainView): Setup {
  const teams = train.teams.map((team) => plan.figuresOf(team).setup);
  const faults = train.teams.flatMap((team) => plan.faultsOf(team));
  const unplanned = train.teams.flatMap((team) => plan.unplannedOf(team));
  const boxes = sharedOnce(train.teams.flatMap((team) => plan.boxFaultsOf(team)));
  return { teams, faults: [...faults, ...unplanned, ...boxes, ...plan.trainFaults(), ...calendarFaults(train, at)] };
}

/** Criteria of the train file that match nothing, of each team and of the whole train. */
export function setupFaultsIn(plan: Pick<LivePlan, "train" | "ownedBy" | "hasPassed">, index: ModelIndex) {
  const { train } = plan;
  const { cells } = index;
  const ofTeam = (team: Team): readonly SetupFault[] => {
    const isOwner = plan.ownedBy(team).some(({ item }) => item.presence === "present");
    const faults = teamFaults({ team, isOwner, index });
    return isOwner ? faults : [{ kind: "team-owns-nothing", team: team.name }, ...faults];
  };
  const unplannedOf = keyed(cells, (team: Team) => unplannedTeam(team, plan, index.sprints));
  const calendar = derived(cells, () => namedCalendar(train, nameDirectory(index.names)));
  return {
    faultsOf: keyed(cells, ofTeam),
    unplannedOf,
    // Of a team without any plan, that fault names the timeboxes.
    boxFaultsOf: keyed(cells, (team: Team) =>
      unplannedOf(team).length > 0 ? [] : timeboxFaults(team, calendar(), { ...plan, sprints: index.sprints }),
    ),
    trainFaults: derived(cells, () => [
      ...trainFaults(train, index, plan.hasPassed),
      ...renamedIn(train, index),
      ...deadStatusWords(train, (connection) => index.tallies.wordsIn(connection)),
    ]),
  };
}

const dayMs = 86_400_000;

/** Time before the end of the last increment at which Signalbox asks for the next one. */
const warnBeforeMs = 14 * dayMs;

/** The last increment ends within fourteen days, or is over. */
function calendarFaults({ increments }: Train, at: number): readonly SetupFault[] {
  const last = increments.at(-1);
  if (last === undefined || at < last.endsAt - warnBeforeMs) return [];
  const { key: increment, endsAt } = last;
  return [{ kind: at < endsAt ? "increment-ends-soon" : "calendar-over", increment, endsAt }];
}
