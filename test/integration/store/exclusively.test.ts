import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "pg";
import type { Store } from "../../../src/ports/store.ts";
import { openStore } from "../../../src/store/open.ts";
import { advisoryHere, engines, startTestServer, useTestDatabase, type TestServer } from "../../support/database.ts";

/** Work that begins and ends when told. */
function work() {
  const begun = Promise.withResolvers<AbortSignal>();
  const end = Promise.withResolvers<string>();
  const run = (lost: AbortSignal) => {
    begun.resolve(lost);
    return end.promise;
  };
  return { run, begun: begun.promise, end: end.resolve, fail: end.reject };
}

describe.each(engines)("work that must not run twice, in %s", (engine) => {
  const test = useTestDatabase(engine);
  const idle = async () => "done";

  it("gives its result", async () => {
    expect(await test.store.exclusively("publish a", idle)).toEqual({ taken: false, result: "done" });
  });

  it("is refused while it runs, beside other work, and open again afterwards", async () => {
    const { run, begun, end } = work();
    const running = test.store.exclusively("publish a", run);
    expect((await begun).aborted).toBe(false);
    expect(await test.store.exclusively("publish a", idle)).toEqual({ taken: true });
    expect(await test.store.exclusively("publish b", idle)).toEqual({ taken: false, result: "done" });
    end("late");
    expect(await running).toEqual({ taken: false, result: "late" });
    expect(await test.store.exclusively("publish a", idle)).toEqual({ taken: false, result: "done" });
  });

  it("is refused within itself", async () => {
    const outcome = await test.store.exclusively("a", () => test.store.exclusively("a", idle));
    expect(outcome).toEqual({ taken: false, result: { taken: true } });
  });

  it("is open again when it failed, with its own error", async () => {
    const refused = Object.assign(new Error("the tracker is away"), { code: "ECONNREFUSED" });
    await expect(test.store.exclusively("a", () => Promise.reject(refused))).rejects.toBe(refused);
    expect(await test.store.exclusively("a", idle)).toMatchObject({ taken: false });
  });
});

describe("work of several processes over one PostgreSQL", () => {
  let server: TestServer;
  let url: string;
  let stores: readonly [Store, Store];
  beforeAll(async () => {
    server = await startTestServer();
    url = await server.createDatabase();
    const open = () => openStore({ databaseUrl: url, dataDir: "" });
    stores = [await open(), await open()];
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await server.stop();
  });

  const idle = async () => "done";
  /** Ends connections that hold an advisory lock for themselves, and do nothing. */
  const breakHolders = async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from (
         select distinct pid from pg_locks where ${advisoryHere} and mode = 'ExclusiveLock') held`,
    );
    await client.end();
    return rowCount;
  };

  /** Ends when a process waits for an advisory lock. */
  const someoneWaits = async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    let waiting: number | null = 0;
    while (waiting === 0) {
      ({ rowCount: waiting } = await client.query(`select from pg_locks where ${advisoryHere} and not granted`));
    }
    await client.end();
  };

  it("runs in one of them at a time", async () => {
    const [here, there] = stores;
    const { run, begun, end } = work();
    const running = here.exclusively("publish a", run);
    await begun;
    expect(await there.exclusively("publish a", idle)).toEqual({ taken: true });
    expect(await there.exclusively("publish b", idle)).toMatchObject({ taken: false });
    end("late");
    await running;
    expect(await there.exclusively("publish a", idle)).toEqual({ taken: false, result: "done" });
  });

  it("hears when its right is lost, and can take it again", async () => {
    const [here, there] = stores;
    const [one, other] = [work(), work()];
    const running = [here.exclusively("a", one.run), here.exclusively("b", other.run)];
    const signals = await Promise.all([one.begun, other.begun]);
    const lost = signals.map((signal) => new Promise((resolve) => signal.addEventListener("abort", resolve)));
    expect(await breakHolders()).toBe(1);
    await Promise.all(lost);
    expect(await there.exclusively("a", idle)).toMatchObject({ taken: false });
    // Here it did not end yet.
    expect(await here.exclusively("a", idle)).toEqual({ taken: true });
    one.end("late");
    other.fail(new Error("stopped writing"));
    const outcomes = await Promise.allSettled(running);
    expect(outcomes).toMatchObject([
      { status: "fulfilled", value: { taken: false, result: "late" } },
      { status: "rejected", reason: { message: "stopped writing" } },
    ]);
    expect(await here.exclusively("a", idle)).toMatchObject({ taken: false });
  });

  it("has the database alone only while no other process has claimed it or works", async () => {
    const databaseUrl = await server.createDatabase();
    const open = () => openStore({ databaseUrl, dataDir: "" });
    const [store, claiming, working, reading] = [await open(), await open(), await open(), await open()];
    await reading.connections();
    expect(await store.alone(idle)).toEqual({ taken: false, result: "done" });
    await store.claim("real");
    expect(await store.alone(idle)).toMatchObject({ taken: false });
    await claiming.claim("real");
    expect(await store.alone(idle)).toEqual({ taken: true });
    await claiming.close();
    await working.exclusively("a", idle);
    expect(await store.alone(idle)).toEqual({ taken: true });
    await working.close();
    expect(await store.alone(idle)).toMatchObject({ taken: false });
    for (const one of [store, reading]) await one.close();
  });

  it("is waited for by a process that comes while another has the database alone", async () => {
    const [here] = stores;
    const { run, begun, end } = work();
    const order: string[] = [];
    await stores[1].close();
    stores = [here, await openStore({ databaseUrl: url, dataDir: "" })];
    const running = here.alone(async () => {
      await run(new AbortController().signal);
      order.push("alone");
    });
    await begun;
    const claimed = stores[1].claim("real").then(() => order.push("claimed"));
    await someoneWaits();
    end("late");
    await Promise.all([running, claimed]);
    expect(order).toEqual(["alone", "claimed"]);
  });

  it("hears it when the store is closed", async () => {
    const store = await openStore({ databaseUrl: url, dataDir: "" });
    const { run, begun, end } = work();
    const running = store.exclusively("a", run);
    const lost = await begun;
    await store.close();
    expect(lost.aborted).toBe(true);
    end("late");
    expect(await running).toMatchObject({ taken: false });
  });

  it("is not begun where the database is away", async () => {
    const gone = new URL(await server.createDatabase());
    const elsewhere = await openStore({ databaseUrl: gone.href, dataDir: "" });
    const admin = new Client({ connectionString: url });
    await admin.connect();
    await admin.query(`drop database ${gone.pathname.slice(1)} with (force)`);
    await admin.end();
    const begun: string[] = [];
    const attempt = elsewhere.exclusively("a", async () => void begun.push("a"));
    await expect(attempt).rejects.toMatchObject({ name: "Failure", code: "database-unavailable" });
    await expect(elsewhere.exclusively("a", async () => {})).rejects.toMatchObject({ code: "database-unavailable" });
    expect(begun).toEqual([]);
    await elsewhere.close();
  });
});
