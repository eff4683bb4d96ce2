import { Temporal } from "temporal-polyfill";
import { githubLives, milestoneName } from "./github-lives.ts";
import { jiraLives, sprintName } from "./jira-lives.ts";
import { replay, type Change, type Life, type State } from "./life.ts";
import { time, words, type Reading } from "./reading.ts";
import { startOfDay, type Train } from "./train.ts";

/** A timebox, in epoch milliseconds; null for a date that it lacks. */
export type Box = {
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** Null while it is not closed. */
  readonly closedAt: number | null;
  /** Its place among others: its start, or without starts its end; infinite without dates. Equal ones by number. */
  readonly order: number;
  readonly number: number;
};

/** Everything that readings tell, one after the other. */
export type World = {
  readonly train: Train;
  readonly lives: readonly Life[];
  /** Names of items that the last reading does not have any more. */
  readonly gone: ReadonlySet<string>;
  readonly boxes: ReadonlyMap<string, Box>;
};

/** @param readings oldest first, at least one */
export function worldOf(train: Train, readings: readonly Reading[]): World {
  const byName = Map.groupBy(
    readings.flatMap((reading) =>
      [...jiraLives(reading.jira.issues, reading.jira.statuses), ...githubLives(reading.github.issues)].map((life) => ({
        life,
        readAt: reading.at,
      })),
    ),
    ({ life }) => life.name,
  );
  const lastAt = readings.at(-1)?.at;
  const gone = [...byName].filter(([, seen]) => seen.at(-1)?.readAt !== lastAt).map(([name]) => name);
  return { train, lives: [...byName.values()].flatMap(whole), gone: new Set(gone), boxes: boxesOf(train, readings) };
}

type Seen = { readonly life: Life; readonly readAt: number };

/** The last record tells most; what changed without an entry is known since the reading that showed it. */
function whole(seen: readonly Seen[]): readonly Life[] {
  const [first, last] = [seen.at(0), seen.at(-1)];
  if (first === undefined || last === undefined) return [];
  const shown = seen.map(({ life, readAt }): Change => ({ at: readAt, after: (): State => life.present }));
  const changes = [...last.life.changes, ...shown].toSorted((a, b) => a.at - b.at);
  return [{ ...last.life, bornAt: first.life.bornAt, beginning: first.life.beginning, changes }];
}

/** An item at an instant; null if it did not exist, or was deleted. A deleted one existed as long as it still changed. */
export function stateAt({ gone }: World, life: Life, instant: number): State | null {
  if (life.bornAt > instant) return null;
  if (gone.has(life.name) && life.updatedAt <= instant) return null;
  return replay(life, instant);
}

function boxesOf(train: Train, readings: readonly Reading[]): ReadonlyMap<string, Box> {
  const last = readings.at(-1);
  const sprints = last?.jira.sprints ?? [];
  const milestones = last?.github.milestones ?? [];
  return new Map([
    ...sprints.map((sprint): [string, Box] => [sprintName(words(sprint, "id") ?? ""), sprintBox(sprint)]),
    ...milestones.map(({ repository, record }): [string, Box] => [
      milestoneName(repository, words(record, "title") ?? ""),
      milestoneBox(record, train),
    ]),
  ]);
}

function sprintBox(sprint: unknown): Box {
  const [startsAt, endsAt] = [time(sprint, "startDate"), time(sprint, "endDate")];
  const isClosed = words(sprint, "state") === "closed";
  return {
    startsAt,
    endsAt,
    closedAt: isClosed ? (time(sprint, "completeDate") ?? endsAt) : null,
    order: startsAt ?? endsAt ?? Infinity,
    number: Number(words(sprint, "id")),
  };
}

/** GitHub gives the due day as an instant of that day in California; it ends with that day on the train. */
function milestoneBox(record: unknown, { timeZone }: Train): Box {
  const dueAt = time(record, "due_on") ?? 0;
  const day = Temporal.Instant.fromEpochMilliseconds(dueAt).toZonedDateTimeISO("America/Los_Angeles").toPlainDate();
  const endsAt = startOfDay(day.add({ days: 1 }), timeZone);
  const closedAt = words(record, "state") === "closed" ? time(record, "closed_at") : null;
  return { startsAt: null, endsAt, closedAt, order: endsAt, number: Number(words(record, "number")) };
}
