import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../support/database.ts";
import { liveOn, useFolder } from "../support/home.ts";
import { at, objectsAt, textAt } from "../support/json.ts";
import { smallInstant, writeSmallExport } from "../support/small-train.ts";
import { jsonOf, signalbox, type CommandResult } from "../support/terminal.ts";

const inFolder = useFolder();
let server: TestServer;
let home: string;
let demo: CommandResult;

beforeAll(async () => {
  const folder = await inFolder("export");
  await writeSmallExport(folder, '{"id": "10004"}\n');
  await mkdir(await inFolder("empty"));
  server = await startTestServer();
  home = await server.createDatabase();
  liveOn(home);
  demo = await signalbox("demo", "--once", "--data", folder, "--at", smallInstant, "--port", "0");
});

beforeEach(() => liveOn(home));
afterAll(() => server.stop());

const linesOf = ({ stdout }: CommandResult) => stdout.trimEnd().split("\n");

describe("demo --data", () => {
  test("says per train: verdict, items, dependencies, conflicts, and what stands where", () => {
    expect(demo.code, demo.stderr).toBe(0);
    expect(linesOf(demo)).toEqual([
      "Small: Off track",
      "  4 items, 0 features, 2 dependencies (1 across trackers)",
      "  1 conflict, 0 risks, 0 for information",
      "  created in acme: 1 rollup, 1 comment",
      "  created in hub: 1 rollup, 0 comments",
      "A second cycle wrote nothing.",
      expect.stringMatching(/^\d+ requests to Jira, \d+ to GitHub, [\d.]+ s\.$/),
      "The model stays: `npm run signalbox -- report small` prints the rollup; `conflicts small` and `plan` work too.",
    ]);
  });

  test("names the line of the export that it skipped", () => {
    expect(demo.stderr).toMatch(/^skipped jira\/acme\/issues\.ndjson:4: .*key/m);
  });

  test.each([
    ["nowhere", "There is no folder"],
    ["empty", "is not a folder with issues in it"],
  ])("a folder that is no export (%s) is refused", async (name, says) => {
    const { code, stdout, stderr } = await signalbox("demo", "--once", "--data", await inFolder(name), "--port", "0");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(says);
    expect(stderr).toContain("Give a folder with signalbox.yaml");
  });
});

describe("conflicts", () => {
  test("for people: what does not fit and how to mend it", async () => {
    expect(linesOf(await signalbox("conflicts", "small", "--at", smallInstant))).toEqual([
      "conflict PAY-1 is planned for iteration 1, but it needs PAY-2, which is planned for iteration 2. [b7ad2f]",
      "         PAY-1 “Pay by invoice” (Checkout): iteration 1, 16 – 28 Nov 2026",
      "         PAY-2 “Check the buyer's credit” (Checkout): iteration 2, 30 Nov – 12 Dec 2026",
      expect.stringMatching(/^ {9}fix (?:now|by \d+ \w+ \d+): move .*PAY-[12]/),
      "1 conflict, 0 risks, 0 for information.",
      "note: API: no item of acme/api is in a milestone, so none has an iteration. Plan with milestones, one per iteration.",
    ]);
  });

  test("of the only train there is, without its key", async () => {
    const named = await signalbox("conflicts", "small", "--at", smallInstant);
    expect(await signalbox("conflicts", "--at", smallInstant)).toEqual(named);
  });

  test("as of a day: its beginning in the train's time zone", async () => {
    const day = await signalbox("conflicts", "--json", "--at", "2026-12-13");
    expect(day).toEqual(await signalbox("conflicts", "--json", "--at", "2026-12-13T00:00:00Z"));
    expect(day).not.toEqual(await signalbox("conflicts", "--json", "--at", "2026-12-12T23:59:59Z"));
  });

  test("for programs: both ends, evidence, fix", async () => {
    const result = await signalbox("conflicts", "small", "--json", "--at", smallInstant);
    expect(jsonOf(result)).toStrictEqual([
      {
        id: "b7ad2f",
        fingerprint: expect.stringMatching(/^late-provider:/),
        rule: "late-provider",
        alsoFires: [],
        severity: "conflict",
        says: expect.any(String),
        consumer: end("PAY-1", "Pay by invoice", "1"),
        provider: end("PAY-2", "Check the buyer's credit", "2"),
        evidence: {
          consumer: expect.any(Object),
          provider: expect.any(Object),
          written: [{ origin: "jira-link", words: "Blocks", in: null }],
        },
        dueAt: expect.stringMatching(/^2026-11-.*Z$/),
        fix: expect.any(String),
        steps: expect.arrayContaining([{ by: "checkout", says: expect.stringMatching(/^move PAY-[12] to /) }]),
        actors: ["checkout"],
        firstSeenAt: "2026-11-24T12:00:00.000Z",
        unseenSince: null,
        answer: null,
      },
    ]);
  });

  test("as of an instant after the provider's end it is another one: the provider is overdue", async () => {
    const result = await signalbox("conflicts", "small", "--json", "--at", "2026-12-20T12:00:00Z");
    expect(jsonOf(result)).toMatchObject([
      { rule: "overdue-provider", consumer: { key: "acme/api#1" } },
      { rule: "overdue-provider", consumer: { key: "PAY-1" } },
    ]);
  });
});

function end(key: string, title: string, iteration: string) {
  const url: unknown = expect.stringMatching(new RegExp(`/jira/acme/browse/${key}$`));
  return {
    key,
    url,
    title,
    team: "checkout",
    iteration,
    increment: "2026.4",
    status: "todo",
    dates: expect.any(String),
  };
}

describe("report", () => {
  const report = (...more: readonly string[]) => signalbox("report", "small", "--at", smallInstant, ...more);

  test("is Markdown unless told otherwise", async () => {
    const { code, stdout } = await report();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Release train Small/);
    expect(stdout).toContain("**Off track:**");
    expect(await report("--as", "md")).toMatchObject({ stdout });
  });

  test("--as json and --json give the figures", async () => {
    const result = await report("--as", "json");
    expect(jsonOf(result)).toMatchObject({
      train: "small",
      at: "2026-11-24T12:00:00.000Z",
      items: 4,
      verdict: { level: "off-track" },
      openConflicts: [{ rule: "late-provider" }],
    });
    expect(await report("--json", "--as", "md")).toEqual(result);
  });

  test("--as adf gives one document", async () => {
    expect(jsonOf(await report("--as", "adf"))).toMatchObject({ type: "doc", version: 1, content: expect.any(Array) });
  });
});

describe("plan", () => {
  test("of what stands already: nothing", async () => {
    const { code, stdout } = await signalbox("plan", "small", "--at", smallInstant);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "Nothing to write: 3 unchanged.\n" });
  });

  test("as of another instant: what would be written, with its exact text, and nothing is stored", async () => {
    const later = ["plan", "--at", "2026-12-20T12:00:00Z"];
    const { stdout } = await signalbox(...later);
    expect(stdout).toMatch(/^== change rollup in acme, PMO-1 http:\S+\/browse\/PMO-1$/mu);
    expect(stdout).toMatch(/^== change comment in acme, PAY-1 http:\S+\/browse\/PAY-1\?focusedCommentId=\d+$/mu);
    expect(stdout).toMatch(/^- \| This item is planned for iteration 1.*\n\+ \| This item needs PAY-2.*was due on/mu);
    expect(stdout).toMatch(/^== create comment in hub, acme\/api#1 http:\S+\/issues\/1\n\| This item needs PAY-2/mu);
    expect(stdout).toMatch(/\n2 to create, 3 to change\.\n$/u);
    const writes = objectsAt(jsonOf(await signalbox(...later, "--json")), "writes");
    expect(
      writes.map((write) => [textAt(write, "action"), textAt(write, "kind"), textAt(write, "where")].join(" ")),
    ).toEqual([
      "update rollup PMO-1",
      "update rollup acme/trains#1",
      "create comment acme/api#1",
      "create comment PAY-2",
      "update comment PAY-1",
    ]);
    expect(writes[0]).toMatchObject({ marker: "rollup:small:acme:PMO", body: expect.stringContaining('"type":"doc"') });
    expect(textAt(writes[3] ?? {}, "text")).toMatch(/^\| This item was due on 12 Dec 2026 and is not done/mu);
    const { stdout: after } = await signalbox("plan", "--at", smallInstant);
    expect(after).toBe("Nothing to write: 3 unchanged.\n");
  });
});

describe("plan --detailed-exitcode", () => {
  test.each([
    [0, smallInstant],
    [2, "2026-12-20T12:00:00Z"],
  ])("is %i as of %s", async (code, at) => {
    const plain = await signalbox("plan", "--at", at);
    expect(await signalbox("plan", "--at", at, "--detailed-exitcode")).toEqual({ ...plain, code });
    expect(plain.code).toBe(0);
  });
});

test("migrate says where the database stands", async () => {
  const { code, stdout } = await signalbox("migrate", "--json");
  const migrations = at(JSON.parse(stdout), "migrations");
  expect({ code, migrations }).toEqual({
    code: 0,
    migrations: expect.arrayContaining([expect.stringMatching(/^\d+_/)]),
  });
  expect((await signalbox("migrate")).stdout).toMatch(/^The database is at \d+_\w+ \(\d+ migrations?\)\.$/m);
});

describe("a train that is not there", () => {
  const commands = [
    ["conflicts", "payment"],
    ["report", "payment"],
    ["plan", "payment"],
  ];

  test.each(commands)("%s names those that are", async (...argv) => {
    const { code, stdout, stderr } = await signalbox(...argv, "--json");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe('signalbox: There is no train "payment" in the database.\n  It holds: small.\n');
  });

  test.each([...commands, ["plan"]])("%s says to sync where there is none at all", async (...argv) => {
    liveOn(await server.createDatabase());
    const { code, stdout, stderr } = await signalbox(...argv, "--json");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Run `signalbox sync`");
  });
});
