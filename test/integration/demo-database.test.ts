import { beforeAll, describe, expect, test } from "vitest";
import { openEmbeddedDatabase } from "../../src/store/embedded-database.ts";
import { openStore } from "../../src/store/open.ts";
import { liveIn, useFolder } from "../support/home.ts";
import { smallInstant, writeSmallExport } from "../support/small-train.ts";
import { signalbox } from "../support/terminal.ts";

const inFolder = useFolder();
let demo: readonly string[];

beforeAll(async () => {
  const folder = await inFolder("export");
  await writeSmallExport(folder);
  demo = ["demo", "--once", "--data", folder, "--at", smallInstant, "--port", "0"];
});

describe("the database a demo finds", () => {
  test("with a real connection in it is refused, and left as it is", async () => {
    const home = await inFolder("real");
    const connections = [
      { key: "acme", system: "jira", site: "http://127.0.0.1:4400/jira/acme" },
      { key: "acme-jira", system: "jira", site: "https://acme.atlassian.net" },
    ] as const;
    const store = await openStore({ databaseUrl: null, dataDir: home });
    await store.saveTrains([], connections);
    await store.close();
    liveIn(home);
    expect(await signalbox(...demo)).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(
        /the real connection acme-jira \(https:\/\/acme\.atlassian\.net\).*\n {2}Set SIGNALBOX_DATA to another folder/,
      ),
    });
    const after = await openStore({ databaseUrl: null, dataDir: home });
    expect(await after.connections()).toEqual(connections);
    await after.close();
  });

  test("of an earlier demo is emptied, all but what is not Signalbox's", async () => {
    const home = await inFolder("shared");
    const database = await openEmbeddedDatabase(home);
    await database.execute("create table guests (name text); insert into guests values ('Mia')");
    await database.close();
    liveIn(home);
    for (let round = 0; round < 2; round += 1) {
      const { code, stdout, stderr } = await signalbox(...demo);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain("  created in acme: 1 rollup, 1 comment\n");
    }
    const after = await openEmbeddedDatabase(home);
    expect(await after.query("select name from guests")).toEqual([{ name: "Mia" }]);
    await after.close();
  });
});
