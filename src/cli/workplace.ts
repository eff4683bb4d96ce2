import { readFile } from "node:fs/promises";
import type { ServeSettings } from "../../config/serve-schema.ts";
import { readEnvironment, readSettings } from "../../config/settings.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { Failure } from "../domain/failure.ts";
import { claimFor } from "./claim.ts";
import { connectionRecord, createChannels, createConnectors, realRuntime } from "./compose.ts";
import { createLog, createServiceLog, type LogOptions } from "./log.ts";
import type { Channel } from "../ports/channel.ts";
import type { Log } from "../ports/runtime.ts";
import type { Store } from "../ports/store.ts";
import { openStoreForJobs } from "../store/open.ts";
import { compareConnections } from "./named-connections.ts";
import { openConfiguredStore, type StoreSettings } from "./open-store.ts";
import { createProgress } from "./progress.ts";
import { secretsOf } from "./redaction.ts";
import { renderOf } from "./rendering.ts";
import type { Workplace } from "./sync-and-publish.ts";
import { errLine, type Terminal } from "./terminal.ts";

export type RealWorkplace = Workplace & {
  readonly channels: ReadonlyMap<string, Channel>;
  /** Stores the train file's trains and the portfolio's places in place of the stored ones. */
  readonly saveTrains: () => Promise<void>;
  readonly serve: ServeSettings;
};

type ConfigFlags = { readonly config?: string };

/** Everything a command needs to work on the real trackers of the train file; `resources` ends all of it. */
export async function openWorkplace(
  flags: ConfigFlags,
  terminal: Terminal,
  resources: AsyncDisposableStack,
): Promise<RealWorkplace> {
  const { settings, ...trackers } = await readTrackers(flags);
  const { publicUrl } = settings;
  const store = await openConfiguredStore(settings);
  resources.defer(() => store.close());
  await enter({ store, settings }, trackers, (sentence) => errLine(terminal, sentence));
  const display = createProgress(terminal, Date.now);
  resources.defer(() => display.stop());
  return { ...workplaceOf({ ...trackers, publicUrl }, store), store, progress: display.step };
}

/** The same for a service, which reports only to its log. */
export async function openServingWorkplace(flags: ConfigFlags, resources: AsyncDisposableStack) {
  const { settings, ...trackers } = await readTrackers(flags, createServiceLog);
  const opened = await openStoreForJobs(settings);
  resources.defer(() => opened.store.close());
  await enter({ store: opened.store, settings }, trackers, (sentence) => trackers.log.warn({}, sentence));
  return {
    ...workplaceOf({ ...trackers, publicUrl: settings.publicUrl }, opened.store),
    opened,
    settings,
    file: trackers.file,
  };
}

/** Only the trackers. @param logOf creates the log @throws ConfigInvalid */
export async function readTrackers(flags: ConfigFlags, logOf: (options: LogOptions) => Log = createLog) {
  const env = readEnvironment(process.cwd());
  const settings = readSettings(env);
  const file = flags.config ?? settings.configFile;
  const { connections, channels, trains, portfolio, serve } = parseTrainFile(await readText(file), { file, env });
  const { logLevel: level, databaseUrl } = settings;
  const log = logOf({ level, secrets: secretsOf({ connections, channels, databaseUrl }) });
  const runtime = realRuntime(log);
  return {
    settings,
    file,
    connections,
    trains,
    portfolio,
    serve,
    log,
    connectors: createConnectors(connections, trains, runtime),
    channels: createChannels(channels, runtime),
  };
}

type Trackers = Omit<Awaited<ReturnType<typeof readTrackers>>, "settings">;

type Opened = { readonly store: Store; readonly settings: StoreSettings };

/** Before anything reads: checks that the database is for real trackers, and compares its connections with the train file. */
async function enter(
  { store, settings }: Opened,
  { connections, trains }: Trackers,
  say: (sentence: string) => void,
): Promise<void> {
  await claimFor("real", store, settings);
  await compareConnections(store, { records: connections.map(connectionRecord), trains }, say);
}

function workplaceOf(trackers: Trackers & { readonly publicUrl: string | null }, store: Store) {
  const { connections, channels, trains, portfolio, serve, connectors, log, publicUrl } = trackers;
  const records = connections.map(connectionRecord);
  const saveTrains = async () => {
    await store.saveTrains(trains, records);
    await store.savePortfolioTargets(portfolio);
  };
  return {
    saveTrains,
    serve,
    trains,
    connectors,
    channels,
    render: renderOf(records, publicUrl),
    clock: Date.now,
    log,
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new Failure({
      code: "config-invalid",
      what: `Cannot read the train file ${file} (${cause instanceof Error ? cause.message : String(cause)}).`,
      remedy: "Copy config/signalbox.example.yaml there, or name another file with --config or SIGNALBOX_CONFIG.",
      verdict: { kind: "stop" },
      cause,
    });
  }
}
