import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openServerDatabase } from "../../src/store/server-database.ts";
import { openStore } from "../../src/store/open.ts";
import { startTestServer, type TestServer } from "../support/database.ts";
import { liveOn, useFolder } from "../support/home.ts";
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

describe("the database a demo finds", () => {
  test("with a real connection in it is refused, and left as it is", async () => {
    const databaseUrl = await server.createDatabase();
    const connections = [
      { key: "acme", system: "jira", site: "http://127.0.0.1:4400/jira/acme" },
      { key: "acme-jira", system: "jira", site: "https://acme.atlassian.net" },
    ] as const;
    const store = await openStore({ databaseUrl, dataDir: "" });
    await store.saveTrains([], connections);
    await store.close();
    liveOn(databaseUrl);
    expect(await signalbox(...demo)).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(
        /the real connection acme-jira \(https:\/\/acme\.atlassian\.net\).*\n {2}Set SIGNALBOX_DATA to another folder/,
      ),
    });
    const after = await openStore({ databaseUrl, dataDir: "" });
    expect(await after.connections()).toEqual(connections);
    await after.close();
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
