import { monitorEventLoopDelay } from "node:perf_hooks";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { connectionRecord } from "../src/cli/wiring.ts";
import { createPause } from "../src/cli/evaluate-context.ts";
import { renderOf } from "../src/cli/rendering.ts";
import type { Train } from "../src/domain/model/train.ts";
import type { WorkItem } from "../src/domain/items/work-item.ts";
import { evaluateView, type Evaluation } from "../src/reporting/evaluate.ts";
import { commitmentsOf } from "../src/reporting/commitments.ts";
import { evaluateStored } from "../src/reporting/evaluate-train.ts";
import { planTrain } from "../src/reporting/publish.ts";
import { keptRollup } from "../src/reporting/decision-rows.ts";
import { TrainViews } from "../src/reporting/train-views.ts";
import { withDelivery } from "../src/reporting/with-delivery.ts";
import { withHints } from "../src/reporting/with-hints.ts";
import { dayForecast } from "../src/reporting/day-forecast.ts";
import type { Store } from "../src/ports/store.ts";
import { migrate } from "../src/store/migrate.ts";
import { readMigrations } from "../src/store/migrations.ts";
import { storeOn } from "../src/store/open.ts";
import { openServerDatabase } from "../src/store/server-database.ts";
import type { Database } from "../src/store/database.ts";
import { saveHistory } from "../src/store/save-history.ts";
import { columnLists } from "../src/store/parameters.ts";
import { upsertSql } from "../src/store/table.ts";
import { links as linkTable, sprints as sprintTable, workItems } from "../src/store/tables.ts";
import { analyseData, analysedAt, connection, type AnalyseData } from "./analyse-data.ts";
import { graphFloor } from "./analyse-floor.ts";

/** The order on stdin. */
export const AnalyseOrder = z.object({ databaseUrl: z.string(), items: z.number() });
export type AnalyseOrder = z.infer<typeof AnalyseOrder>;

/** The one line on stdout. */
export type AnalyseLine = {
  readonly edges: number;
  readonly conflicts: number;
  /** From the database to a model in memory. */
  readonly loadSeconds: number;
  /** From the model to owners, places and conflicts. */
  readonly rulesSeconds: number;
  /** From there to all figures and the text of the rollup. */
  readonly rollupSeconds: number;
  /** From there to the joint forecast of all teams: once a day. */
  readonly forecastSeconds: number;
  /** From there to the figures of delivery: once a day. */
  readonly deliverySeconds: number;
  /** The search for hints on dependencies. */
  readonly hintSeconds: number;
  /** Components and the longest chain of the same graph, over typed arrays. */
  readonly floorSeconds: number;
  readonly peakRssMb: number;
  /** The longest block of the event loop from load to the last change, with the commitments of the period. */
  readonly longestBlockMs: number;
  readonly changeMs: number;
};

const issuesStream = {
  connection: connection.key,
  stream: "issues",
  watermark: null,
  rejected: 0,
  token: null,
  failure: null,
};

const itemsSql = upsertSql(workItems, { stamp: { column: "stored_at", value: "now()" } });

const order = AnalyseOrder.parse(JSON.parse(await text(process.stdin)));
process.stdout.write(`${JSON.stringify(await analyse(order))}\n`);

async function analyse({ databaseUrl, items }: AnalyseOrder): Promise<AnalyseLine> {
  const database = openServerDatabase(databaseUrl);
  await migrate(database, await readMigrations());
  const store = storeOn(database);
  await warmUp(store, database);
  const { train, ...known } = await filled(items, { store, database });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const { model, views, evaluation, whole, ...times } = await evaluate(store, train);
  const { made } = await commitmentsOf({ store, views }, train, { model, at: analysedAt, fill: "iterations" });
  await store.saveCommitments(made);
  await store.saveSnapshot(keptRollup(whole), new Date(analysedAt).toISOString().slice(0, 10));
  const changeMs = await changes(known, async (item) => {
    await database.execute(itemsSql, columnLists(workItems, [item]));
    const changedAt = performance.now();
    const { rollup } = await evaluateStored({ store, views }, train, analysedAt);
    if (rollup.verdict.level === "unknown") throw new Error("nothing was judged");
    return performance.now() - changedAt;
  });
  delay.disable();
  const line = {
    edges: evaluation.view.dependencies.length,
    conflicts: evaluation.view.conflicts.length,
    ...times,
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    longestBlockMs: Math.round(delay.max / 1e6),
    changeMs,
    floorSeconds: floorOf(evaluation),
  };
  await store.close();
  return line;
}

/** The first evaluation of a train, with the parts of once a day, and the time that each part took. */
async function evaluate(store: Store, train: Train) {
  const render = renderOf([connectionRecord(connection)]);
  const views = new TrainViews(createPause());
  const startedAt = performance.now();
  const model = await store.loadModel();
  const loadedAt = performance.now();
  const input = { train, model, previous: [], past: null, at: analysedAt };
  const { evaluation, viewedAt } = await views.look(input, function* (view) {
    return { viewedAt: performance.now(), evaluation: yield* evaluateView(view, input) };
  });
  await planTrain({ store, views, connectors: new Set(["acme"]), render }, evaluation);
  const endedAt = performance.now();
  const forecast = await dayForecast(evaluation, input, views);
  const forecastAt = performance.now();
  const delivered = await withDelivery(
    { store, views },
    { ...evaluation, ...(forecast === undefined ? {} : { forecast }) },
  );
  const deliveredAt = performance.now();
  const whole = await withHints({ store, views }, delivered);
  const hintedAt = performance.now();
  return {
    model,
    views,
    evaluation,
    whole,
    loadSeconds: seconds(loadedAt - startedAt),
    rulesSeconds: seconds(viewedAt - loadedAt),
    rollupSeconds: seconds(endedAt - viewedAt),
    forecastSeconds: seconds(forecastAt - endedAt),
    deliverySeconds: seconds(deliveredAt - forecastAt),
    hintSeconds: seconds(hintedAt - deliveredAt),
  };
}

/** Fills the database. @returns what the changes need; the history would count as memory of the service */
async function filled(count: number, into: Filled): Promise<Pick<AnalyseData, "train" | "items" | "sprints">> {
  const data = analyseData(count, 1);
  await fill(data, into);
  const { train, items, sprints } = data;
  return { train, items, sprints };
}

type Filled = { readonly store: Store; readonly database: Database };

/** Empties the database, and writes the items with their history, the links and the sprints into the database, as a pull does. */
async function fill({ train, items, links, sprints, events }: AnalyseData, { store, database }: Filled): Promise<void> {
  await store.reset();
  await store.saveTrains([train], [connectionRecord(connection)]);
  const chunk = 5000;
  const reported = links.map((link) => ({ ...link, reporterId: null }));
  const some = <T>(all: readonly T[], place: number) => all.slice(place, place + chunk);
  await database.execute(
    upsertSql(sprintTable),
    columnLists(
      sprintTable,
      sprints.map((one) => ({ ...one, listed: true })),
    ),
  );
  for (let place = 0; place < items.length; place += chunk) {
    await database.execute(itemsSql, columnLists(workItems, some(items, place)));
  }
  for (let place = 0; place < events.length; place += chunk) {
    await database.transaction((tx) =>
      saveHistory(tx, some(events, place), { isRead: () => false, isFirst: () => true }),
    );
  }
  for (let place = 0; place < reported.length; place += chunk) {
    await database.execute(upsertSql(linkTable), columnLists(linkTable, some(reported, place)));
  }
  await store.saveStream({ ...issuesStream, completedAt: analysedAt });
}

/** Compiles the code on a small train: a service evaluates for months, and starts once. */
async function warmUp(store: Store, database: Database): Promise<void> {
  const data = analyseData(2000, 2);
  await fill(data, { store, database });
  for (let round = 0; round < 5; round += 1) await evaluate(store, data.train);
}

/** Nine items one after the other: started or put back, and moved to another sprint. @returns the median time */
async function changes(
  { items, sprints }: Pick<AnalyseData, "items" | "sprints">,
  change: (item: WorkItem) => Promise<number>,
): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const item = items[Math.floor(items.length * (0.4 + round * 0.03))];
    const sprint = sprints[(round * 37 + 5) % sprints.length];
    if (item === undefined || sprint === undefined) throw new Error("there are no items");
    const status = item.status === "todo" ? "in-progress" : "todo";
    took.push(await change({ ...item, status, sourceStatus: status, sprintIds: [sprint.id] }));
  }
  return Math.round(took.toSorted((a, b) => a - b)[4] ?? 0);
}

function floorOf({ view }: Evaluation): number {
  const places = new Map([...view.items.keys()].map((id, place): [string, number] => [id, place]));
  const ends = view.dependencies.flatMap(({ consumer, provider }) => [places.get(consumer), places.get(provider)]);
  const arrows = Int32Array.from(ends, (place) => place ?? 0);
  graphFloor(view.items.size, arrows);
  const startedAt = performance.now();
  graphFloor(view.items.size, arrows);
  return seconds(performance.now() - startedAt);
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}
