import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { readEnvironment, readSettings } from "../../config/settings.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { readUtf8 } from "../../config/utf8.ts";
import { createChannel } from "../../connectors/channels/create-channel.ts";
import { createGithubConnector } from "../../connectors/github/connector.ts";
import { createJiraConnector } from "../../connectors/jira/connector.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import { scopeOf } from "../ingest/scope.ts";
import type { Channel, ChannelSettings } from "../ports/channel.ts";
import type { Connection } from "../ports/connection.ts";
import type { Connector, ConnectorOptions } from "../ports/connector.ts";
import type { Log, Meter, Progress, Runtime } from "../ports/runtime.ts";
import type { Store } from "../ports/store.ts";
import type { ConnectionRecord } from "../ports/train-registry.ts";
import type { Render } from "../reporting/draft.ts";
import { compileEngine } from "../store/engine-compiling.ts";
import { openStoreForJobs } from "../store/open.ts";
import type { EvaluateContext } from "../reporting/evaluate-train.ts";
import { claimFor } from "./claim-database.ts";
import { createLog, createServiceLog, type LogOptions } from "./log.ts";
import { compareConnections, noteText } from "./named-connections.ts";
import { openConfiguredStore, type StoreSettings } from "./open-store.ts";
import { createProgress } from "./progress.ts";
import { secretsOf } from "./redact-log.ts";
import { renderOf } from "./rendering.ts";
import { errLine, type Terminal } from "./terminal.ts";

/** What a command works with, put together once. */
export type AppContext = {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly trains: readonly Train[];
  readonly render: Render;
  readonly progress: Progress;
  /** See `EvaluateContext`: for a demo at an instant that a person asked for. */
  readonly asked?: EvaluateContext["asked"] | undefined;
};

type ConfigFlags = { readonly config?: string };

export type OpenedApp = Awaited<ReturnType<typeof openApp>>;

/** Everything a command needs to work on the real trackers of the train file; `resources` ends all of it. */
export async function openApp(flags: ConfigFlags, terminal: Terminal, resources: AsyncDisposableStack) {
  const { settings, ...trackers } = await readTrackers(flags);
  const { publicUrl } = settings;
  const store = await openConfiguredStore(settings);
  resources.defer(() => store.close());
  await enter({ store, settings }, trackers, (sentence) => errLine(terminal, sentence));
  return { ...appOf({ ...trackers, publicUrl }, store), store, progress: createProgress(terminal, Date.now) };
}

/** The same for a service, which reports only to its log. */
export async function openServingApp(flags: ConfigFlags, resources: AsyncDisposableStack) {
  const stopping = new AbortController();
  const { settings, ...trackers } = await readTrackers(flags, { logOf: createServiceLog, stop: stopping.signal });
  compileEngine("again");
  const opened = await openStoreForJobs(settings);
  resources.defer(() => opened.store.close());
  await enter({ store: opened.store, settings }, trackers, (sentence) => trackers.runtime.log.warn({}, sentence));
  return {
    ...appOf({ ...trackers, publicUrl: settings.publicUrl }, opened.store),
    opened,
    stopping,
    settings,
    file: trackers.file,
  };
}

type TrackerOptions = {
  /** Creates the log. */
  readonly logOf?: (options: LogOptions) => Log;
  /** The longest time limit of a request (ms); by default each connector has its own. */
  readonly patienceMs?: number;
  /** See `stoppable`; by default only the end of the process ends a pause or a read. */
  readonly stop?: AbortSignal;
};

/**
 * Only the trackers.
 * @throws ConfigInvalid
 */
export async function readTrackers(flags: ConfigFlags, { logOf = createLog, patienceMs, stop }: TrackerOptions = {}) {
  const env = readEnvironment(process.cwd());
  const settings = readSettings(env);
  const file = flags.config ?? settings.configFile;
  const { connections, channels, trains, portfolio, serve } = parseTrainFile(readUtf8(await readContent(file), file), {
    file,
    env,
  });
  const { logLevel: level, databaseUrl } = settings;
  const log = logOf({ level, secrets: secretsOf({ connections, channels, databaseUrl }) });
  const runtime = realRuntime(log, patienceMs);
  return {
    settings,
    file,
    connections,
    trains,
    portfolio,
    serve,
    runtime,
    connectors: createConnectors(connections, trains, stop === undefined ? runtime : stoppable(runtime, stop)),
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
  const notes = await compareConnections(store, { records: connections.map(connectionRecord), trains });
  for (const note of notes) say(noteText(note));
}

function appOf(trackers: Trackers & { readonly publicUrl: string | null }, store: Store) {
  const { connections, channels, trains, portfolio, serve, connectors, runtime, publicUrl } = trackers;
  const records = connections.map(connectionRecord);
  /** Stores the train file's trains, and where the portfolio is kept, in place of those stored before. */
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
    runtime,
  };
}

async function readContent(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Failure({
      code: "config-invalid",
      what: `Cannot read the train file ${file} (${cause instanceof Error ? cause.message : String(cause)}).`,
      remedy:
        "Run `signalbox init` to make one from your trackers, or name another file with --config or SIGNALBOX_CONFIG.",
      verdict: { kind: "stop" },
      cause,
    });
  }
}

/** The stored record of a connection; contains no secrets. */
export function connectionRecord(connection: Connection): ConnectionRecord {
  const { key, system, alsoAt = [] } = connection;
  if (system === "github") return { key, system, site: connection.webUrl, alsoAt };
  return { key, system, site: connection.site, alsoAt, ...(connection.account === null && { dataCenter: true }) };
}

/** What a connector needs besides its tracker. */
export type ConnectorRuntime = Pick<ConnectorOptions<Connection>, "clock" | "log" | "wait" | "timeLimit">;

/** Counts nothing: a command ends before an operator could look. */
const noMeter: Meter = {
  delivery: () => undefined,
  worked: () => undefined,
  publication: () => undefined,
  job: () => undefined,
};

/** Connectors use the real clock for rate limits, whatever instant a command evaluates. */
export function realRuntime(log: Log, patienceMs = Number.POSITIVE_INFINITY): Runtime & ConnectorRuntime {
  return {
    clock: Date.now,
    newId: randomUUID,
    log,
    meter: noMeter,
    trace: () => undefined,
    wait: (ms) => setTimeout(ms),
    timeLimit: (ms) => AbortSignal.timeout(Math.min(ms, patienceMs)),
  };
}

/** The same for connectors whose pauses between requests, of up to an hour, and whose reads end when the process stops. */
export function stoppable(runtime: ConnectorRuntime, stop: AbortSignal): ConnectorRuntime {
  return {
    ...runtime,
    wait: (ms) => setTimeout(ms, undefined, { signal: stop }),
    timeLimit: (ms, kind) => {
      const limit = runtime.timeLimit(ms, kind);
      return kind === "read" ? AbortSignal.any([limit, stop]) : limit;
    },
  };
}

export function createConnectors(
  connections: readonly Connection[],
  trains: readonly Train[],
  runtime: ConnectorRuntime,
): ReadonlyMap<string, Connector> {
  return new Map(
    connections.map((connection) => {
      const options = { ...runtime, scope: scopeOf(connection.key, trains) };
      return [
        connection.key,
        connection.system === "jira"
          ? createJiraConnector({ ...options, connection })
          : createGithubConnector({ ...options, connection }),
      ];
    }),
  );
}

/** Creates a channel for each one in the train file. */
function createChannels(
  settings: readonly ChannelSettings[],
  { timeLimit }: Pick<ConnectorRuntime, "timeLimit">,
): ReadonlyMap<string, Channel> {
  return new Map(settings.map((one) => [one.key, createChannel(one, { timeLimit })]));
}
