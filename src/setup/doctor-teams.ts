import type { Train } from "../domain/model/train.ts";
import type { Finding } from "../domain/setup/finding.ts";
import type { SetupFault } from "../domain/setup/setup-fault.ts";

/** A fault of the train file against the stored model, and its sentence. */
export type WordedFault = { readonly fault: SetupFault; readonly words: string };

/** A train compared with what Signalbox read. */
export type ComparedTrain = {
  readonly train: Train;
  readonly teams: number;
  /** Null if a connection of the train was never read to the end: everything would look missing. */
  readonly faults: readonly WordedFault[] | null;
};

/** The train file against the trackers' data: teams, criteria, sprints and the calendar. */
export function teamFindings(trains: readonly ComparedTrain[]): readonly Finding[] {
  return trains.flatMap(({ train, teams, faults }) => {
    if (faults === null) return [unreadTrain(train)];
    const found = faults.map((fault) => faultFinding(train, fault));
    return found.length === 0 ? [fineTrain(train, teams)] : found;
  });
}

function faultFinding({ key }: Train, { fault, words }: WordedFault): Finding {
  const [means = words, ...remedies] = sentencesOf(words);
  return {
    id: `teams:${key}:${placeOf(fault)}`,
    group: "teams",
    connection: null,
    // Without a calendar Signalbox judges nothing.
    outcome: fault.kind === "calendar-over" ? "blocks" : "warning",
    tried: triedFor[fault.kind],
    means,
    remedy: remedyOf(fault, remedies.join(" ")),
    link: null,
  };
}

/** A list of existing names is no remedy by itself. */
function remedyOf({ kind }: SetupFault, said: string): string {
  const isList = /^(?:Did you mean|There are)/u.test(said);
  return said !== "" && !isList ? said : `${usualRemedies[kind]} ${said}`.trim();
}

/** The first sentence says what is the matter, the others what to do. A full stop in a quoted name ends none. */
function sentencesOf(words: string): readonly string[] {
  return words.split(/(?<=[.?])\s+(?=[A-Z])(?![^“]*”)/u);
}

/** What the fault concerns; a kind may occur several times. */
function placeOf(fault: SetupFault): string {
  const { kind, ...rest } = fault;
  const named = Object.values(rest).filter((value) => typeof value === "string" || typeof value === "number");
  return [kind, ...named].join(":");
}

const compared = "Signalbox compared the train file with the items it has read.";
const ofTimeboxes = "Signalbox compared the timeboxes in which teams have open work with the iterations of the train.";
const ofCalendar = "Signalbox looked at the calendar of the train.";

const triedFor: Readonly<Record<SetupFault["kind"], string>> = {
  "team-owns-nothing": compared,
  "board-without-items": compared,
  "value-without-items": compared,
  "sprint-pattern-without-items": compared,
  "points-pattern-matches-nothing": compared,
  "team-without-plan": compared,
  "repository-without-milestones": compared,
  "link-type-without-links": compared,
  "iteration-pattern-without-sprints": compared,
  "timebox-without-iteration": ofTimeboxes,
  "calendar-mismatch": ofTimeboxes,
  renamed: compared,
  "status-word-without-items": compared,
  "increment-ends-soon": ofCalendar,
  "calendar-over": ofCalendar,
};

const correctTeam = "Correct `from` of the team in the train file, then run `signalbox sync`.";

const usualRemedies: Readonly<Record<SetupFault["kind"], string>> = {
  "team-owns-nothing": correctTeam,
  "board-without-items": correctTeam,
  "value-without-items": correctTeam,
  "sprint-pattern-without-items": correctTeam,
  "points-pattern-matches-nothing": "Correct `points` of the team in the train file.",
  "team-without-plan": "Plan the team's items in sprints, versions or milestones that have dates.",
  "repository-without-milestones": "Plan with milestones, one per iteration.",
  "link-type-without-links": "Correct `dependencies.jiraLinkTypes` in the train file.",
  "iteration-pattern-without-sprints": "Correct `sprintName` of the iteration in the train file.",
  "timebox-without-iteration": "Correct the dates of the timebox.",
  "calendar-mismatch": "Correct the dates of the timebox.",
  renamed: "Write the new name into the train file.",
  "status-word-without-items": "Correct `statuses` in the train file.",
  "increment-ends-soon": "Add the next increment to the train file.",
  "calendar-over": "Add the next increment to the train file.",
};

function fineTrain({ key, name }: Train, teams: number): Finding {
  return {
    id: `teams:${key}`,
    group: "teams",
    connection: null,
    outcome: "ok",
    tried: compared,
    means: `${name}: ${teams === 1 ? "its only team" : `each of the ${teams} teams`} owns items, and every name matches some.`,
    remedy: null,
    link: null,
  };
}

function unreadTrain({ key, name }: Train): Finding {
  return {
    id: `teams:${key}`,
    group: "teams",
    connection: null,
    outcome: "not-tried",
    tried: compared,
    means: `${name}: Signalbox has not read every connection of it to the end yet.`,
    remedy: "Run `signalbox sync`, then `signalbox doctor` again.",
    link: null,
  };
}

/** Boards by which two teams of a train claim items: the first team in the file owns them all. */
export function boardFindings(trains: readonly Train[]): readonly Finding[] {
  return trains.flatMap((train) => {
    const claims = train.teams.flatMap(({ name, from }) =>
      from.system === "jira"
        ? from.boards.map((board) => ({
            name,
            board,
            place: `${from.connection}:${board}`,
            others: criteriaBeside(from),
          }))
        : [],
    );
    const shared = [...Map.groupBy(claims, ({ place, others }) => `${place} ${others}`).values()];
    return shared.flatMap(([first, ...more]): readonly Finding[] =>
      first === undefined || more.length === 0
        ? []
        : [
            {
              id: `boards:${train.key}:${first.place}`,
              group: "boards",
              connection: null,
              outcome: "warning",
              tried: "Signalbox looked for boards that several teams of a train name.",
              means: `${train.name}: board ${first.board} belongs to ${[first, ...more].map(({ name }) => name).join(" and ")}; ${first.name}, the first in the file, owns all of its items.`,
              remedy: "Give each team a board of its own, or tell them apart by `component` or `label`.",
              link: null,
            },
          ],
    );
  });
}

type JiraSource = Extract<Train["teams"][number]["from"], { system: "jira" }>;

/** Criteria that tell two teams of one board apart. */
function criteriaBeside({ projects, components, labels, jql }: JiraSource): string {
  return JSON.stringify([projects.toSorted(), components.toSorted(), labels.toSorted(), jql]);
}
