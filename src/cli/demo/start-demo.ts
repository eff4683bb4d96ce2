import { readEnvironment, readSettings } from "../../../config/settings.ts";
import { parseTrainFile } from "../../../config/train-file.ts";
import { generateDemo } from "../../../sandbox/demo-data/generate.ts";
import type { WebhookSender } from "../../../sandbox/webhooks/webhook-sender.ts";
import type { SandboxData } from "../../../sandbox/data.ts";
import type { FaultSource } from "../../../sandbox/faults/fault.ts";
import { planFaults } from "../../../sandbox/faults/plan.ts";
import { loadSandboxData } from "../../../sandbox/load.ts";
import { startSandbox, type Sandbox } from "../../../sandbox/server.ts";
import type { Train } from "../../domain/model/train.ts";
import type { Clock } from "../../ports/runtime.ts";
import { connectionRecord, createConnectors, realRuntime, type AppContext } from "../wiring.ts";
import { startAll } from "../consent.ts";
import type { DemoFlags } from "../demo-flags.ts";
import { demoStoreSettings, lookAgain, openDemoStore } from "./demo-store.ts";
import { readFaultPlan } from "./fault-plan.ts";
import { createLog } from "../log.ts";
import { secretsOf } from "../redact-log.ts";
import type { StoreSettings } from "../open-store.ts";
import { createProgress } from "../progress.ts";
import { renderOf } from "../rendering.ts";
import { standInSender } from "./stand-in-webhooks.ts";
import { errLine, type Terminal } from "../terminal.ts";

export type Demo = {
  readonly sandbox: Sandbox;
  readonly app: AppContext;
  /** A sentence on how to inspect the demo afterwards. */
  readonly afterwards: string;
  /** Its database. */
  readonly home: StoreSettings;
};

/** Lag (ms) of the stand-ins' search behind writes, like that of the real trackers. */
const searchLagMs = 2000;

/** Default port of the stand-ins: always the same, so that reruns give the same links. */
const usualPort = 4400;

/** Starts the stand-ins, and everything Signalbox needs to work on them; `resources` ends all of it. */
export async function startDemo(
  options: DemoFlags,
  terminal: Terminal,
  resources: AsyncDisposableStack,
): Promise<Demo> {
  const { at } = options;
  const clock = at === undefined ? Date.now : () => at;
  const settings = readSettings(readEnvironment(process.cwd()));
  const plan = await readFaultPlan(options.faults);
  const faults = planFaults(plan, options.seed);
  const webhookSender = standInSender(plan, options.seed, resources);
  const data =
    options.data === undefined
      ? generateDemo({ seed: options.seed, now: clock() })
      : await loadSandboxData(options.data);
  for (const problem of data.problems) errLine(terminal, `skipped ${problem}`);
  const sandbox = await startOnUsualPort(
    { data, jira: options.jira, github: options.github, clock, port: options.port, faults, webhookSender },
    terminal,
  );
  resources.defer(() => sandbox.close());
  const { connections, trains, portfolio } = trainsOf(data, sandbox);
  const home = demoStoreSettings(settings);
  const store = await openDemoStore(home);
  resources.defer(() => store.close());
  await store.saveTrains(trains, connections.map(connectionRecord));
  await store.savePortfolioTargets(portfolio);
  // Stand-ins need no consent.
  await startAll(store, trains, clock());
  const { logLevel: level, databaseUrl } = settings;
  const log = createLog({ level, secrets: secretsOf({ connections, channels: [], databaseUrl }) });
  const runtime = realRuntime(log);
  const connectors = createConnectors(connections, trains, runtime);
  const render = renderOf(connections.map(connectionRecord));
  return {
    sandbox,
    home,
    app: {
      store,
      connectors,
      trains,
      render,
      runtime: { ...runtime, clock },
      progress: createProgress(terminal, Date.now),
      // The trackers of an export may know what came after the instant.
      asked: at === undefined ? undefined : { now: at },
    },
    afterwards: lookAgain(settings, trains[0]?.key ?? "TRAIN"),
  };
}

type Start = {
  readonly data: SandboxData;
  readonly jira: DemoFlags["jira"];
  readonly github: DemoFlags["github"];
  readonly clock: Clock;
  readonly port: number | undefined;
  readonly faults: FaultSource;
  readonly webhookSender: WebhookSender;
};

/** A requested port must be free; another demo may use the default one. */
async function startOnUsualPort({ port, ...start }: Start, terminal: Terminal): Promise<Sandbox> {
  if (port !== undefined) return startSandbox({ ...start, port, searchLagMs });
  try {
    return await startSandbox({ ...start, port: usualPort, searchLagMs });
  } catch {
    errLine(terminal, `Port ${usualPort} is taken; using another one.`);
    return startSandbox({ ...start, port: 0, searchLagMs });
  }
}

function trainsOf(data: SandboxData, sandbox: Sandbox) {
  const parsed = parseTrainFile(data.trainFile, { file: "signalbox.yaml", env: {}, provided: sandbox.connections });
  return { ...parsed, trains: parsed.trains.map(withoutSettling) };
}

/** A demo shows its comments at once. */
function withoutSettling(train: Train): Train {
  return { ...train, comments: { ...train.comments, settleMs: 0 } };
}
