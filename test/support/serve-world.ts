import { toServeSettings } from "../../config/serve-schema.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { createHttpSender } from "../../sandbox/webhooks/http-sender.ts";
import { connectionRecord, createConnectors, realRuntime, stoppable } from "../../src/cli/wiring.ts";
import { startAll } from "../../src/cli/consent.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import { startService } from "../../src/cli/serve-process.ts";
import type { Log, Trace } from "../../src/ports/runtime.ts";
import { openMemoryStoreForJobs } from "./empty-database.ts";
import { smallData, smallTrains } from "./small-train.ts";
import { TrackerHands } from "./tracker-hands.ts";

/** How long a test waits for asynchronous work of the service. */
export const patience = { timeout: 60_000, interval: 50 };

const anyPort = { host: "127.0.0.1", port: 0 };

export type ServeWorldOptions = {
  readonly log: Log;
  /** Whether the train is started before the service. */
  readonly isStarted: boolean;
  /** Nowhere by default. */
  readonly trace?: Trace;
  /** The small train by default. */
  readonly trainText?: string;
  /** Changes the trackers before the service reads them. */
  readonly prepare?: (sandbox: Sandbox) => void;
};

/** A service on the small train's trackers, and a person's actions in them. `repository`'s and Jira's webhooks call it. */
export async function startServeWorld(
  repository: string,
  { log, isStarted, trace = () => undefined, trainText = smallTrains, prepare = () => undefined }: ServeWorldOptions,
  resources: AsyncDisposableStack,
) {
  const webhookSender = createHttpSender({ clock: Date.now });
  const sandbox = await startSandbox({ data: smallData, port: 0, clock: Date.now, searchLagMs: 0, webhookSender });
  resources.defer(() => sandbox.close());
  resources.defer(() => webhookSender.close());
  prepare(sandbox);
  const provided = sandbox.connections;
  const { connections, trains } = parseTrainFile(trainText, { file: "small", env: {}, provided });
  const opened = await openMemoryStoreForJobs();
  const { store } = opened;
  resources.defer(() => store.close());
  if (isStarted) await startAll(store, trains, Date.now());
  const records = connections.map(connectionRecord);
  const runtime = realRuntime(log);
  const stopping = new AbortController();
  const app = {
    saveTrains: () => store.saveTrains(trains, records),
    serve: toServeSettings(),
    trains,
    connectors: createConnectors(connections, trains, stoppable(runtime, stopping.signal)),
    channels: new Map(),
    render: renderOf(records),
    runtime,
  };
  const service = await startService({ app, opened, stopping, at: anyPort, admin: anyPort, trace });
  resources.defer(() => service.stop());
  await service.work();
  const url = `http://127.0.0.1:${service.port}`;
  const adminUrl = `http://127.0.0.1:${service.adminPort}`;
  sandbox.jira.get("acme")?.hooks.register({ url: `${url}/webhooks/acme` });
  sandbox.github.hooks.register({ repository, url: `${url}/webhooks/hub` });
  return { sandbox, store, url, adminUrl, hands: new TrackerHands(sandbox) };
}
