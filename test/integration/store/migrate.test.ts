import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appliedMigrations, ensureCurrent, migrate } from "../../../src/store/migrate.ts";
import { readMigrations, type Migration } from "../../../src/store/migrations.ts";
import { embeddedDatabase } from "../../../src/store/embedded-database.ts";
import { storeOn } from "../../../src/store/open.ts";
import { openServerDatabase } from "../../../src/store/server-database.ts";
import type { Database } from "../../../src/store/database.ts";
import { startTestServer, type TestServer } from "../../support/database.ts";
import { openBareMemory } from "../../support/empty-database.ts";

const add = (name: string, script: string, isBreaking = false): Migration => {
  return { name, script, checksum: `sum of ${script}`.slice(0, 64), isBreaking };
};
const first = add("20990101000000_first", "create table a (id int); create table b (id int);");
const second = add("20990102000000_second", "alter table a add column name text;");
const broken = add("20990103000000_broken", "create table c (id int); select * from nowhere;");

/** Each test has databases of its own, of the engine. */
const openers = {
  pglite: async () => embeddedDatabase(await openBareMemory(), null),
  postgres: async (server: TestServer) => openServerDatabase(await server.createDatabase()),
};

describe.each(["pglite", "postgres"] as const)("migrations in %s", (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    if (engine === "postgres") server = await startTestServer();
  });
  afterAll(() => server?.stop());

  const withDatabase = async (work: (database: Database) => Promise<void>) => {
    const database = await openers[engine](server);
    try {
      await work(database);
    } finally {
      await database.close();
    }
  };
  const names = async (database: Database) => (await appliedMigrations(database)).map(({ name }) => name);

  it("are applied once, in order, what is new later", () =>
    withDatabase(async (database) => {
      expect(await migrate(database, [first])).toEqual([first.name]);
      expect(await migrate(database, [first, second])).toEqual([first.name, second.name]);
      expect(await migrate(database, [first, second])).toEqual([first.name, second.name]);
      expect(await names(database)).toEqual([first.name, second.name]);
    }));

  it("bring a database of the first version up to this one, with what it holds", () =>
    withDatabase(async (database) => {
      const [released, ...later] = await readMigrations();
      if (released === undefined) throw new Error("there is no migration");
      await migrate(database, [released]);
      await database.execute(
        `insert into delivery (connection, delivery_id, event, body, received_at) values ('acme', 'a', 'x', '{}', now());
         insert into stream (connection, name, rejected) values ('acme', 'issues', 1)`,
      );
      await migrate(database, [released, ...later]);
      const kept = await database.query("select state, reason, (select token from stream) as token from delivery");
      expect(kept).toEqual([{ state: "received", reason: null, token: null }]);
    }));

  it("take a train that was written for as started, and what it said of comments along", () =>
    withDatabase(async (database) => {
      const all = await readMigrations();
      await migrate(
        database,
        all.slice(
          0,
          all.findIndex(({ name }) => name.endsWith("_consent")),
        ),
      );
      const train = (key: string, comments: string) =>
        `('${key}', '${key}', 'UTC', 1, '{"key":"${key}","comments":{${comments}"newPerRun":20}}')`;
      await database.execute(
        `insert into publication (marker, train, kind, connection, place, state, resolved, created_at)
         values ('a', 'written', 'rollup', 'acme', 'PMO', 'standing', false, now()),
           ('b', 'written', 'comment', 'acme', 'PAY-1', 'standing', false, now());
         insert into train (key, name, time_zone, position, definition) values
           ${train("written", '"enabled":true,')}, ${train("quiet", '"enabled":false,')}`,
      );
      await migrate(database, all);
      const store = storeOn(database);
      expect(await store.consent("written")).toMatchObject({ state: "started", withStanding: true });
      expect(await store.consent("quiet")).toEqual({ state: "proposed" });
      const trains = (await store.trains()).map(({ key, comments }) => [key, comments]);
      expect(Object.fromEntries(trains)).toEqual({
        written: { mode: "on", newPerRun: 20 },
        quiet: { mode: "off", newPerRun: 20 },
      });
    }));

  it("give each snapshot its day in the train's time zone, and keep the last of two of one day", () =>
    withDatabase(async (database) => {
      const migrations = await readMigrations();
      const place = migrations.findIndex(({ name }) => name.endsWith("_history_shape"));
      await migrate(database, migrations.slice(0, place));
      const train = (key: string, zone: string) => `('${key}', '${key}', '${zone}', 0, '{}')`;
      const trains = [train("east", "Asia/Tokyo"), train("west", "America/Lima"), train("odd", "+09:00")];
      await database.execute(
        `insert into train (key, name, time_zone, position, definition) values ${trains.join(", ")}`,
      );
      const instants = [
        "2026-11-23T14:00Z",
        "2026-11-23T16:00Z",
        "2026-11-24T14:00Z",
        "2026-11-25T15:00Z",
        "2026-11-26T02:00Z",
      ];
      for (const key of ["east", "west", "odd", "left"]) {
        const rows = instants.map(
          (at) => `('${key}', '1', timestamptz '${at}' at time zone 'UTC', '${at}', '{"at": "${at}"}')`,
        );
        const last = "on conflict (train, increment, day) do update set at = excluded.at, rollup = excluded.rollup";
        for (const row of rows)
          await database.execute(`insert into snapshot (train, increment, day, at, rollup) values ${row} ${last}`);
      }
      await migrate(database, migrations);
      const days = async (key: string) =>
        (
          await database.query<{ kept: string }>(
            "select day::text || ' ' || (rollup ->> 'at') as kept from snapshot where train = $1 order by day",
            [key],
          )
        ).map(({ kept }) => kept);
      const byUtc = [
        "2026-11-23 2026-11-23T16:00Z",
        "2026-11-24 2026-11-24T14:00Z",
        "2026-11-25 2026-11-25T15:00Z",
        "2026-11-26 2026-11-26T02:00Z",
      ];
      expect(await days("east")).toEqual(["2026-11-24 2026-11-24T14:00Z", "2026-11-26 2026-11-26T02:00Z"]);
      expect(await days("west")).toEqual([...byUtc.slice(0, 2), "2026-11-25 2026-11-26T02:00Z"]);
      expect(await days("odd")).toEqual(byUtc);
      expect(await days("left")).toEqual(byUtc);
      await expect(database.execute("insert into snapshot select * from snapshot limit 1")).rejects.toThrow(
        /duplicate|unique/u,
      );
    }));

  it("leave nothing half when one fails", () =>
    withDatabase(async (database) => {
      await migrate(database, [first]);
      await expect(migrate(database, [first, second, broken])).rejects.toThrow("nowhere");
      expect(await names(database)).toEqual([first.name, second.name]);
      expect(await database.query("select to_regclass('c') as c")).toEqual([{ c: null }]);
      expect(await migrate(database, [first, second])).toHaveLength(2);
    }));

  it("use what earlier ones made, also on an older database that gets both at once", () =>
    withDatabase(async (database) => {
      const kinds = add("20990101000000_kinds", "create type kind as enum ('a'); create table one (kind kind);");
      const more = add("20990102000000_more", "alter type kind add value 'b';");
      const used = add("20990103000000_used", "insert into one values ('b');");
      // In the transaction that makes the type its new values could be used at once.
      await migrate(database, [kinds]);
      await migrate(database, [kinds, more, used]);
      expect(await database.query("select kind from one")).toEqual([{ kind: "b" }]);
    }));

  it("that are breaking make a process of an earlier version stop, by name; others let it go on", () =>
    withDatabase(async (database) => {
      await migrate(database, [first]);
      await migrate(database, [first, second]);
      await expect(ensureCurrent(database, [first])).resolves.toBeUndefined();
      const taken = add("20990103000000_taken", "drop table b;", true);
      await migrate(database, [first, second, taken]);
      await expect(ensureCurrent(database, [first])).rejects.toMatchObject({
        code: "guard",
        message: expect.stringContaining(taken.name) as string,
        verdict: { kind: "stop" },
      });
      await expect(ensureCurrent(database, [first, second, taken])).resolves.toBeUndefined();
    }));

  it("of a newer version are refused by an older one, by name", () =>
    withDatabase(async (database) => {
      await migrate(database, [first, second]);
      await expect(migrate(database, [first])).rejects.toMatchObject({
        name: "Failure",
        code: "guard",
        message: expect.stringContaining(second.name) as string,
        remedy: expect.stringContaining("later") as string,
      });
    }));

  it("that were edited afterwards are refused", () =>
    withDatabase(async (database) => {
      await migrate(database, [first]);
      const edited = add(first.name, "create table z (id int);");
      await expect(migrate(database, [edited])).rejects.toMatchObject({ code: "guard" });
    }));

  it("of the code lead from nothing to a database that works", () =>
    withDatabase(async (database) => {
      const migrations = await readMigrations();
      await migrate(database, migrations);
      expect(await names(database)).toEqual(migrations.map(({ name }) => name));
    }));
});

describe("migrations of two processes at once", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it("are refused by a new database whose encoding lacks characters", async () => {
    const home = await server.createDatabase();
    const admin = openServerDatabase(home);
    await admin.query("create database signalbox_latin encoding 'LATIN1' template template0 locale 'C'");
    const database = openServerDatabase(home.replace(/[^/]+$/u, "signalbox_latin"));
    try {
      await expect(migrate(database, [first])).rejects.toMatchObject({
        code: "database-unavailable",
        message: "The database stores text as LATIN1, which does not hold every character of the trackers.",
        remedy: expect.stringContaining("--encoding UTF8") as string,
      });
      expect(await appliedMigrations(database)).toEqual([]);
    } finally {
      await database.close();
      await admin.query("drop database signalbox_latin");
      await admin.close();
    }
  });

  it("are applied by one of them, the others wait", async () => {
    const url = await server.createDatabase();
    const databases = Array.from({ length: 4 }, () => openServerDatabase(url));
    const migrations = await readMigrations();
    await Promise.all(databases.map((database) => migrate(database, migrations)));
    const [database] = databases;
    const rows = await database?.query("select migration_name from _prisma_migrations");
    expect(rows).toHaveLength(migrations.length);
    await Promise.all(databases.map((one) => one.close()));
  });
});
