import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TrainView } from "../../src/domain/model/train-plan.ts";
import { openStore } from "../../src/store/open.ts";
import { startTestServer, type TestServer } from "../support/database.ts";
import { liveOn } from "../support/home.ts";
import { at, isObject, objectsAt } from "../support/json.ts";
import { readQuarter, type Quarter } from "../support/raw-quarter.ts";
import { adfProblems } from "../support/request-watch.ts";
import { jsonOf, signalbox } from "../support/terminal.ts";
import { viewTrain } from "../support/look-once.ts";

const trains = "../shared/data/trains";
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Counted by hand in the raw records: lines, and items by the team of their latest sprint. */
const counted = [
  {
    name: "titanium-2014Q2",
    records: 286,
    teams: { alloy: 56, sdk: 145, tooling: 69 },
    dependencies: 22,
  },
  {
    name: "titanium-2015Q1",
    records: 309,
    teams: { api: 5, documentation: 1, sdk: 140, tooling: 63, windows: 91 },
    dependencies: 16,
  },
];

/** Everything a run says, byte for byte but for the time it took. */
type Said = Readonly<Record<"demo" | "conflicts" | "md" | "adf" | "json", string>>;

for (const { name, records, teams, dependencies } of counted) {
  const folder = `${trains}/${name}`;

  describe.skipIf(!existsSync(folder))(`${name} (skipped where ${trains} is absent)`, () => {
    let quarter: Quarter;
    let view: TrainView;
    let first: Said;
    let second: Said;

    beforeAll(async () => {
      const home = await server.createDatabase();
      const instant = /evaluate it at (\S+)/.exec(readFileSync(`${folder}/signalbox.yaml`, "utf8"))?.[1] ?? "";
      const command = ["demo", "--once", "--json", "--data", folder, "--at", instant];
      liveOn(home);
      quarter = readQuarter(folder);
      first = await say([...command, "--port", "0"], instant);
      const stored = await readStored(home, Date.parse(instant));
      view = stored.view;
      // Addresses stand in the reports: the same port again gives the same bytes.
      second = await say([...command, "--port", stored.port], instant);
    });

    test("every record is in the model, and none else", () => {
      const present = [...view.items.values()].filter(({ item }) => item.presence === "present");
      expect(present.map(({ item }) => item.key).toSorted()).toEqual(quarter.keys.toSorted());
      expect(present).toHaveLength(records);
      expect(at(JSON.parse(first.demo), "trains", 0, "items")).toBe(records);
    });

    test("every item has its team", () => {
      const owned = [...view.items.values()].flatMap(({ item, team }) => (team === null ? [] : [[item.key, team.key]]));
      expect(Object.fromEntries(owned)).toEqual(Object.fromEntries(quarter.teams));
      const sizes = objectsAt(JSON.parse(first.json), "teams").map((team) => {
        return [team["team"], Number(at(team, "total", "items")) + Number(at(team, "total", "cancelled"))];
      });
      expect(Object.fromEntries(sizes)).toEqual(quarter.counted);
      const all = [...Map.groupBy(quarter.teams.values(), (team) => team)].map(([team, keys]) => [team, keys.length]);
      expect(Object.fromEntries(all)).toEqual(teams);
    });

    test("every item has its iteration", () => {
      // Epics are planned by their parts, and sub-tasks by their parent: what that comes to is not for the raw records.
      const own = [...view.items.values()].filter(({ through }) => through === null);
      const placed = own.flatMap(({ item, iteration }) => {
        return item.presence === "present" && iteration !== null ? [[item.key, iteration.key]] : [];
      });
      const keys = new Set(own.map(({ item }) => item.key));
      const told = [...quarter.iterations].filter(([key]) => keys.has(key));
      expect(Object.fromEntries(placed)).toEqual(Object.fromEntries(told));
      expect(told.length).toBeGreaterThan(200);
    });

    test("every dependency points the right way, Depends the other way round than Blocks", () => {
      const keyOf = (id: string) => [...view.items.values()].find(({ item }) => item.id === id)?.item.key;
      const read = view.dependencies.map(({ consumer, provider }) => `${keyOf(consumer)} waits for ${keyOf(provider)}`);
      expect(read.toSorted()).toEqual(quarter.dependencies.toSorted());
      expect(read).toHaveLength(dependencies);
      expect(at(JSON.parse(first.demo), "trains", 0, "dependencies")).toBe(dependencies);
    });

    test("conflicts are reported and written, once", () => {
      const demo: unknown = JSON.parse(first.demo);
      expect(objectsAt({ rows: JSON.parse(first.conflicts) }, "rows").length).toBeGreaterThan(0);
      expect(at(demo, "trains", 0, "verdict")).toBe("off-track");
      expect(at(demo, "trains", 0, "published", "created")).toBeGreaterThan(1);
      expect(at(demo, "again")).toEqual({ created: 0, updated: 0, resolved: 0 });
    });

    test.each(["demo", "conflicts", "md", "adf", "json"] as const)("a second run says the same bytes: %s", (form) => {
      expect(second[form]).toBe(first[form]);
    });

    test("the rollup is valid ADF", () => {
      expect(adfProblems(JSON.parse(first.adf))).toEqual([]);
    });
  });
}

async function say(demo: readonly string[], instant: string): Promise<Said> {
  const result = await signalbox(...demo);
  expect(result.code, result.stderr).toBe(0);
  const told = jsonOf(result);
  const report = async (form: string) => {
    return (await signalbox("report", "titanium", "--as", form, "--at", instant)).stdout;
  };
  return {
    demo: JSON.stringify(isObject(told) ? { ...told, seconds: null } : told),
    conflicts: (await signalbox("conflicts", "titanium", "--json", "--at", instant)).stdout,
    md: await report("md"),
    adf: await report("adf"),
    json: await report("json"),
  };
}

async function readStored(databaseUrl: string, instant: number) {
  const store = await openStore({ databaseUrl, dataDir: "" });
  try {
    const [train] = await store.trains();
    const [connection] = await store.connections();
    if (train === undefined || connection === undefined) throw new Error("the demo stored no train");
    return { view: viewTrain(await store.loadModel(), train, instant), port: new URL(connection.site).port };
  } finally {
    await store.close();
  }
}
