import { beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { signalbox } from "../support/terminal.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

const { world, home } = useSmallWorld("postgres");
const items = ["PAY-1", "PAY-2", "acme/api#1"].map((key) => ({ key }));

let file = "";

beforeEach(async () => {
  file = await world().trainFile();
  // What another test wrote is taken over: here each begins with trackers nobody wrote into.
  const { jira, github } = world().sandbox;
  const site = jira.get("acme")?.people;
  for (const key of site?.keys() ?? []) if (key.startsWith("PMO-")) site?.deleteIssue(key);
  for (const { number } of github.people.issues("acme/trains"))
    github.people.delete({ repository: "acme/trains", number: Number(number) });
  const hands = new TrackerHands(world().sandbox);
  for (const item of items) hands.deleteComment(item);
});

/** Its output; it has to end well. */
async function run(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await world().command(...argv);
  expect(code, stderr).toBe(0);
  return stdout;
}

const apply = () => run("apply", "--config", file);
const comments = () => {
  const hands = new TrackerHands(world().sandbox);
  return items.flatMap((item) => hands.written(item));
};

describe("a train that nobody has said yes to", () => {
  test("plan shows its proposals alone; apply writes them and says how to say yes", async () => {
    const plan: unknown = JSON.parse(await run("plan", "--json"));
    expect(plan).toMatchObject({
      writes: [{ kind: "rollup" }, { kind: "rollup" }],
      waiting: [{ where: "PAY-1", because: "not-started" }],
    });
    expect(await run("plan")).toContain(
      "Small is a proposal; Signalbox writes no comments until you accept it: run `signalbox start small`.",
    );
    const said = await apply();
    expect(said).toContain("Small: 2 created, 0 updated");
    expect(said).toMatch(
      /Small is a proposal; Signalbox writes no comments until you accept it: tick a box in PMO-\d+ \(http\S+\) or acme\/trains#\d+ \(http\S+\), or run `signalbox start small`\./,
    );
    expect(await apply()).toContain("Small: 0 created, 0 updated");
    expect(comments()).toEqual([]);
  });

  test("apply heeds the box that somebody ticked meanwhile", async () => {
    const said = await apply();
    const key = /acme\/trains#\d+/.exec(said)?.[0] ?? "";
    new TrackerHands(world().sandbox).tick({ key }, "start-with-standing");
    expect(await apply()).toMatch(/^Small: 1 created, 2 updated, 0 resolved, 0 unchanged\n/);
    expect(comments()).toHaveLength(1);
  });
});

describe("start", () => {
  test("lets comments be written for what is new; what stood before stays in the rollup", async () => {
    await apply();
    expect(await run("start", "small")).toContain(
      "Small is started: Signalbox comments on conflicts that are new from now on",
    );
    expect(await run("start", "small")).toBe("Small is already started; nothing changed.\n");
    expect(await apply()).toContain("acme, PAY-1 waits: its conflict is older than the start");
    expect(comments()).toEqual([]);
    expect(await run("start", "small", "--with-standing")).toContain("including those already open");
    await apply();
    expect(comments()).toHaveLength(1);
  });

  test("is refused before everything was read, since all would look new; not where all is to be told", async () => {
    const store = await openStore({ databaseUrl: home(), dataDir: "" });
    await store.keepStreams("hub", []);
    await store.close();
    const { code, stderr } = await signalbox("start", "small");
    expect(code).toBe(1);
    expect(stderr).toMatch(/Small has not been read completely \(hub\).+\n {2}Run `signalbox sync` first/);
    const said: unknown = JSON.parse(await run("start", "small", "--with-standing", "--json"));
    expect(said).toEqual({
      train: "small",
      state: "started",
      since: expect.stringMatching(/^\d{4}-.+Z$/) as string,
      withStanding: true,
    });
  });
});

test("stop keeps everything from being written until the next start; plan and apply say so", async () => {
  await run("start", "small", "--with-standing");
  const stopped = "Small is stopped: Signalbox writes nothing for it until `signalbox start small`.\n";
  expect(await run("stop")).toBe(stopped);
  expect(await run("stop", "small")).toBe(stopped.replace("stopped:", "stopped already:"));
  expect(JSON.parse(await run("stop", "--json"))).toMatchObject([{ train: "small", state: "stopped" }]);
  expect(await run("plan")).toContain(stopped);
  expect(await apply()).toMatch(/Small: 0 created, 0 updated(?:.|\n)+is stopped: Signalbox writes nothing/);
  expect(world().sandbox.github.people.issues("acme/trains")).toEqual([]);
  expect(comments()).toEqual([]);
  expect(await run("start", "small", "--with-standing")).toContain("Small is started");
  expect(await apply()).toContain("Small: 3 created");
});
