import { execFile } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Environment } from "../../config/environment.ts";
import { readEnvironment } from "../../config/settings.ts";
import { openServerDatabase } from "../../src/store/server-database.ts";
import { openStore } from "../../src/store/open.ts";
import { startTestServer, type TestServer } from "../support/database.ts";
import { makeHome } from "../support/empty-database.ts";
import { liveOn, useFolder } from "../support/home.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { smallInstant, writeSmallExport } from "../support/small-train.ts";
import { signalbox } from "../support/terminal.ts";

const inFolder = useFolder();
let server: TestServer;
let demo: readonly string[];

beforeAll(async () => {
  const folder = await inFolder("export");
  await writeSmallExport(folder);
  demo = ["demo", "--once", "--data", folder, "--at", smallInstant, "--port", "0"];
  server = await startTestServer();
});
afterAll(() => server.stop());

const { world } = useSmallWorld("postgres");

describe("the database a demo finds", () => {
  test("with real trackers in it is refused, and left as it is, wherever they listen", async () => {
    // The small world's trackers listen on 127.0.0.1, as a tunnel does.
    const refused = await signalbox(...demo);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(
      /The database of DATABASE_URL holds data of real trackers; a demo would empty it\.\n {2}Leave SIGNALBOX_DATA and DATABASE_URL empty/,
    );
    expect(refused.stderr).not.toContain("postgresql://");
    await world().expectLastGoodModel();
  });

  test("of an earlier demo is emptied, all but what is not Signalbox's", async () => {
    const databaseUrl = await server.createDatabase();
    const database = openServerDatabase(databaseUrl);
    await database.execute("create table guests (name text); insert into guests values ('Mia')");
    liveOn(databaseUrl);
    for (let round = 0; round < 2; round += 1) {
      const { code, stdout, stderr } = await signalbox(...demo);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain("  created in acme: 1 rollup, 1 comment\n");
    }
    expect(await database.query("select name from guests")).toEqual([{ name: "Mia" }]);
    await database.close();
  });
});

describe("a database that held a demo", () => {
  let databaseUrl: string;
  beforeEach(async () => {
    databaseUrl = await server.createDatabase();
    liveOn(databaseUrl);
  });

  test.each(["left", "emptied"])("%s, takes no real trackers", async (state) => {
    expect((await signalbox(...demo)).code).toBe(0);
    if (state === "emptied") {
      const store = await openStore({ databaseUrl, dataDir: "" });
      await store.reset();
      await store.close();
    }
    const before = world().sandbox.requests();
    const file = await world().trainFile();
    for (const argv of [["sync"], ["apply"], ["serve", "--port", "0"]]) {
      const refused = await world().command(...argv, "--config", file);
      expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: "" });
      expect(refused.stderr).toMatch(
        /^signalbox: The database of DATABASE_URL holds, or once held, a demo; .*\n {2}Name another database in DATABASE_URL, or drop this one/,
      );
    }
    expect(world().sandbox.requests()).toEqual(before);
  });
});

describe("a demo and real trackers in one folder, as the README has it", () => {
  const main = resolve("src/main.ts");
  const inDirectory = async (cwd: string, argv: readonly string[], more: Environment = {}) => {
    const { SIGNALBOX_DATA: _data, DATABASE_URL: _url, ...inherited } = readEnvironment(cwd);
    const env = { ...inherited, ...more };
    return promisify(execFile)(process.execPath, [main, ...argv], { cwd, env });
  };

  test("never meet: each has a folder of its own, and both can be looked at", { timeout: 240_000 }, async () => {
    const cwd = await inFolder("checkout");
    await mkdir(cwd);
    await makeHome(join(cwd, ".signalbox-demo"));
    const { stdout: told } = await inDirectory(cwd, demo);
    expect(told).toContain("`SIGNALBOX_DATA=.signalbox-demo npm run signalbox -- report small` prints the rollup");
    expect(await readdir(cwd)).toEqual([".signalbox-demo"]);
    const file = await world().trainFile();
    await makeHome(join(cwd, ".signalbox"));
    for (const command of ["sync", "apply"]) await inDirectory(cwd, [command, "--config", file]);
    expect((await readdir(cwd)).toSorted()).toEqual([".signalbox", ".signalbox-demo"]);
    const real = await inDirectory(cwd, ["connections", "list"]);
    expect(real.stdout).toMatch(
      /^acme \(jira, .*\): 3 items, \d texts? written\nhub \(github, .*\): 1 item, \d texts? written\n$/,
    );
    expect(real.stdout).toContain(new URL(world().proxy.url).host);
    const report = await inDirectory(cwd, ["report", "small"], { SIGNALBOX_DATA: ".signalbox-demo" });
    expect(report.stdout).toContain("# Release train Small");
    const refused = inDirectory(cwd, ["sync", "--config", file], { SIGNALBOX_DATA: ".signalbox-demo" });
    await expect(refused).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /holds, or once held, a demo.*\n {2}Delete the folder \/.*\/\.signalbox-demo, or set/,
      ),
    });
  });
});
