import { readEnvironment, readProxies, readSettings, type Settings } from "../../config/settings.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import type { Finding } from "../domain/setup/finding.ts";
import type { Connection } from "../ports/connection.ts";
import type { Connector } from "../ports/connector.ts";
import { rollupMarker } from "../reporting/plan-rollups.ts";
import type { CheckedConnection } from "../setup/checked-connection.ts";
import type { DatabaseState } from "../setup/doctor-database.ts";
import { configFindings, goodFile } from "../setup/doctor-program.ts";
import type { StoredState } from "../setup/doctor-reports.ts";
import type { SetUp } from "../setup/doctor.ts";
import { creationFault } from "../store/creation-fault.ts";
import { embeddedDatabaseExists } from "../store/embedded-files.ts";
import { inspectDatabase } from "../store/inspect.ts";
import { askStored, storedState, type FileNow } from "./doctor-stored.ts";
import { knock } from "./knock.ts";
import { version } from "./version.ts";
import { endpointOf } from "./webhooks.ts";
import { connectionRecord, readTrackers } from "./wiring.ts";

/** A person waits: a tracker that needs longer than this for one answer is as good as unreachable. */
const patienceMs = 10_000;

/** Collects everything that `doctor` looks at. What cannot be read is a finding; the rest is collected all the same. */
export async function setUpFor(flags: { readonly config?: string }, resources: AsyncDisposableStack): Promise<SetUp> {
  const env = readEnvironment(process.cwd());
  const npm = /^npm\/(\S+)/u.exec(env["npm_config_user_agent"] ?? "")?.[1] ?? null;
  const program = { node: process.versions.node, npm, version, ...readProxies() };
  const now = Date.now();
  const bare = { program, connections: [], trains: [], channels: [], stored: null, knock, now };
  const settings = await orFindings("the environment", async () => readSettings(env));
  if ("findings" in settings) {
    return { ...bare, file: settings.findings, database: { kind: "none", place: "an unknown place" } };
  }
  const { publicUrl, configFile } = settings.value;
  const { state: database, read: readStored } = await openToRead(settings.value, resources);
  const file = flags.config ?? configFile;
  const read = await orFindings(file, async () => readTrackers(flags, { patienceMs }));
  if ("findings" in read) return { ...bare, file: read.findings, database };
  const { connections, trains, connectors, channels } = read.value;
  const used = new Set(trains.flatMap(({ digest }) => digest?.channels ?? []));
  const stored = await readStored({ records: connections.map(connectionRecord), trains, now, publicUrl });
  const address = publicUrl?.replace(/\/+$/u, "") ?? null;
  return {
    ...bare,
    file: [goodFile(file, trains.length, connections.length)],
    connections: connections.flatMap((connection) => {
      const connector = connectors.get(connection.key);
      return connector === undefined ? [] : [checkedConnection(connection, connector, { trains, stored, address })];
    }),
    trains,
    channels: [...channels.values()].filter(({ key }) => used.has(key)),
    database,
    stored,
  };
}

type Around = {
  readonly trains: readonly Train[];
  readonly stored: StoredState | null;
  /** Where the trackers reach `serve`; null if unknown. */
  readonly address: string | null;
};

function checkedConnection(
  connection: Connection,
  connector: Connector,
  { trains, stored, address }: Around,
): CheckedConnection {
  const { key, webhookSecrets, webhookPath } = connection;
  return {
    key,
    connector,
    names: stored?.names.get(key) ?? [],
    rollups: trains.flatMap((train) =>
      train.rollupTargets
        .filter((target) => target.connection === key)
        .map((target) => ({ target, marker: rollupMarker(train.key, target) })),
    ),
    endpoint: address === null ? null : endpointOf(address, connection),
    isProvable: webhookSecrets.length > 0 || webhookPath !== null,
  };
}

type Tried<T> = { readonly value: T } | { readonly findings: readonly Finding[] };

/** A wrong configuration is a finding. @throws other errors, which are bugs */
async function orFindings<T>(file: string, read: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof Failure) return { findings: configFindings(error, file) };
    throw error;
  }
}

type Opened = {
  readonly state: DatabaseState;
  /** Null if the database holds nothing that this version can read. */
  readonly read: (file: FileNow) => Promise<StoredState | null>;
};

const readNothing = () => Promise.resolve(null);

/** Opens the database if it exists, and changes nothing in it. If `serve` has it open, `serve` tells what it holds. */
async function openToRead({ databaseUrl, dataDir }: Settings, resources: AsyncDisposableStack): Promise<Opened> {
  try {
    if (databaseUrl === null && !(await embeddedDatabaseExists(dataDir))) {
      const failure = await creationFault(dataDir);
      return {
        state: failure === null ? { kind: "none", place: dataDir } : { kind: "failed", failure },
        read: readNothing,
      };
    }
    const inspected = await inspectDatabase({ databaseUrl, dataDir });
    resources.defer(() => inspected.close());
    const { facts, store } = inspected;
    return { state: { kind: "open", facts }, read: store === null ? readNothing : (file) => storedState(store, file) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const stored = error.code === "database-locked" ? await askStored() : null;
    if (stored === null) return { state: { kind: "failed", failure: error }, read: readNothing };
    return { state: { kind: "held", place: dataDir }, read: () => Promise.resolve(stored) };
  }
}
