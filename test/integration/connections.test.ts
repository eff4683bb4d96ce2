import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/program.ts";
import { openStore } from "../../src/store/open.ts";
import { at, objectsAt, textAt } from "../support/json.ts";
import { useSmallWorld, type SmallWorld } from "../support/small-world.ts";
import { asItIs, changing } from "../support/spoiling-proxy.ts";
import { CollectingTerminal, jsonOf, type CommandResult } from "../support/terminal.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

/** The Jira connection under another key. */
const renamed = (text: string) =>
  text.replace("  acme: {", "  acme-jira: {").replaceAll("jira: acme,", "jira: acme-jira,");

/** Without GitHub: no connection, no team, no rollup there. */
const dropped = (text: string) =>
  text
    .replace(/^ {2}hub: .*\n/m, "")
    .replace(/^ {6}- \{ key: api, .*\n/m, "")
    .replace(", { github: hub, repo: acme/trains }", "");

const settled = (result: CommandResult) => {
  expect(result.code, result.stderr).toBe(0);
  return result;
};

/** Sync and apply, each of which must end well. */
async function round(place: SmallWorld, file: string) {
  const synced = settled(await place.command("sync", "--config", file));
  settled(await place.command("start", "small", "--with-standing"));
  const applied = settled(await place.command("apply", "--config", file, "--json"));
  return { synced, applied, counts: at(jsonOf(applied), 0) };
}

/** Deletes what former tests wrote into PAY: the world stays, the database does not. @returns the site's people */
function withoutRollups({ sandbox }: SmallWorld) {
  const people = sandbox.jira.get("acme")?.people;
  if (people === undefined) throw new Error("there is no site");
  for (const key of people.keys().filter((one) => /^PAY-(?:[4-9]|\d{2})/u.test(one))) people.deleteIssue(key);
  return people;
}

/** When each conflict was first seen, by fingerprint. */
async function conflictAges(place: SmallWorld): Promise<ReadonlyMap<string, string>> {
  const rows = { rows: jsonOf(await place.command("conflicts", "small", "--json")) };
  return new Map(
    objectsAt(rows, "rows").map((row) => [textAt(row, "fingerprint") ?? "", textAt(row, "firstSeenAt") ?? ""]),
  );
}

const items = ["PAY-1", "PAY-2", "acme/api#1"].map((key) => ({ key }));

describe.each(["pglite", "postgres"] as const)("a connection that got another key, in %s", (engine) => {
  const { world } = useSmallWorld(engine);

  test("is not read before its data was taken over; then nothing is written twice, and conflicts keep their age", async () => {
    const person = new TrackerHands(world().sandbox);
    const [before, after] = [await world().trainFile(), await world().trainFile(renamed)];
    const first = await round(world(), before);
    expect(first.counts).toMatchObject({ created: expect.any(Number), refused: [] });
    const written = Number(at(first.counts, "created")) + Number(at(first.counts, "unchanged"));
    // Comments changed the items they stand on.
    settled(await world().command("sync", "--config", before));
    const texts = items.map((item) => person.written(item));
    const ages = await conflictAges(world());
    expect(ages.size).toBeGreaterThan(0);

    for (const argv of [["sync"], ["apply"], ["serve", "--port", "0"]]) {
      const refused = await world().command(...argv, "--config", after);
      expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: "" });
      expect(refused.stderr).toMatch(
        /connection acme-jira in the train file is acme in the database .*\d+ texts a second time/,
      );
      expect(refused.stderr).toContain("`signalbox connections rename acme acme-jira` first, or keep the key acme");
    }

    const said = settled(await world().command("connections", "rename", "acme", "acme-jira"));
    expect(said.stdout).toMatch(
      /^acme is acme-jira now: 3 items, \d texts written\.\nRename it to acme-jira in the train file/,
    );
    // Right away, from the database alone.
    const plan = jsonOf(settled(await world().command("plan", "--json")));
    expect(plan).toMatchObject({ writes: [], unchanged: written });

    const second = await round(world(), after);
    expect(second.synced.stderr).toBe("");
    expect(second.synced.stdout).toMatch(/^acme-jira: \d+ records read, 0 rows changed in the database/m);
    expect(second.counts).toMatchObject({ created: 0, updated: 0, resolved: 0, unchanged: written, waiting: [] });
    expect(items.map((item) => person.written(item))).toEqual(texts);
    const renamedAges = [...ages].map(
      ([name, age]) => [name.replaceAll("jira:acme:", "jira:acme-jira:"), age] as const,
    );
    expect(await conflictAges(world())).toEqual(new Map(renamedAges));
    expect(jsonOf(await world().command("connections", "list", "--json"))).toMatchObject([
      { key: "acme-jira", system: "jira", items: 3, named: true },
      { key: "hub", system: "github", items: 1, named: true },
    ]);
  });
});

describe("a connection that", () => {
  const { world, home } = useSmallWorld("postgres");

  test("left the train file: no train stops, its items leave the view, and what stands there is said and left", async () => {
    const person = new TrackerHands(world().sandbox);
    await round(world(), await world().trainFile());
    const rollup = person.body({ key: "acme/trains#1" });
    const left = await round(world(), await world().trainFile(dropped));
    const says =
      /^\d texts? in connection hub, which the train file no longer names, (?:is|are) left as (?:it is|they are)\. `signalbox connections rename hub NEW` takes (?:it|them) over, if NEW is the same tracker; else close the rollup issue there, and delete comments that people could take for up to date\.\n$/;
    expect(left.synced.stderr).toMatch(says);
    expect(left.applied.stderr).toMatch(says);
    const plan = settled(await world().command("plan"));
    expect(plan).toMatchObject({
      stdout: expect.stringMatching(/Nothing to write: /),
      stderr: expect.stringMatching(says),
    });
    const report = jsonOf(await world().command("report", "small", "--json"));
    expect(report).toMatchObject({ items: 3, dataQuality: { sources: [{ connection: "acme" }], neighbours: 0 } });
    expect(person.body({ key: "acme/trains#1" })).toBe(rollup);
    const { stdout } = await world().command("connections", "list");
    expect(stdout).toMatch(/^hub \(github, http\S+\): 1 item, \d texts? written; no longer in the train file$/m);

    person.finish({ key: "PAY-3" });
    const again = await round(world(), await world().trainFile());
    expect(again.synced.stderr).toBe("");
    expect(again.counts).toMatchObject({ created: 0, refused: [] });
    expect(person.body({ key: "acme/trains#1" })).not.toBe(rollup);
  });

  test("was renamed before anything was written: it is said, and read again", async () => {
    const synced = settled(await world().command("sync", "--config", await world().trainFile(renamed)));
    expect(synced.stderr).toBe(
      "acme-jira looks like acme with another key. Run `signalbox connections rename acme acme-jira` first, or Signalbox reads all of it again.\n",
    );
    await round(world(), await world().trainFile(renamed));
    const refused = await world().command("connections", "rename", "acme", "acme-jira");
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(/^signalbox: The connection acme-jira already has data: 3 items, \d texts/);
  });

  test("reads other places of the same tracker is another one", async () => {
    await round(world(), await world().trainFile());
    await world().command("sync", "--config", await world().trainFile(dropped));
    const other = (text: string) =>
      text
        .replace("  hub: {", "  other: {")
        .replace("github: hub, repo: acme/api", "github: other, repo: acme/trains")
        .replace(", { github: hub, repo: acme/trains }", "");
    const same = (text: string) => other(text).replace("repo: acme/trains }", "repo: ACME/API }");
    const looking = await world().command("sync", "--config", await world().trainFile(same));
    expect(looking).toMatchObject({ code: 2, stderr: expect.stringContaining("connections rename hub other") });
    // The rollup stands in that repository.
    const beside = await world().command("sync", "--config", await world().trainFile(other));
    expect(beside).toMatchObject({ code: 2, stderr: expect.stringContaining("connections rename hub other") });
    const elsewhere = (text: string) => other(text).replace("repo: acme/trains }", "repo: acme/elsewhere }");
    const refused = await world().command("sync", "--config", await world().trainFile(elsewhere));
    expect(refused.stderr).toContain("acme/elsewhere");
    expect(refused.stderr).not.toContain("rename hub other");
  });

  test.each([
    [["nowhere", "other"], 'There is no connection "nowhere" in the database.\n  It has: acme, hub.'],
    [["acme", "hub"], "The connection hub already has data"],
    [["acme", "acme"], "The connection acme already has data"],
    [["acme", "a:b"], '"a:b" is not a valid connection key.'],
  ])("cannot be renamed: %j", async (names, says) => {
    const { code, stdout, stderr } = await world().command("connections", "rename", ...names, "--json");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(says);
    await world().expectLastGoodModel();
  });

  test("has a train with another key: it is said before its texts are written again, and not afterwards", async () => {
    await round(world(), await world().trainFile());
    const other = await world().trainFile((text) => text.replace("key: small", "key: smaller"));
    const says =
      /^Train smaller reports where small did, which the train file no longer names: \d texts of small are left as they are\. If it is the same train, give it the key small again: under smaller Signalbox writes everything a second time\.\n$/;
    expect(settled(await world().command("sync", "--config", other)).stderr).toMatch(says);
    const found = jsonOf(await world().command("doctor", "--config", other, "--json"));
    expect(objectsAt(found, "findings").map((finding) => textAt(finding, "means"))).toContainEqual(
      expect.stringMatching(/^Train smaller reports where small did/u),
    );
    settled(await world().command("apply", "--config", other));
    expect(settled(await world().command("sync", "--config", other)).stderr).toBe("");
  });

  test("has a train that leaves the file: what stands in the trackers is named once", async () => {
    await round(world(), await world().trainFile());
    const other = await world().trainFile((text) =>
      text
        .replace("key: small", "key: large")
        .replace("name: Small", "name: Large")
        .replace(/rollup: .*/u, "rollup: [{ github: hub, repo: acme/api }]"),
    );
    const says =
      /The train file no longer names train Small: Signalbox keeps its data, and does not update what stands in the trackers \((?:PMO-\d+, acme\/trains#\d+|acme\/trains#\d+, PMO-\d+), \d comments?\)\. Close its rollup issues, .* give it the key small again\./u;
    const found = jsonOf(await world().command("doctor", "--config", other, "--json"));
    expect(
      objectsAt(found, "findings").map((finding) => `${textAt(finding, "means")} ${textAt(finding, "remedy")}`),
    ).toContainEqual(expect.stringMatching(says));
    expect(settled(await world().command("sync", "--config", other)).stderr).toMatch(says);
    expect(settled(await world().command("sync", "--config", other)).stderr).toBe("");
  });

  test("has a train whose rollup gets another place: the issue to close is named once", async () => {
    withoutRollups(world());
    await round(world(), await world().trainFile());
    const moved = await world().trainFile((text) => text.replace("project: PMO", "project: PAY"));
    expect(settled(await world().command("sync", "--config", moved)).stderr).toMatch(
      /^The rollup issue PMO-\d+ of train Small is left as it is, because the train file no longer names its place\. Close it: people could take it for the present one\. If you moved it to the new place yourself, leave it open: Signalbox continues it\.\n$/,
    );
    settled(await world().command("apply", "--config", moved));
    expect(settled(await world().command("sync", "--config", moved)).stderr).toBe("");
    // The former place has a rollup already: the other one is left now.
    const back = await world().trainFile();
    const left = /^The rollup issue PAY-\d+ of train Small is left as it is, [^\n]*\n$/u;
    expect(settled(await world().command("sync", "--config", back)).stderr).toMatch(left);
    expect(settled(await world().command("sync", "--config", back)).stderr).toBe("");
  });

  test("is served is not renamed until that has ended", async () => {
    const terminal = new CollectingTerminal();
    const served = run(["serve", "--port", "0", "--config", await world().trainFile()], terminal);
    await Promise.race([terminal.until("Listening"), served]);
    const refused = await world().command("connections", "rename", "acme", "acme-jira");
    expect(refused).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/Another Signalbox process uses.*\n {2}Stop `serve`/),
    });
    process.emit("SIGINT");
    expect(await served, terminal.stderr).toBe(0);
    settled(await world().command("connections", "rename", "acme", "acme-jira"));
  });

  test("was tried in vain makes room for one that is renamed to its key", async () => {
    const store = await openStore({ databaseUrl: home(), dataDir: "" });
    const [acme, hub] = await store.connections();
    if (acme === undefined || hub === undefined) throw new Error("the small world has two connections");
    await store.saveTrains(await store.trains(), [acme, hub, { ...acme, key: "acme-jira" }]);
    await store.streamFailed("acme-jira", "issues", { code: "unauthorized", text: "", at: 0 });
    await store.close();
    settled(await world().command("connections", "rename", "acme", "acme-jira"));
    expect(jsonOf(await world().command("connections", "list", "--json"))).toMatchObject([
      { key: "acme-jira", items: 3 },
      { key: "hub" },
    ]);
  });
});

// A world of its own: other tests know where its rollups are.
describe("rollups that people", () => {
  const { world } = useSmallWorld("postgres");

  test("moved to new places, where no search shows them yet, are not written anew", async () => {
    const people = withoutRollups(world());
    await round(world(), await world().trainFile());
    const file = await world().trainFile((text) =>
      text.replace("project: PMO", "project: PAY").replace("repo: acme/trains", "repo: acme/api"),
    );
    const notes = settled(await world().command("sync", "--config", file)).stderr;
    const issue = /PMO-\d+/u.exec(notes)?.[0] ?? "";
    const key = /acme\/trains#\d+/u.exec(notes)?.[0] ?? "";
    const moved = [people.moveIssue(issue, "PAY"), new TrackerHands(world().sandbox).transfer({ key }, "acme/api").key];
    const apply = async () => at(jsonOf(settled(await world().command("apply", "--config", file, "--json"))), 0);
    const [search, list] = [changing(/\/search\/jql/u, () => ({ issues: [] })), changing(/\/issues\?/u, () => [])];
    world().proxy.spoil = (request, answer) => search(request, list(request, answer) ?? answer);
    const applied = await apply();
    expect(at(applied, "created")).toBe(0);
    expect(objectsAt(applied, "written").map((one) => textAt(one, "key"))).toEqual(expect.arrayContaining(moved));
    world().proxy.spoil = asItIs;
    expect(settled(await world().command("sync", "--config", file)).stderr).toBe("");
    expect(await apply()).toMatchObject({ created: 0, updated: 0 });
  });
});
