import { parseArgs } from "node:util";
import { createConnectors } from "../src/cli/compose.ts";
import { createLog } from "../src/cli/log.ts";
import { syncAll, type Workplace } from "../src/cli/sync-and-publish.ts";
import type { Store } from "../src/ports/store.ts";
import { parseTrainFile } from "../config/train-file.ts";
import { openStore } from "../src/store/open.ts";
import { recordFetch, replay, type RecordedRequest } from "./recorded-fetch.ts";
import { startPostgresServer } from "../test/support/postgres-server.ts";
import type { TrackerProcessLine } from "./tracker-process.ts";
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

/**
 * Pulls N generated issues through the real connectors into an empty PostgreSQL. The trackers run in a process of their
 * own. A first pull warms all three (their code is compiled as it runs) and tells which requests the bare loop sends;
 * then the loop, the pull that counts, and the loop again: the floor is the mean of both.
 */
export async function benchSync(argv: readonly string[]): Promise<SyncBench> {
  const { values } = parseArgs({ args: [...argv], options: { items: { type: "string", default: "20000" } } });
  await using resources = new AsyncDisposableStack();
  const trackers = await startTrackers(Number(values.items), resources);
  const postgres = await startPostgresServer();
  resources.defer(() => postgres.stop());
  const store = await openStore({ databaseUrl: postgres.url("postgres"), dataDir: "" });
  resources.defer(() => store.close());
  const recording = recordFetch();
  await pull(store, trackers);
  recording.stop();
  const lanes = lanesOf(recording.requests);
  const floors = [await replay(lanes)];
  await store.reset();
  const { seconds, requests } = await pull(store, trackers);
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  floors.push(await replay(lanes));
  const model = await store.loadModel();
  const floorSeconds = floors.reduce((sum, one) => sum + one, 0) / floors.length;
  return {
    items: model.items.size,
    seconds: round(seconds),
    floorSeconds: round(floorSeconds),
    ratio: round(seconds / floorSeconds),
    requests,
    requestsFloor: trackers.pages,
    rows: model.items.size + model.links.length,
    peakRssMb: Math.round(peakRssMb),
  };
}

/** One whole sync, from new connectors on. */
async function pull(store: Store, trackers: TrackerProcessLine) {
  const provided = trackers.connections;
  const { connections, trains } = parseTrainFile(trackers.trainFile, { file: "bench", env: {}, provided });
  const log = createLog("warn");
  const place: Workplace = {
    store,
    trains,
    connectors: createConnectors(connections, trains, log),
    render: () => ({ title: "", body: "" }),
    clock: Date.now,
    log,
    progress: () => undefined,
  };
  await store.saveTrains(trains, []);
  const startedAt = performance.now();
  const synced = await syncAll(place, { full: false });
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, requests: synced.reduce((sum, one) => sum + one.requests, 0) };
}

/** Jira's and GitHub's requests, each in its own order. */
function lanesOf(requests: readonly RecordedRequest[]): readonly (readonly RecordedRequest[])[] {
  return [...Map.groupBy(requests, ({ url }) => new URL(url).pathname.split("/")[1]).values()];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
