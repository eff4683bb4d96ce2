import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { generateDemo } from "../../sandbox/demo-data/generate.ts";
import type { FaultSource } from "../../sandbox/faults/fault.ts";
import type { Connection } from "../../src/ports/connection.ts";
import { at, listAt } from "../support/json.ts";
import { makeHome } from "../support/empty-database.ts";
import { startInitWorld, type InitWorld } from "../support/init-world.ts";
import { smallInstant, writeSmallExport } from "../support/small-train.ts";
import { signalbox } from "../support/terminal.ts";

const now = Date.parse("2026-11-25T10:00:00Z");
const demo = generateDemo({ seed: 1, now });

function trainIn({ file }: InitWorld) {
  const text = file();
  const env = { JIRA_EMAIL: "a", JIRA_TOKEN: "t", GITHUB_TOKEN: "t" };
  const { trains, connections } = parseTrainFile(text, { file: "signalbox.yaml", env });
  if (trains[0] === undefined) throw new Error("no train");
  return { train: trains[0], connections };
}

const onlyJira = { has: ({ system }: Connection) => system === "jira" };

describe("on the demo's trackers", () => {
  test("init --yes writes a train file with all seven teams and both increments, and shows the first findings", async () => {
    const world = await startInitWorld(demo);
    const { code, stdout, stderr } = await world.init("--yes");
    expect(code, stderr).toBe(0);
    const { train, connections } = trainIn(world);
    const provided = world.connections.map((one) => (one.system === "github" ? { ...one, key: "acme-github" } : one));
    const own = parseTrainFile(demo.trainFile, { file: "demo", env: {}, provided }).trains[0];
    // One team's past has increments of its own.
    expect(train.increments.slice(-2).map(({ key, startsAt, endsAt }) => [key, startsAt, endsAt])).toEqual(
      own?.increments.map(({ key, startsAt, endsAt }) => [key, startsAt, endsAt]),
    );
    const homes = train.teams.map(({ from }) => (from.system === "jira" ? from.projects : from.repos).join(" "));
    expect(homes.toSorted()).toEqual(["IDN", "LED", "MOB", "PAY", "RSK", "acme/api", "acme/web"]);
    expect(train.timeZone).toBe("Europe/Berlin");
    expect(train.linkMeanings).toEqual([{ name: "Blocks", means: "source-blocks-target" }]);
    expect(train.rollupTargets.map((target) => (target.system === "jira" ? target.project : target.repo))).toEqual([
      "PMO",
      "acme/trains",
    ]);
    expect(connections.map(({ key }) => key)).toEqual(["acme-jira", "github"]);
    expect(world.file()).not.toContain("token-of-acme");
    expect(stdout).toContain("Blocks (“blocks”, “is blocked by”), ");
    expect(stdout).toMatch(/^ {2}Checkout: \d+ items, \d+ % with estimate, \d+ % with iteration, such as PAY-/mu);
    expect(stdout).toMatch(/^ {2}Checkout: \d+ items owned; of \d+ open ones/mu);
    expect(stdout.match(/^== the comment that \S+ would get$/gmu)).toHaveLength(3);
    expect(stdout).toContain("Every item has a team.");
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(
      /^Nothing was written into the trackers. Next: `signalbox plan`/u,
    );
    const train1 = await signalbox("conflicts", "acme", "--json");
    expect(listAt(JSON.parse(train1.stdout)).length).toBeGreaterThan(10);
  });

  test("--json prints the guesses with their confidence and writes nothing", async () => {
    const world = await startInitWorld(demo);
    const { code, stdout } = await world.init("--json");
    expect(code).toBe(0);
    const printed: unknown = JSON.parse(stdout);
    expect(at(printed, "calendar", "confidence")).toBe("sure");
    expect(listAt(printed, "teams").map((team) => at(team, "confidence"))).toEqual(
      Array.from({ length: 7 }, () => "sure"),
    );
    expect(world.file()).toBe("");
  });

  test("--yes --json writes, and prints the proposal with the findings", async () => {
    const world = await startInitWorld(demo, onlyJira);
    const { code, stdout, stderr } = await world.init("--yes", "--json");
    expect(code, stderr).toBe(0);
    expect(listAt(JSON.parse(stdout), "conflicts").length).toBeGreaterThan(1);
    expect(trainIn(world).train.teams).toHaveLength(5);
  });

  test("init keeps an existing file, and --update adds only what is new", async () => {
    const world = await startInitWorld(demo);
    await world.init("--yes", "--json");
    const path = join(world.folder, "config/signalbox.yaml");
    const whole = world.file();
    const again = await world.init("--yes");
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("init never writes over a train file.")]);
    expect((await world.init("--update")).stdout).toBe(`Nothing is new since ${path} was written.\n`);
    const less = whole
      .replace(/ {6}- key: "2027\.1".*?length: 2w \}\n/su, "")
      .replace(/ {6}- \{ key: risk.*\n/u, "")
      .replace(/# Proposed by.*/u, "# My own words: é, and 'quotes'");
    await writeFile(path, less);
    const shown = await world.init("--update");
    expect(shown.stdout.split("\n").filter((line) => /^[+-]/u.test(line))).toEqual([
      expect.stringMatching(/^\+ {7}- key: "2027\.1"/u),
      expect.stringMatching(/^\+ {9}starts: 2027-/u),
      "+         iterations: { count: 5, length: 2w }",
      expect.stringMatching(/^\+ {7}- \{ key: risk, name: Risk, from: \{ jira: acme-jira, project: RSK \} \}/u),
    ]);
    expect(world.file()).toBe(less);
    const json = await world.init("--update", "--json");
    expect(listAt(JSON.parse(json.stdout), "teams").map((team) => at(team, "key"))).toEqual(["risk"]);
    expect((await world.init("--update", "--yes")).code).toBe(0);
    expect(world.file()).toContain("# My own words: é, and 'quotes'");
    expect(world.file().split("\n").toSorted()).toEqual(
      whole
        .replace(/# Proposed by.*/u, "# My own words: é, and 'quotes'")
        .split("\n")
        .toSorted(),
    );
    await writeFile(
      path,
      less.replace(
        /teams:\n(.*\n)+? {4}dependencies:/u,
        "teams: [{ key: a, from: { jira: acme-jira, project: PAY } }]\n    dependencies:",
      ),
    );
    const oneLine = await world.init("--update", "--yes");
    expect(oneLine.stderr).toContain(
      "because one of its lists is missing or on one line. New: increment 2027.1, team Identity, team Ledger",
    );
    await writeFile(path, whole);
    world.jira.values().next().value?.administration.renameProject("RSK", "RISK");
    world.github.admin.renameRepository("acme/api", "acme/interface");
    expect((await world.init("--update")).stdout).toBe(`Nothing is new since ${path} was written.\n`);
  });

  test("answers are kept in a file, and taken from it", async () => {
    const world = await startInitWorld(demo, onlyJira);
    const answers = join(world.folder, "answers.yaml");
    await writeFile(answers, "report:acme-jira: none\n");
    const kept = join(world.folder, "kept.yaml");
    const { code, stderr } = await world.init("--yes", "--answers", answers, "--save-answers", kept);
    expect(code, stderr).toBe(0);
    expect(await readFile(kept, "utf8")).toContain("report:acme-jira: none\n");
    const wrong = await world.init("--json", "--answers", join(world.folder, "none.yaml"));
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("Cannot read answers from")]);
  });

  test("a database of the demo is refused before anything is asked", async () => {
    const world = await startInitWorld(demo);
    const [exported, data] = [join(world.folder, "export"), join(world.folder, "demo-data")];
    await writeSmallExport(exported);
    await makeHome(data);
    vi.stubEnv("SIGNALBOX_DATA", data);
    await signalbox("demo", "--once", "--json", "--data", exported, "--at", smallInstant, "--port", "0");
    const { code, stderr } = await world.init("--yes");
    expect([code, stderr]).toEqual([2, expect.stringContaining("holds, or once held, a demo")]);
    expect(world.file()).toBe("");
  });
});

describe("what stands in the way", () => {
  test("no tracker named: init says what is missing", async () => {
    const { init } = await startInitWorld(demo, { has: () => false });
    const { code, stderr } = await init("--yes");
    expect(code).toBe(2);
    expect(stderr).toContain("No tracker is named.");
    expect(stderr).toContain("Set JIRA_SITE, JIRA_EMAIL and JIRA_TOKEN, or GITHUB_TOKEN");
  });

  test("one tracker's token is wrong: init says so and goes on with the other", async () => {
    const world = await startInitWorld(demo);
    vi.stubEnv("JIRA_TOKEN", "expired");
    const { code, stderr } = await world.init("--yes");
    expect(code).toBe(0);
    expect(stderr).toMatch(/acme-jira does not accept our credentials .* init goes on with the rest\./u);
    expect(trainIn(world).train.teams.map(({ key }) => key)).toEqual(["api", "web"]);
  });

  test("both are wrong, or a variable is missing: nothing is written", async () => {
    const world = await startInitWorld(demo);
    vi.stubEnv("JIRA_TOKEN", "expired");
    vi.stubEnv("GITHUB_TOKEN", "");
    const { code, stderr } = await world.init("--yes");
    expect([code, stderr]).toEqual([1, expect.stringContaining("does not accept our credentials")]);
    vi.stubEnv("JIRA_TOKEN", "");
    const missing = await world.init("--yes");
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("without JIRA_TOKEN.")]);
    expect(world.file()).toBe("");
  });

  test.each([
    ["a page of the site", (site: string) => `${site}/jira/software/projects/PAY/boards/11?x=1#y`],
    ["a browse page", (site: string) => `${site}/browse/PAY-1`],
    ["a slash at the end", (site: string) => `${site}/`],
    ["a path that is none", (site: string) => `${site}/some/where`],
  ])("the address is %s: init finds the site", async (_, address) => {
    const world = await startInitWorld(demo, onlyJira);
    const site = world.connections.find(({ system }) => system === "jira");
    const given = site?.system === "jira" ? site.site : "";
    const { code, stderr } = await world.init("--json", "--jira", address(given));
    expect(code, stderr).toBe(0);
  });

  test("the address is none", async () => {
    const world = await startInitWorld(demo, onlyJira);
    const { code, stderr } = await world.init("--json", "--jira", "acme");
    expect([code, stderr]).toEqual([2, expect.stringContaining("“acme” is not the address of a Jira.")]);
  });

  test("a proxy's login page answers: init says what to check", async () => {
    const faults: FaultSource = () => ({ kind: "html-page" });
    const { init } = await startInitWorld(demo, { ...onlyJira, faults });
    const { code, stderr } = await init("--yes");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/HTML|text\/html/u)]);
    expect(stderr).toContain("opens without a login page in between");
  });

  test.each<readonly [string, RegExp, string]>([
    ["fields", /\/field$/u, "while reading its fields"],
    ["link types", /\/issueLinkType$/u, "while reading its link types"],
    ["boards", /\/board$/u, "while listing its boards"],
    ["sprints of a board", /\/sprint$/u, "while reading the sprints of board 11"],
    ["searches", /\/search\/jql$/u, "while reading its newest issues"],
    ["repositories", /\/user\/repos/u, "while listing the repositories that the token sees"],
    ["GraphQL", /graphql/u, "while asking which features the server has"],
  ])("the account may not read %s: init names it and goes on with the rest", async (_, path, words) => {
    const faults: FaultSource = (request) => (path.test(request.path) ? { kind: "forbidden" } : null);
    const world = await startInitWorld(demo, { faults });
    const { code, stdout, stderr } = await world.init("--json");
    expect(code, stderr).toBe(0);
    const printed: unknown = JSON.parse(stdout);
    expect(listAt(printed, "notes").some((note) => String(note).includes(words))).toBe(true);
    expect(listAt(printed, "teams").length).toBeGreaterThanOrEqual(2);
  });

  test.each<readonly [string, RegExp, readonly string[]]>([
    ["settings of boards", /\/configuration$/u, []],
    ["what a new issue needs", /createmeta/u, ["Our account cannot create issues in acme-jira: it is enough to read."]],
  ])("the account may not see %s: init does without", async (_, path, says) => {
    const faults: FaultSource = (request) => (path.test(request.path) ? { kind: "forbidden" } : null);
    const world = await startInitWorld(demo, { ...onlyJira, faults });
    const { stdout } = await world.init("--json");
    expect(listAt(JSON.parse(stdout), "teams")).toHaveLength(5);
    const notes = listAt(JSON.parse(stdout), "notes").map((note) => /^Our account.*?read\./u.exec(String(note))?.[0]);
    expect(notes.filter((note) => note !== undefined)).toEqual(says);
  });
});
