import { ConfigInvalid } from "../../config/problems.ts";
import { readEnvironment, readProxies, readSettings, type Settings } from "../../config/settings.ts";
import { Failure } from "../domain/failure.ts";
import type { Finding } from "../domain/setup/finding.ts";
import type { CheckedConnection } from "../setup/checked-connection.ts";
import type { DatabaseState } from "../setup/doctor-database.ts";
import { configFindings, goodFile } from "../setup/doctor-program.ts";
import { examine, type SetUp } from "../setup/doctor.ts";
import type { Store } from "../ports/store.ts";
import { rollupMarker } from "../reporting/plan-rollups.ts";
import { embeddedDatabaseExists } from "../store/embedded-files.ts";
import { inspectDatabase } from "../store/inspect.ts";
import { printFindings } from "./doctor-lines.ts";
import { storedState } from "./doctor-stored.ts";
import { Ended, exit } from "./failures.ts";
import { knock } from "./knock.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";
import { endpointOf } from "./webhooks.ts";
import { connectionRecord, readTrackers } from "./wiring.ts";

export type DoctorFlags = { readonly config?: string; readonly json?: boolean };

/**
 * Tries everything that Signalbox needs, and prints what to mend.
 * @throws Ended with `exit.failed` if something blocks
 */
export async function runDoctor(flags: DoctorFlags, terminal: Terminal): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const findings = await examine(await setUpFor(flags, resources));
  printFindings(findings, flags, terminal);
  if (findings.some(({ outcome }) => outcome === "blocks")) throw new Ended(exit.failed);
}

async function setUpFor(flags: DoctorFlags, resources: AsyncDisposableStack): Promise<SetUp> {
  const env = readEnvironment(process.cwd());
  const npm = /^npm\/(\S+)/u.exec(env["npm_config_user_agent"] ?? "")?.[1] ?? null;
  const program = { node: process.versions.node, npm, version, ...readProxies() };
  const now = Date.now();
  const bare = { program, connections: [], trains: [], stored: null, knock, now };
  const settings = await orFindings("the environment", async () => readSettings(env));
  if ("findings" in settings) {
    return { ...bare, file: settings.findings, database: { kind: "none", place: "an unknown place" } };
  }
  const { state, store } = await openToRead(settings.value, resources);
  const file = flags.config ?? settings.value.configFile;
  const read = await orFindings(file, async () => readTrackers(flags));
  if ("findings" in read) return { ...bare, file: read.findings, database: state };
  const { connections, trains, connectors } = read.value;
  const records = connections.map(connectionRecord);
  const stored =
    store === null ? null : await storedState(store, { records, trains, now, publicUrl: settings.value.publicUrl });
  const publicUrl = settings.value.publicUrl?.replace(/\/+$/u, "") ?? null;
  const checked = connections.map(async (connection): Promise<CheckedConnection[]> => {
    const { key, webhookSecrets, webhookPath } = connection;
    const connector = connectors.get(key);
    if (connector === undefined) return [];
    const targets = trains.flatMap((train) =>
      train.rollupTargets
        .filter((target) => target.connection === key)
        .map((target) => ({ target, marker: rollupMarker(train.key, target) })),
    );
    return [
      {
        key,
        connector,
        names: (await store?.names(key)) ?? [],
        rollups: targets,
        endpoint: publicUrl === null ? null : endpointOf(publicUrl, connection),
        isProvable: webhookSecrets.length > 0 || webhookPath !== null,
      },
    ];
  });
  return {
    ...bare,
    file: [goodFile(file, trains.length, connections.length)],
    connections: (await Promise.all(checked)).flat(),
    trains,
    database: state,
    stored,
  };
}

type Tried<T> = { readonly value: T } | { readonly findings: readonly Finding[] };

/** A wrong configuration is a finding. @throws other errors, which are bugs */
async function orFindings<T>(file: string, read: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof ConfigInvalid || error instanceof Failure) return { findings: configFindings(error, file) };
    throw error;
  }
}

type Opened = { readonly state: DatabaseState; readonly store: Store | null };

/** Opens the database if it exists, and changes nothing in it. */
async function openToRead({ databaseUrl, dataDir }: Settings, resources: AsyncDisposableStack): Promise<Opened> {
  if (databaseUrl === null && !(await embeddedDatabaseExists(dataDir))) {
    return { state: { kind: "none", place: dataDir }, store: null };
  }
  try {
    const inspected = await inspectDatabase({ databaseUrl, dataDir });
    resources.defer(() => inspected.close());
    return { state: { kind: "open", facts: inspected.facts }, store: inspected.store };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { state: { kind: "failed", failure: error }, store: null };
  }
}
