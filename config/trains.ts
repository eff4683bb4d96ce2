import type {
  CommentPolicy,
  DigestPolicy,
  Freshness,
  ProjectSource,
  RollupTarget,
  StatusMeaning,
  Team,
  TeamSource,
  Train,
} from "../src/domain/model/train.ts";
import { weekdays, type DigestEntry } from "./channel-schema.ts";
import { trainDefaults } from "./defaults.ts";
import { planIterations, scheduleIncrements } from "./calendar.ts";
import type { TrainEntry } from "./schema.ts";
import { statusMeanings, type StatusEntries, type StatusEntry } from "./status-schema.ts";
import type { RollupTargetEntry, SourceEntry, TeamEntry } from "./team-schema.ts";

/** A checked train of the file as the domain's type, with the defaults filled in. */
export function toTrain(entry: TrainEntry, staleAfter: Freshness): Train {
  const increments = entry.increments ?? entry.programIncrements ?? entry.pis ?? [];
  const planned = increments.map((increment) => ({ key: increment.key, iterations: planIterations(increment) }));
  return {
    key: entry.key,
    name: entry.name ?? entry.key,
    timeZone: entry.timeZone,
    increments: scheduleIncrements(planned, entry.timeZone),
    ...daysOff(entry),
    teams: entry.teams.map(toTeam),
    linkMeanings: entry.dependencies?.jiraLinkTypes ?? trainDefaults.linkMeanings,
    statuses: toStatusMeanings(entry.statuses),
    textReferences: entry.dependencies?.textReferences ?? trainDefaults.textReferences,
    rules: entry.rules ?? {},
    rollupTargets: (entry.reports?.rollup ?? []).map(toTarget),
    comments: toCommentPolicy(entry.reports),
    rewritesPerHour: entry.reports?.rewritesPerHour ?? trainDefaults.rewritesPerHour,
    staleAfter,
    digest: toDigestPolicy(entry.reports?.digest),
  };
}

/** Each train knows whose items it meets beyond its own. */
export function eachWithOthers(trains: Train[]): Train[] {
  if (trains.length < 2) return trains;
  return trains.map((train) => {
    const others = trains.filter((other) => other !== train).map(({ name, teams }) => ({ name, teams }));
    return { ...train, others };
  });
}

function toStatusMeanings(statuses: StatusEntries = {}): readonly StatusMeaning[] {
  return statusMeanings.flatMap((means) => (statuses[means] ?? []).map((entry) => toStatusMeaning(means, entry)));
}

function toStatusMeaning(means: StatusMeaning["means"], entry: StatusEntry): StatusMeaning {
  if (typeof entry === "string") return { means, word: entry, bearer: null, connection: null };
  const { connection = null, status, resolution, label } = entry;
  if (status !== undefined) return { means, word: status, bearer: "status", connection };
  if (resolution !== undefined) return { means, word: resolution, bearer: "resolution", connection };
  return { means, word: label ?? "", bearer: "label", connection };
}

function toTeam({ key, name, from, comments, holidays }: TeamEntry): Team {
  const more = { ...daysOff({ holidays }), ...(comments === undefined ? {} : { comments }) };
  return { key, name: name ?? key, from: toSource(from), ...more };
}

function daysOff({ holidays = [] }: Pick<TeamEntry, "holidays">): Pick<Team, "holidays"> {
  return holidays.length === 0 ? {} : { holidays: [...new Set(holidays)] };
}

function toSource(from: SourceEntry): TeamSource {
  const labels = both(from.label, from.labels);
  if ("github" in from) {
    return {
      system: "github",
      connection: from.github,
      repos: both(from.repo, from.repos),
      labels,
      ...(from.project === undefined ? {} : { project: toProject(from, from.project) }),
      iterations: from.iterations ?? (from.project === undefined ? "milestone" : "iteration"),
      pointsLabel: from.points?.slice("label:".length) ?? null,
    };
  }
  return {
    system: "jira",
    connection: from.jira,
    projects: both(from.project, from.projects).map((project) => project.toUpperCase()),
    boards: both(from.board, from.boards),
    sprintName: from.sprintName ?? null,
    components: both(from.component, from.components),
    labels,
    jql: from.jql ?? null,
    iterations: from.iterations ?? "sprint",
  };
}

function toProject(from: Extract<SourceEntry, { github: string }>, address: string): ProjectSource {
  const { iterationField = null, pointsField = null, statusField = null, businessValueField } = from;
  const value = businessValueField === undefined ? {} : { businessValueField };
  return { address: address.toLowerCase(), iterationField, pointsField, statusField, ...value };
}

/** The values under the singular and the plural key, each once. */
function both<T>(one: readonly T[] | undefined, more: readonly T[] | undefined): T[] {
  return [...new Set([...(one ?? []), ...(more ?? [])])];
}

/** A place of a rollup issue, or of the portfolio. */
export function toTarget(target: RollupTargetEntry): RollupTarget {
  if ("github" in target) {
    const { github: connection, repo, labels, assignees } = target;
    const more = { ...(labels === undefined ? {} : { labels }), ...(assignees === undefined ? {} : { assignees }) };
    return { system: "github", connection, repo, ...more };
  }
  const { jira: connection, project, issueType, labels, components, assignee, parent } = target;
  const given = Object.entries({ ...target.fields, labels, components, assignee, parent });
  const fields = Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const more = Object.keys(fields).length === 0 ? {} : { fields };
  return { system: "jira", connection, project: project.toUpperCase(), issueType, ...more };
}

function toCommentPolicy(reports: TrainEntry["reports"]): CommentPolicy {
  const given = reports?.comments;
  const { mode, settle, newPerRun } = typeof given === "object" ? given : { mode: given };
  return {
    mode: mode === false ? "off" : (mode ?? "on"),
    settleMs: settle ?? trainDefaults.settleMs,
    newPerRun: newPerRun ?? trainDefaults.newPerRun,
  };
}

const minutesPerHour = 60;

function toDigestPolicy(given: DigestEntry | undefined): DigestPolicy | null {
  if (given === undefined) return null;
  const [hours = 0, minutes = 0] = given.at.split(":").map(Number);
  return {
    channels: [...new Set(given.to)],
    weekday: weekdays.indexOf(given.day) + 1,
    minutes: hours * minutesPerHour + minutes,
  };
}
