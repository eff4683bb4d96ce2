import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, inject } from "vitest";
import { readEnvironment } from "../../config/settings.ts";
import type { Store } from "../../src/ports/store.ts";
import type { ConnectionRecord } from "../../src/ports/train-registry.ts";
import type { Database } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrate.ts";
import { readMigrations } from "../../src/store/migrations.ts";
import { storeOn } from "../../src/store/open.ts";
import { openServerDatabase } from "../../src/store/server-database.ts";
import { openMemoryDatabase } from "./empty-database.ts";
import { emptyTables } from "./empty-tables.ts";
import { startPostgresServer } from "./postgres-server.ts";

/** The store's suites run on both. */
export const engines = ["pglite", "postgres"] as const;
export type Engine = (typeof engines)[number];

/** Condition on rows of `pg_locks`: advisory locks in this database. Other tests have databases on the same server. */
export const advisoryHere =
  "locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";

/** The connections of the builders' items. */
export const twoConnections = [
  { key: "acme", system: "jira", site: "https://acme.example" },
  { key: "hub", system: "github", site: "https://github.com" },
] as const satisfies readonly ConnectionRecord[];

/**
 * A store for the tests of one `describe`, migrated once, and before each test emptied of all but two connections;
 * `database` gives direct access.
 */
export type TestDatabase = { readonly store: Store; readonly database: Database };

/** Call it inside a `describe`; use its result in tests and in later hooks. */
export function useTestDatabase(engine: Engine): TestDatabase {
  let opened: TestDatabase | null = null;
  let cleanUp = async () => {};
  const now = (): TestDatabase => {
    if (opened === null) throw new Error("the database is not open yet: use it in a test, not beside it");
    return opened;
  };
  beforeAll(async () => {
    const server = engine === "postgres" ? await startTestServer() : null;
    const database =
      server === null ? await openMemoryDatabase() : openServerDatabase(await createCurrentDatabase(server));
    const store = storeOn(database);
    opened = { store, database };
    cleanUp = async () => {
      await store.close();
      await server?.stop();
    };
  });
  beforeEach(async () => {
    const { store, database } = now();
    await emptyTables(database);
    await store.saveTrains([], twoConnections);
  });
  afterAll(() => cleanUp());
  return {
    get store() {
      return now().store;
    },
    get database() {
      return now().database;
    },
  };
}

export type TestServer = {
  /** A new database, empty or a copy of the one at an address, which must be unused. @returns its address */
  createDatabase(original?: string): Promise<string>;
  /** Drops its databases, and stops a server of its own. */
  stop(): Promise<void>;
};

/**
 * PostgreSQL at `TEST_DATABASE_URL` (its user must be allowed to create databases), else the integration tests' own, else
 * a server of this test's own.
 * @param use `alone`: not the integration tests' own, where a transaction in any database keeps dead rows in all of them
 */
export async function startTestServer(use: "alone" | "shared" = "shared"): Promise<TestServer> {
  const given = readEnvironment(process.cwd())["TEST_DATABASE_URL"] ?? "";
  const common = use === "shared" ? inject("postgres") : undefined;
  const running = given === "" ? common : given;
  if (running !== undefined) return onServer(running, () => Promise.resolve());
  const server = await startPostgresServer();
  return onServer(server.url("postgres"), () => server.stop());
}

/** A new database with this version's schema. */
export async function createCurrentDatabase(server: TestServer): Promise<string> {
  // It outlives the tests of a file: only the integration tests' own server, which is removed, may keep it.
  if ((readEnvironment(process.cwd())["TEST_DATABASE_URL"] ?? "") !== "" || inject("postgres") === undefined)
    return migrated(server);
  original ??= startTestServer().then(migrated);
  return server.createDatabase(await original);
}

/** Copied for all test files of this process: to copy it takes a quarter of the migrations' time. */
let original: Promise<string> | null = null;

async function migrated(server: TestServer): Promise<string> {
  const url = await server.createDatabase();
  const database = openServerDatabase(url);
  await migrate(database, await readMigrations());
  await database.close();
  return url;
}

function onServer(adminUrl: string, stop: () => Promise<void>): TestServer {
  const made: string[] = [];
  const administer = async (sql: string) => {
    const client = new Client({ connectionString: adminUrl });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  return {
    createDatabase: async (original) => {
      const name = `signalbox_test_${randomUUID().replaceAll("-", "")}`;
      const template = original === undefined ? "" : ` template ${new URL(original).pathname.slice(1)}`;
      await administer(`create database ${name}${template}`);
      made.push(name);
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      return url.href;
    },
    stop: async () => {
      for (const name of made) await administer(`drop database if exists ${name} with (force)`);
      await stop();
    },
  };
}
