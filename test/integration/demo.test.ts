import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { run } from "../../src/cli/program.ts";
import { trainRuleIds } from "../../src/domain/conflicts/conflict.ts";
import { makeHome } from "../support/empty-database.ts";
import { liveIn, useFolder } from "../support/home.ts";
import { at, isObject, listAt, objectsAt, textAt } from "../support/json.ts";
import { CollectingTerminal, jsonOf, signalbox, type CommandResult } from "../support/terminal.ts";

const instant = "2026-11-24T12:00:00Z";
const asked = ["--json", "--at", instant, "--port", "0"];
const inFolder = useFolder();

/** One demo that ends by itself, and one that stays. Both of the same seed and instant, in databases of their own. */
let once: CommandResult;
let stored: string;
const kept = new CollectingTerminal();
let keptCode: Promise<number>;

beforeAll(async () => {
  stored = await inFolder("once");
  liveIn(stored);
  once = await signalbox("demo", "--once", ...asked);
  const home = await inFolder("kept");
  // The first demo has created a database: the engine takes three seconds for that.
  await makeHome(home);
  liveIn(home);
  keptCode = run(["demo", ...asked], kept);
  await Promise.race([kept.until("Press Ctrl-C to end."), keptCode]);
});

afterAll(async () => {
  process.emit("SIGINT");
  expect(await keptCode, kept.stderr).toBe(0);
});

describe("demo --once --json", () => {
  test("ends well and prints one JSON object of the documented shape, and nothing else", () => {
    const number: unknown = expect.any(Number);
    expect(once.code, once.stderr).toBe(0);
    expect(jsonOf(once)).toStrictEqual({
      at: "2026-11-24T12:00:00.000Z",
      trains: [
        {
          key: "payments",
          verdict: "off-track",
          items: number,
          features: number,
          dependencies: number,
          crossTracker: number,
          conflicts: { conflict: number, risk: number, info: number },
          published: { created: number, updated: 0, resolved: 0, unchanged: 0 },
          notes: [],
        },
        {
          key: "accounts",
          verdict: "off-track",
          items: number,
          features: 1,
          dependencies: 2,
          crossTracker: 1,
          conflicts: { conflict: 1, risk: 1, info: 0 },
          published: { created: 2, updated: 0, resolved: 0, unchanged: 0 },
          notes: [],
        },
      ],
      again: { created: 0, updated: 0, resolved: 0 },
      requests: { jira: number, github: number },
      seconds: number,
    });
  });

  test("the train is of a believable size, across both trackers, and something was written", () => {
    const train = at(jsonOf(once), "trains", 0);
    expect(at(train, "items")).toBeGreaterThan(380);
    expect(at(train, "features")).toBeGreaterThan(20);
    expect(at(train, "dependencies")).toBeGreaterThan(100);
    expect(at(train, "crossTracker")).toBeGreaterThan(20);
    expect(at(train, "published", "created")).toBeGreaterThan(10);
    expect(at(jsonOf(once), "requests", "jira")).toBeGreaterThan(0);
    expect(at(jsonOf(once), "requests", "github")).toBeGreaterThan(0);
  });

  test("a second demo with the same instant says the same, down to the number of requests", () => {
    expect(withoutSeconds(jsonOf(kept))).toBe(withoutSeconds(jsonOf(once)));
  });
});

/** As bytes: equal members in another order would be another text. */
function withoutSeconds(result: unknown): string {
  if (!isObject(result)) throw new TypeError("no demo result");
  return JSON.stringify({ ...result, seconds: null });
}

describe("a demo that stays", () => {
  const addressOf = (label: string) => {
    return [...kept.stderr.matchAll(new RegExp(`^ *${label}: +(http\\S+)$`, "gm"))].map(([, url]) => url ?? "");
  };
  const page = async (url: string) => {
    const response = await fetch(url);
    return { status: response.status, text: await response.text() };
  };

  test("gives the address of a front page", async () => {
    const [url = ""] = addressOf("Everything");
    expect(await page(url)).toMatchObject({ status: 200, text: expect.stringContaining("<h1") });
  });

  test("gives the address of each rollup, as its readers see it", async () => {
    const urls = addressOf("Rollup issue");
    expect(urls.map((url) => new URL(url).pathname).toSorted()).toEqual([
      expect.stringMatching(/^\/github\/acme\/trains\/issues\/\d+$/),
      expect.stringMatching(/^\/jira\/acme\/browse\/PMO-\d+$/),
      expect.stringMatching(/^\/jira\/acme\/browse\/PMO-\d+$/),
    ]);
    for (const url of urls) {
      expect(await page(url)).toMatchObject({ status: 200, text: expect.stringContaining("Off track:") });
    }
  });

  test("gives the address of an item in conflict, with the comment below it", async () => {
    const [url = ""] = addressOf("An item in conflict");
    expect(await page(url)).toMatchObject({ status: 200, text: expect.stringContaining("What to do") });
  });

  test("answers commands that only look at its database, and refuses the others", async () => {
    const { code, stdout } = await inDataOf("kept", "conflicts", "payments");
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d+ conflicts, \d+ risks, \d+ for information\.\n$/u);
    const refused = await inDataOf("kept", "migrate");
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/`signalbox demo` is running on this database \(process \d+\)\.\n {2}End the demo/);
  });
});

async function inDataOf(name: string, ...argv: readonly string[]): Promise<CommandResult> {
  liveIn(await inFolder(name));
  return signalbox(...argv);
}

describe("what a demo leaves", () => {
  beforeEach(() => liveIn(stored));

  test("conflicts of each rule that it can show", async () => {
    const rows = objectsAt(
      { rows: jsonOf(await signalbox("conflicts", "payments", "--json", "--at", instant)) },
      "rows",
    );
    const found = rows.flatMap((row) => [textAt(row, "rule"), ...listAt(row, "alsoFires")]);
    // Work beyond its feature's end has no row: the rollup's list of features shows it.
    expect(new Set(found)).toEqual(new Set(trainRuleIds.filter((rule) => rule !== "parent-span")));
  });

  test("a rollup that shows what has no row of a conflict: a feature whose work leaves its end, a sprint off the calendar", async () => {
    const { stdout } = await signalbox("report", "payments", "--at", instant);
    expect(stdout).toMatch(
      /“Settlement report that merchants understand”: .*; \d+ planned after its own end on 3 Jan 2027 \(/u,
    );
    expect(stdout).toMatch(/Likely open at the end of their sprint: /u);
    expect(stdout).toMatch(/Mobile App: the sprint “Ibis” .* reaches out of it\./u);
  });

  test("every conflict says who needs what, with both plans, a fix and who acts", async () => {
    const rows = objectsAt(
      { rows: jsonOf(await signalbox("conflicts", "payments", "--json", "--at", instant)) },
      "rows",
    );
    const end = expect.objectContaining({ key: expect.any(String), title: expect.any(String), url: expect.anything() });
    const withoutEnds = new Set<unknown>(["unreadable-provider", "over-capacity"]);
    for (const row of rows.filter(({ rule }) => !withoutEnds.has(rule))) {
      expect(row).toMatchObject({ consumer: end, provider: end, fix: expect.stringMatching(/\S/) });
      expect(at(row, "evidence", "consumer")).toMatchObject({ status: expect.any(String) });
      expect(listAt(row, "actors"), textAt(row, "rule") ?? "").toContainEqual(expect.any(String));
    }
  });

  test("nothing left to write", async () => {
    const created = objectsAt(jsonOf(once), "trains").map((train) => Number(at(train, "published", "created")));
    const { code, stdout } = await signalbox("plan", "--json", "--at", instant);
    expect({ code, plan: JSON.parse(stdout) }).toEqual({
      code: 0,
      plan: { writes: [], unchanged: created.reduce((sum, one) => sum + one, 0), waiting: [], notes: [] },
    });
  });
});
