import { createRandom } from "../../sandbox/demo-data/random.ts";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { evaluateAndStore } from "../../src/reporting/evaluate-train.ts";
import type { Reading } from "../naive/reading.ts";
import { storeOn } from "../../src/store/open.ts";
import type { Database } from "../../src/store/database.ts";
import { appOn } from "./app.ts";
import { emptyTables } from "./empty-tables.ts";
import { dayMs } from "./lived-data.ts";
import { beginTrain } from "./lived-train.ts";
import { rawReading } from "./raw-reading.ts";

/** A lived train as Signalbox read it, and the trackers' records of the same moments. */
export type ReadTrain = {
  readonly app: AppContext;
  readonly train: Train;
  readonly trainFile: string;
  readonly readings: readonly Reading[];
  /** The present, epoch milliseconds. */
  readonly now: number;
  /** Instants to look at: the starts of all periods, some others, and now. */
  readonly instants: readonly number[];
  /** An item's title by Signalbox's id. */
  readonly titleOf: (id: string) => string;
};

/** Reads and evaluates a train while people work in it, into a database in which nothing of another train stays. */
export async function readTrain(seed: number, database: Database, ending: AsyncDisposableStack): Promise<ReadTrain> {
  await emptyTables(database);
  const { calendar, clock, liveUntil, readings: moments, sandbox } = await beginTrain(seed);
  ending.defer(() => sandbox.close());
  const { iterations, trainFile } = calendar;
  const connections = sandbox.connections.map((one) =>
    one.system === "jira" ? { ...one, businessValueField: "Business Value" } : one,
  );
  const app = await appOn(storeOn(database), { connections, trainFile, clock });
  const [train] = app.trains;
  if (train === undefined) throw new TypeError("the file has no train");
  const readings: Reading[] = [];
  for (const at of moments) {
    liveUntil(at);
    readings.push(await rawReading(sandbox, at));
    await syncAll(app, { full: { maxDrop: 1 } });
    await evaluateAndStore(evaluating(app.store), train, at);
  }
  const { items } = await app.store.loadModel();
  const titles = new Map<string, string>([...items.values()].map(({ id, title }) => [id, title]));
  const now = clock();
  const random = createRandom(seed);
  const starts = iterations.map(({ startsAt }) => startsAt);
  const first = starts[0] ?? now;
  const others = Array.from({ length: 4 }, () => random.instant(first - 5 * dayMs, now));
  return {
    app,
    train,
    trainFile,
    readings,
    now,
    instants: [...starts, ...others, now].filter((at) => at <= now),
    titleOf: (id) => titles.get(id) ?? id,
  };
}
