import { existsSync } from "node:fs";
import { readdir, readFile, readlink } from "node:fs/promises";
import { inspect } from "node:util";
import { createServer } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "pg";
import { startBoss } from "../../../src/jobs/boss.ts";
import { allOf } from "../../../src/store/database.ts";
import { openStore } from "../../../src/store/open.ts";
import { openServerDatabase } from "../../../src/store/server-database.ts";
import { noon } from "../../support/builders.ts";
import { startTestServer, twoConnections, type TestServer } from "../../support/database.ts";
import { silentLog } from "../../support/silent-log.ts";

const state = {
  connection: "acme",
  stream: "issues",
  watermark: noon + 123,
  completedAt: noon,
  rejected: 0,
  token: null,
  failure: null,
};

const tcpTable = "/proc/self/net/tcp";

/**
 * Of each of this process's connections to a port, when the system asks whether its other end lives, Infinity for never;
 * leaves out those that wait for something else: https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html
 */
async function secondsToKeepAlive(port: number): Promise<readonly number[]> {
  const files = await readdir("/proc/self/fd");
  const own = await Promise.all(files.map((file) => readlink(`/proc/self/fd/${file}`).catch(() => "")));
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const remote = new RegExp(String.raw`:${hex} 01 \S+ (00|02):([0-9A-F]+) \S+ +\d+ +\d+ (\d+) `, "u");
  return (await readFile(tcpTable, "utf8")).split("\n").flatMap((line) => {
    const [, timer, hundredths = "", inode] = remote.exec(line) ?? [];
    if (!own.includes(`socket:[${inode}]`)) return [];
    return timer === "00" ? Infinity : Number.parseInt(hundredths, 16) / 100;
  });
}

describe("PostgreSQL by address", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  const open = (databaseUrl: string) => openStore({ databaseUrl, dataDir: "" });
  const administer = async (url: string, sql: string) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(sql);
    await client.end();
  };

  /** What a caller could log of a failure. */
  const failureOf = async (work: Promise<unknown>) => {
    const error: unknown = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    return { error, words: inspect(error, { depth: 20, showHidden: true }) };
  };

  it("keeps instants whatever the time zone of the server is", async () => {
    const url = await server.createDatabase();
    const name = new URL(url).pathname.slice(1);
    await administer(url, `alter database ${name} set timezone = 'Asia/Kolkata'`);
    const store = await open(url);
    await store.saveTrains([], twoConnections);
    await store.saveStream(state);
    expect(await store.stream("acme", "issues")).toEqual(state);
    expect((await store.loadModel()).streams).toEqual([state]);
    await store.close();
  });

  it.each([
    ["default_transaction_read_only = on", "takes no writes"],
    ["statement_timeout = '1ms'", "statement timeout"],
  ])("with %s is named, as what ended a statement", async (setting, words) => {
    const url = await server.createDatabase();
    await administer(url, `alter database ${new URL(url).pathname.slice(1)} set ${setting}`);
    const { error } = await failureOf(open(url));
    expect(error).toMatchObject({ code: "database-unavailable", message: expect.stringContaining(words) as string });
  });

  it("is asked to notice within half a minute that a machine of ours has died", async () => {
    const database = openServerDatabase(await server.createDatabase());
    const names = ["tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count"];
    const sql = "select array(select current_setting(n)::int from unnest($1::text[]) as n) as seconds";
    const [row] = await database.query<{ seconds: readonly [number, number, number] }>(sql, [names]);
    const [idle = Infinity, interval = Infinity, count = Infinity] = row?.seconds ?? [];
    expect(idle + interval * count).toBeLessThanOrEqual(30);
    await database.close();
  });

  it.runIf(existsSync(tcpTable))("is asked within ten seconds of silence whether its machine lives", async () => {
    const url = await server.createDatabase();
    const database = openServerDatabase(url);
    await database.query("select 1");
    await database.exclusively("a lock", () => Promise.resolve());
    const boss = await startBoss({ database: await database.forJobs(), clock: Date.now, log: silentLog });
    const seconds = await secondsToKeepAlive(Number(new URL(url).port || 5432));
    // Of statements, of locks, and of the queue.
    expect(seconds.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(10);
    await boss.stop(1000);
    await database.close();
  });

  it("keeps the connections of idle locks, whatever limit their user has", async () => {
    const url = await server.createDatabase();
    await administer(url, `alter database ${new URL(url).pathname.slice(1)} set idle_session_timeout = '1min'`);
    const database = openServerDatabase(url);
    expect(await database.query("select current_setting('idle_session_timeout') as limit")).toEqual([{ limit: "0" }]);
    await database.close();
  });

  it("stores pages beside one another, whatever isolation is the default of the server", async () => {
    const url = await server.createDatabase();
    const name = new URL(url).pathname.slice(1);
    await administer(url, `alter database ${name} set default_transaction_isolation = 'serializable'`);
    const database = openServerDatabase(url);
    await database.execute("create table seen (stream int)");
    const [first, second] = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
    const count = (stream: number, counted: typeof first, other: typeof first) =>
      database.transaction(async (tx) => {
        await tx.query("select count(*) from seen");
        counted.resolve(null);
        await other.promise;
        return tx.execute("insert into seen values ($1)", [stream]);
      });
    expect(await Promise.all([count(1, first, second), count(2, second, first)])).toEqual([1, 1]);
    await database.close();
  });

  it("prepares pg-boss's statement, also after it was first sent in a transaction that had failed", async () => {
    const database = openServerDatabase(await server.createDatabase());
    const announce = "select count(*)::int as count from pg_prepared_statements where parameter_types::text = $1";
    const announceAfter = (statement: string) =>
      database.transaction(async (tx) => {
        const [, { rows }] = await allOf([tx.execute(statement), tx.executeSql(announce, ["{text}"])]);
        return rows;
      });
    await expect(announceAfter("select 1 / 0")).rejects.toThrow("division by zero");
    for (let round = 0; round < 3; round += 1) expect(await announceAfter("select 1")).toEqual([{ count: 1 }]);
    await database.close();
  });

  it("that is not there is told with host and port, without the password", async () => {
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const address = probe.address();
    const port = typeof address === "object" ? address?.port : 0;
    probe.close();
    const { error, words } = await failureOf(open(`postgresql://me:s3cr3t-w0rd@127.0.0.1:${port}/signalbox`));
    expect(error).toMatchObject({
      name: "Failure",
      code: "database-unavailable",
      message: expect.stringContaining(`127.0.0.1:${port}/signalbox`) as string,
      verdict: { kind: "retry" },
    });
    expect(words).not.toContain("s3cr3t");
  });

  it("that refuses the login says so, without the password", async () => {
    const url = new URL(await server.createDatabase());
    url.password = "s3cr3t-w0rd";
    const { error, words } = await failureOf(open(url.href));
    expect(error).toMatchObject({ code: "database-unavailable", verdict: { kind: "stop" } });
    expect(words).toContain("refused the login");
    expect(words).not.toContain("s3cr3t");
  });

  it("without the database names it", async () => {
    const url = new URL(await server.createDatabase());
    url.pathname = "/nowhere";
    const { error } = await failureOf(open(url.href));
    expect(error).toMatchObject({
      code: "database-unavailable",
      message: expect.stringContaining("nowhere") as string,
      remedy: expect.stringContaining("createdb") as string,
    });
  });

  it("that hangs up half-way fails the call, by Prisma and by SQL, and serves the next", async () => {
    const url = await server.createDatabase();
    const store = await open(url);
    await store.saveStream(state);
    const [holder, watcher] = [new Client({ connectionString: url }), new Client({ connectionString: url })];
    await Promise.all([holder.connect(), watcher.connect()]);
    await holder.query("begin; lock table stream in access exclusive mode");
    // Both wait for the lock when their connections are taken from them.
    const calls = Promise.allSettled([store.stream("acme", "issues"), store.loadModel()]);
    const waiting = "from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    const countWaiting = async () => (await watcher.query(`select pid ${waiting}`)).rowCount;
    await expect.poll(countWaiting).toBe(2);
    await watcher.query(`select pg_terminate_backend(pid) ${waiting}`);
    const refused = {
      status: "rejected",
      reason: expect.objectContaining({ code: "database-unavailable" }) as unknown,
    };
    expect(await calls).toEqual([refused, refused]);
    await Promise.all([holder.end(), watcher.end()]);
    expect(await store.stream("acme", "issues")).toEqual(state);
    await store.close();
  });
});
