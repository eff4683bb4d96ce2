import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../src/store/database.ts";
import { migrate } from "../../../src/store/migrate.ts";
import { readMigrations } from "../../../src/store/migrations.ts";
import { storeOn } from "../../../src/store/open.ts";
import { openServerDatabase } from "../../../src/store/server-database.ts";
import { startTestServer, twoConnections, useTestDatabase, type TestServer } from "../../support/database.ts";
import { measured, type MeasuredDatabase, type Reads } from "../../support/statement-reads.ts";
import { additions, last, later, project, type Step } from "./ingest-steps.ts";
import { pageSize, type Numbers } from "./measured-pages.ts";
import { oneTrain, publishing, publishingAdditions } from "./publishing-steps.ts";

const adding: Readonly<Record<string, Step>> = { ...additions, ...publishingAdditions };
const following: Readonly<Record<string, Step>> = { ...later, ...publishing, ...last };

/** Parents by key are looked up in Data Center only. */
const [jira, github] = twoConnections;

/** The next pages of new items, each once. */
function* pages(): Generator<Numbers, never, number> {
  for (let next = 1000, size = pageSize; ;) {
    const numbers = Array.from({ length: size }, (_, place) => next + place);
    next += Math.ceil(size / pageSize) * pageSize;
    size = yield numbers;
  }
}

/** Statements that read a whole table by design: docs/adr/0002-smaller-decisions.md. */
const byDesign = [
  'the model after names changed: select "system" as "system", "connection" as "connection", "kind" as "kind"',
  "another id: update conflict set conflict",
];

async function readsOf(measuring: MeasuredDatabase, numbers: Numbers): Promise<ReadonlyMap<string, Reads>> {
  const store = storeOn(measuring.database);
  const all = new Map<string, Reads>();
  for (const some of [adding, following]) {
    await store.loadModel();
    await store.conflicts(oneTrain);
    for (const [what, work] of Object.entries(some)) {
      for (const [sql, reads] of await measuring.readsOf(() => work(store, numbers))) {
        all.set(`${what}: ${sql.replaceAll(/\s+/gu, " ").trim()}`, reads);
      }
    }
  }
  return all;
}

/** Statements that read more once there are ten times as many items. @param late reads the database anew, if another */
async function grown(early: Database, late: Database, statistics: string): Promise<readonly string[]> {
  const store = storeOn(early);
  await store.saveTrains([], [{ ...jira, dataCenter: true }, github]);
  await store.saveNames({ system: "jira", connection: "acme" }, [project]);
  const coming = pages();
  const next = (size = pageSize) => coming.next(size).value;
  next();
  // A server keeps the plan that it makes at the sixth time: here, of almost empty tables.
  const again = next();
  for (let round = 0; round < 7; round += 1) {
    for (const work of Object.values({ ...adding, ...following })) await work(store, again);
    if (round === 0 && statistics !== "") await early.execute(statistics);
  }
  const add = async (numbers: Numbers) => {
    for (const work of Object.values(adding)) await work(store, numbers);
  };
  await add(next(8 * pageSize));
  const first = await readsOf(measured(early), next());
  await add(next(80 * pageSize));
  const more: string[] = [];
  for (const database of new Set([early, late])) {
    for (const [sql, { rows, blocks }] of await readsOf(measured(database), next())) {
      const then = first.get(sql) ?? { rows: 0, blocks: 0 };
      const isMore = rows > 2 * then.rows + 4 * pageSize || blocks > 3 * then.blocks + 100;
      const isMeant = byDesign.some((begin) => sql.startsWith(begin));
      if (isMore && !isMeant) more.push(`${sql}: ${then.rows} → ${rows} rows, ${then.blocks} → ${blocks} blocks`);
    }
  }
  return more;
}

describe("what statements read in the embedded engine, which never analyses its tables", () => {
  const embedded = useTestDatabase("pglite");

  it("does not grow with the tables", async () => {
    await embedded.database.execute("set track_counts = on");
    expect(await grown(embedded.database, embedded.database, "")).toEqual([]);
  });
});

describe("what statements read in a server", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer("alone");
  });
  afterAll(() => server.stop());

  it.each([
    ["without statistics", ""],
    ["with statistics of almost empty tables", "analyze"],
  ])("does not grow with the tables %s, by old plans and by new ones", async (_, statistics) => {
    await using resources = new AsyncDisposableStack();
    const url = await server.createDatabase();
    const [one, two] = [openServerDatabase(url), openServerDatabase(url)];
    for (const database of [one, two]) resources.defer(() => database.close());
    await migrate(one, await readMigrations());
    // A server of `TEST_DATABASE_URL` may have it on.
    const tables = "select quote_ident(tablename) as name from pg_tables where schemaname = current_schema()";
    for (const { name } of await one.query<{ name: string }>(tables)) {
      await one.execute(`alter table ${name} set (autovacuum_enabled = false)`);
    }
    const more = await grown(one, two, statistics);
    // The server analyses its tables within a minute: until then only the pages of a first sync matter.
    expect(
      more.filter((sql) => statistics === "" || /issues|items|edges|sprint|members/u.test(sql.split(":")[0] ?? "")),
    ).toEqual([]);
  });
});
