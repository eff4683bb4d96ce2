import { TrainViews } from "../../src/reporting/train-views.ts";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { startAll } from "../../src/cli/consent.ts";
import type { Train } from "../../src/domain/model/train.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import type { SourcePage } from "../../src/ports/connector.ts";
import type { Store } from "../../src/ports/store.ts";
import { Trackers } from "../../src/reporting/publish-trackers.ts";
import { publishPortfolio } from "../../src/reporting/publish-portfolio.ts";
import { publish, type Applied, type Published, type PublishContext } from "../../src/reporting/publish.ts";
import type { Database } from "../../src/store/database.ts";
import { storeOn } from "../../src/store/open.ts";
import { openMemoryDatabase } from "../support/empty-database.ts";
import { emptyTables } from "../support/empty-tables.ts";
import { twoConnections } from "../support/database.ts";
import { aGithubItem, anItem, aPublication, aTrain, jiraId, noon } from "../support/builders.ts";
import { PaperTracker } from "../support/paper-tracker.ts";
import { silentLog } from "../support/silent-log.ts";

/** Those of `usePaperRound`. */
export let store: Store;
let database: Database;

/** A train with one conflict, real books, and a tracker on paper, made anew before each test. Call it outside of tests. */
export function usePaperRound(): void {
  beforeAll(async () => {
    database = await openMemoryDatabase();
    store = storeOn(database);
  });
  beforeEach(() => begin());
  afterAll(() => store.close());
}

export const minute = 60_000;
const target = { system: "jira", connection: "acme", project: "PMO", issueType: "Task" } as const;
export const train = aTrain({ rollupTargets: [target] });

/** `PAY-1`, in progress, waits for GitHub issues that nobody planned. */
const waitingFor = (keys: readonly `acme/api#${number}`[]): SourcePage => ({
  items: [
    {
      item: anItem({ status: "in-progress", sourceStatus: "In Progress" }),
      links: keys.map((key) => ({
        id: `text:${jiraId("1")}:blocked-by:key:github:${key}`,
        origin: "text",
        typeId: null,
        typeName: "Blocked by",
        source: `key:github:${key}`,
        target: jiraId("1"),
      })),
      completeOrigins: ["text"],
      stubs: [],
      history: [],
    },
  ],
  edges: [],
  sprints: [],
  pullRequests: [],
  members: [],
  rejected: [],
  newestAt: noon,
});
const waiting = waitingFor(["acme/api#1"]);

/** The model learns that `PAY-1` waits for these alone. */
export async function learnWaits(keys: Parameters<typeof waitingFor>[0]): Promise<void> {
  await store.savePage("acme", waitingFor(keys), noon);
}

/** The model learns of an item, new or changed; its links stay. */
export async function learn(item: WorkItem): Promise<void> {
  const page = { ...waiting, items: [{ item, links: [], completeOrigins: [], stubs: [], history: [] }] };
  await store.savePage(item.connection, page, noon);
}

export const finished = aGithubItem({ status: "done", sourceStatus: "closed", updatedAt: noon });

/** A rollup that a person took into their own hands: nothing is written into it. */
export const rollupGone = aPublication({
  kind: "rollup",
  marker: "rollup:payments:acme:PMO",
  itemId: null,
  place: "PMO",
  remoteId: "rollup",
  state: "gone",
});

const present = { tracker: new PaperTracker("acme") };
let ids = 0;

/** Both connections are this one. */
export function tracker(): PaperTracker {
  return present.tracker;
}

type Change = Partial<PublishContext> & { readonly train?: Train };

export function run(at = noon, { train: other, ...change }: Change = {}): Promise<Published> {
  return publish(context(at, change), other ?? train, at);
}

/** The portfolio over all trains. */
export function overTrains(at = noon, change: Partial<PublishContext> = {}): Promise<Applied> {
  return publishPortfolio(context(at, change), at);
}

function context(at: number, change: Partial<PublishContext>): PublishContext {
  const { sink } = present.tracker;
  return {
    store,
    connectors: new Set(["acme", "hub"]),
    sink: () => sink,
    render: (_connection, ...rest) => sink.render(...rest),
    clock: () => at,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    runId: "run",
    log: silentLog,
    progress: () => undefined,
    trace: () => undefined,
    views: new TrainViews(() => null),
    trackers: new Trackers(null),
    signal: new AbortController().signal,
    ...change,
  };
}

/** Everything anew. @param isStarted whether somebody has said yes, to comments on what stands already as well */
export async function begin(isStarted = true): Promise<void> {
  present.tracker = new PaperTracker("acme");
  await emptyTables(database);
  await store.saveTrains([train], twoConnections);
  if (isStarted) await startAll(store, [train], noon);
  await store.savePage("acme", waiting, noon);
  await learn(aGithubItem());
}
