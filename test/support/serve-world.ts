import { toServeSettings } from "../../config/serve-schema.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { createHttpSender } from "../../sandbox/webhooks/http-sender.ts";
import { connectionRecord, createConnectors, realRuntime } from "../../src/cli/compose.ts";
import { startAll } from "../../src/cli/consent.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import { startService } from "../../src/cli/serve-process.ts";
import type { Log } from "../../src/ports/runtime.ts";
import { openMemoryStoreForJobs } from "./empty-database.ts";
import { smallData, smallTrains } from "./small-train.ts";
import { TrackerHands } from "./tracker-hands.ts";

/** How long a test waits for what the service does in its own time. */
export const patience = { timeout: 60_000, interval: 50 };

const anyPort = { host: "127.0.0.1", port: 0 };

export type ServeWorldOptions = {
  readonly log: Log;
  /** Whether somebody has said yes before it starts. */
  readonly isStarted: boolean;
};

/** A service on the small train's trackers, and what a person does in them. `repository`'s and Jira's webhooks call it. */
export async function startServeWorld(
  repository: string,
  { log, isStarted }: ServeWorldOptions,
  resources: AsyncDisposableStack,
) {
  const webhookSender = createHttpSender({ clock: Date.now });
  const sandbox = await startSandbox({ data: smallData, port: 0, clock: Date.now, searchLagMs: 0, webhookSender });
  resources.defer(() => sandbox.close());
  resources.defer(() => webhookSender.close());
  const provided = sandbox.connections;
  const { connections, trains } = parseTrainFile(smallTrains, { file: "small", env: {}, provided });
  const opened = await openMemoryStoreForJobs();
  const { store } = opened;
  resources.defer(() => store.close());
  if (isStarted) await startAll(store, trains, Date.now());
  const records = connections.map(connectionRecord);
  const place = {
    saveTrains: () => store.saveTrains(trains, records),
    serve: toServeSettings(),
    trains,
    connectors: createConnectors(connections, trains, realRuntime(log)),
    channels: new Map(),
    render: renderOf(records),
    clock: Date.now,
    log,
  };
  const service = await startService({ place, opened, at: anyPort, admin: anyPort });
  resources.defer(() => service.stop());
  const url = `http://127.0.0.1:${service.port}`;
  const adminUrl = `http://127.0.0.1:${service.adminPort}`;
  sandbox.jira.get("acme")?.hooks.register({ url: `${url}/webhooks/acme` });
  sandbox.github.hooks.register({ repository, url: `${url}/webhooks/hub` });
  return { sandbox, store, url, adminUrl, hands: new TrackerHands(sandbox) };
}
