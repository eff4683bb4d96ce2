import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { generateBulk } from "../../bench/generate.ts";
import { startLiveTrackers } from "../../bench/live-trackers.ts";
import { differences } from "../../bench/simulate/compare.ts";
import type { ComparisonContext } from "../../bench/simulate/compared.ts";
import { People } from "../../bench/simulate/people.ts";
import { openStores } from "../../bench/simulate/stores.ts";
import { Watcher } from "../../bench/simulate/watcher.ts";
import { siteOf } from "../../bench/simulate/world.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { realRuntime } from "../../src/cli/wiring.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { migrate } from "../../src/store/migrate.ts";
import { readMigrations } from "../../src/store/migrations.ts";
import { storeOn } from "../../src/store/open.ts";
import { openServerDatabase } from "../../src/store/server-database.ts";
import { startFailoverProxy } from "./failover-proxy.ts";
import { bareEnvironment } from "./home.ts";
import { LostAnswer } from "./lost-answer.ts";
import { ServicePair } from "./service-pair.ts";

/** The shortest intervals of `serve`: a test waits for changes that no webhook reported. */
const rhythm = "serve: { poll: 10s, structure: 15s, whole: 20s, recompute: 10s }\n";

export type LiveWorld = Awaited<ReturnType<typeof startLiveWorld>>;

/** Trackers with people, two processes of a service on one database, and a proxy in front of them. */
export async function startLiveWorld(databaseUrl: string, resources: AsyncDisposableStack) {
  const lostAnswer = new LostAnswer();
  const data = generateBulk({ items: 36, seed: 11, now: Date.now() });
  const { faults, onUnanswered } = lostAnswer;
  const trackers = await startLiveTrackers(resources, { data, faults, onUnanswered });
  const { sandbox, env } = trackers;
  const trainFile = `${trackers.trainFile}${rhythm}`;
  const { connections, trains } = parseTrainFile(trainFile, { file: "live", env });

  const folder = await mkdtemp(join(tmpdir(), "signalbox-live-"));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const logFile = join(folder, "log");
  const log = await open(logFile, "a");
  resources.defer(() => log.close());

  const database = openServerDatabase(databaseUrl);
  await migrate(database, await readMigrations());
  const store = storeOn(database);
  resources.defer(() => store.close());
  const { clean } = await openStores(resources);

  const watcher = new Watcher(sandbox);
  const people = new People(sandbox);
  const write = { next: Promise.withResolvers<void>(), seen: 0 };
  const look = () => {
    if (watcher.writes === write.seen) return;
    watcher.look();
    write.seen = watcher.writes;
    write.next.resolve();
    write.next = Promise.withResolvers<void>();
  };
  siteOf(sandbox).onRequest(look);
  sandbox.github.onRequest(look);

  const services = new ServicePair(
    { trainFile, env: { ...env, ...bareEnvironment() }, databaseUrl, log: log.fd },
    resources,
  );
  await services.up();
  const proxy = await startFailoverProxy(() => services.urls);
  resources.defer(() => proxy.close());
  siteOf(sandbox).hooks.register({ url: `${proxy.url}/webhooks/acme` });
  for (const repository of ["acme/api", "acme/web", "acme/trains"]) {
    sandbox.github.hooks.register({ repository, url: `${proxy.url}/webhooks/acme-github` });
  }

  const { clock, wait, timeLimit } = realRuntime({ info: () => {}, warn: () => {}, error: () => {} });
  const scenery: ComparisonContext = { sandbox, connections, trains, time: { clock, wait, timeLimit } };
  const publications = async (): Promise<readonly PublicationRecord[]> =>
    (await Promise.all(trains.map(({ key }) => store.publications(key)))).flat();

  return {
    trackers,
    lostAnswer,
    watcher,
    people,
    services,
    proxy,
    store,
    publications,
    /**
     * Resolves at Signalbox's next write, when the tracker has stored it and the writer may not know; or after a time
     * limit.
     */
    nextWrite: (atMost: number) => Promise.race([write.next.promise, setTimeout(atMost)]),
    /** Everything that a dead process sent has arrived. */
    arrived: async () => {
      for (let round = 1; round <= 3; round += 1) await (await fetch(sandbox.url)).text();
    },
    /** Unfinished or wrongly finished work. */
    unfinished: async () => {
      const states = await Promise.all(
        (["received", "failed"] as const).map((state) => store.inbox.list({ state, limit: 100 })),
      );
      const undone = states.flat().map(({ event, state, reason }) => `${event} ${state} ${reason ?? ""}`);
      // A clean run costs as much as a second of the service.
      return undone.length > 0 ? undone : differences(scenery, { store, clean, deleted: people.deleted });
    },
    /** Accepted deliveries that are not in the inbox. */
    lost: async () => {
      const known = await store.inbox.list({ limit: 100_000 });
      const ids = new Set(known.map(({ deliveryId }) => deliveryId));
      return [...proxy.accepted].filter((id) => !ids.has(id));
    },
    /** Jobs by state since an instant; a process holds the `active` ones. */
    jobs: (state: "active" | "completed", kind: string, since: number) =>
      database.query<{ readonly name: string }>(
        "select name from pgboss.job where state::text = $1 and name like $2 and started_on > to_timestamp($3::float8 / 1000)",
        [state, kind, since],
      ),
    /** Makes the jobs due that wait for their time, as if it had come. */
    hasten: () =>
      database.execute(
        "update pgboss.job set start_after = now() where state::text in ('created', 'retry') and start_after > now()",
        [],
      ),
    /** Signalbox's bugs in the processes' logs. */
    bugs: async () =>
      (await readFile(logFile, "utf8"))
        .split("\n")
        .filter((line) => line.includes('"level":50') || line.includes('"level":"error"')),
  };
}
