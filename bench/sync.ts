import { parseArgs } from "node:util";
import { createConnectors } from "../src/cli/compose.ts";
import { createLog } from "../src/cli/log.ts";
import { syncAll, type Workplace } from "../src/cli/sync-and-publish.ts";
import { parseTrainFile } from "../config/train-file.ts";
import { openStore } from "../src/store/open.ts";
import { recordFetch, replay, type RecordedRequest } from "./recorded-fetch.ts";
import { startPostgresServer } from "../test/support/postgres-server.ts";
import { startTrackers } from "./trackers.ts";

export type SyncBench = {
  readonly items: number;
  readonly seconds: number;
  /** The same requests in the same order, answers only parsed, in the same run. */
  readonly floorSeconds: number;
  readonly ratio: number;
  readonly requests: number;
  /** The least possible: pages of 100 of each Jira site and each repository. */
  readonly requestsFloor: number;
  /** Work items and links in PostgreSQL afterwards. */
  readonly rows: number;
  readonly peakRssMb: number;
};

/** Pulls N generated issues through the real connectors into PostgreSQL. The trackers run in a process of their own. */
export async function benchSync(argv: readonly string[]): Promise<SyncBench> {
  const { values } = parseArgs({ args: [...argv], options: { items: { type: "string", default: "20000" } } });
  await using resources = new AsyncDisposableStack();
  const trackers = await startTrackers(Number(values.items), resources);
  const postgres = await startPostgresServer();
  resources.defer(() => postgres.stop());
  const store = await openStore({ databaseUrl: postgres.url("postgres"), dataDir: "" });
  resources.defer(() => store.close());
  const { connections, trains } = parseTrainFile(trackers.trainFile, {
    file: "bench",
    env: {},
    provided: trackers.connections,
  });
  await store.saveTrains(trains, []);
  const log = createLog("warn");
  const place: Workplace = {
    store,
    trains,
    connectors: createConnectors(connections, trains, log),
    render: () => ({ title: "", body: "" }),
    clock: Date.now,
    log,
    progress: ({ label, done }) => process.stderr.write(`\r${label}: ${done}    `),
  };
  const recording = recordFetch();
  const startedAt = performance.now();
  await syncAll(place, false);
  const seconds = (performance.now() - startedAt) / 1000;
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  recording.stop();
  const model = await store.loadModel();
  const floorSeconds = await replay(lanesOf(recording.requests));
  return {
    items: model.items.size,
    seconds: round(seconds),
    floorSeconds: round(floorSeconds),
    ratio: round(seconds / floorSeconds),
    requests: recording.requests.length,
    requestsFloor: trackers.pages,
    rows: model.items.size + model.links.length,
    peakRssMb: Math.round(peakRssMb),
  };
}

/** Jira's and GitHub's requests, each in its own order. */
function lanesOf(requests: readonly RecordedRequest[]): readonly (readonly RecordedRequest[])[] {
  return [...Map.groupBy(requests, ({ url }) => new URL(url).pathname.split("/")[1]).values()];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
