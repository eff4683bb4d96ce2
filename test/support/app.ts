import { parseTrainFile } from "../../config/train-file.ts";
import { connectionRecord, createConnectors, realRuntime, type AppContext } from "../../src/cli/wiring.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import { publishAll, syncAll } from "../../src/cli/sync-and-publish.ts";
import type { Connection } from "../../src/ports/connection.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import type { Store } from "../../src/ports/store.ts";
import type { Published } from "../../src/reporting/publish.ts";
import { openMemoryStore } from "./empty-database.ts";
import { silentLog as log } from "./silent-log.ts";

export type AppOptions = {
  /** The sandbox's. */
  readonly connections: readonly Connection[];
  readonly trainFile: string;
  readonly clock: Clock;
};

/** The context of `sync` and `apply`, on its own database in memory; nothing is read or started yet. */
export async function openApp(options: AppOptions, ending: AsyncDisposableStack): Promise<AppContext> {
  const store = await openMemoryStore();
  ending.defer(() => store.close());
  return appOn(store, options);
}

/** The same on a store that other apps may use later. */
export async function appOn(store: Store, options: AppOptions): Promise<AppContext> {
  const { connections: provided, trainFile, clock } = options;
  const { connections, trains } = parseTrainFile(trainFile, { file: "signalbox.yaml", env: {}, provided });
  const records = connections.map(connectionRecord);
  await store.saveTrains(trains, records);
  const real = realRuntime(log);
  const connectors = createConnectors(connections, trains, real);
  const runtime = { ...real, clock };
  return { store, connectors, trains, render: renderOf(records), runtime, progress: () => undefined };
}

/** One `sync` of `reading`, and one `apply` to the first train in all of `writing`. */
export async function syncAndPublish(reading: AppContext, writing: AppContext = reading): Promise<Published> {
  await syncAll(reading, { full: false });
  const [published] = await publishAll(writing, writing.trains);
  if (published === undefined) throw new Error("there is no train");
  return published;
}
