import type { Train } from "../domain/model/train.ts";
import type { Finding } from "../domain/setup/finding.ts";
import { inMendingOrder } from "../domain/setup/finding.ts";
import type { Channel } from "../ports/channel.ts";
import type { CheckedConnection } from "./checked-connection.ts";
import { channelFindings } from "./doctor-channels.ts";
import { connectionFindings } from "./doctor-connection.ts";
import { databaseFindings, type DatabaseState } from "./doctor-database.ts";
import { programFindings, type ProgramFacts } from "./doctor-program.ts";
import { reportFindings, type StoredState } from "./doctor-reports.ts";
import { boardFindings, teamFindings } from "./doctor-teams.ts";
import type { Knock } from "./doctor-webhooks.ts";

/** Everything that `doctor` looks at. */
export type SetUp = {
  readonly program: ProgramFacts;
  /** Of the environment and the train file; good ones if both can be read. */
  readonly file: readonly Finding[];
  /** Empty if the train file cannot be read. */
  readonly connections: readonly CheckedConnection[];
  readonly trains: readonly Train[];
  /** Those that digests go to. */
  readonly channels: readonly Channel[];
  readonly database: DatabaseState;
  /** What the database holds; null if it cannot be read, or holds nothing yet. */
  readonly stored: StoredState | null;
  readonly knock: Knock;
  /** Epoch milliseconds. */
  readonly now: number;
};

/** Tries everything that Signalbox needs, without writing, and lists what it found in the order in which to mend it. */
export async function examine(setUp: SetUp): Promise<readonly Finding[]> {
  const { program, file, connections, trains, channels, database, stored, now } = setUp;
  const ofConnections = connections.map((one) => connectionFindings(one, setUp));
  return inMendingOrder([
    ...programFindings(program),
    ...file,
    ...databaseFindings(database),
    ...boardFindings(trains),
    ...(stored === null ? [] : [...teamFindings(stored.trains), ...reportFindings(stored, now)]),
    ...(stored === null && trains.length > 0 ? [neverRead] : []),
    ...(await channelFindings(channels)),
    ...(await Promise.all(ofConnections)).flat(),
  ]);
}

const neverRead: Finding = {
  id: "teams",
  group: "teams",
  connection: null,
  outcome: "not-tried",
  tried: "Signalbox wanted to compare the teams of the train file with what the trackers hold.",
  means: "Signalbox has read nothing into a database that it can open.",
  remedy: "Run `signalbox sync`, then `signalbox doctor` again.",
  link: null,
};
