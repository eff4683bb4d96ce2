import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open.ts";
import { makeHome } from "../support/empty-database.ts";
import { liveIn, useFolder } from "../support/home.ts";
import { keepHome, type KeptHome } from "../support/kept-home.ts";
import { jsonOf, signalbox } from "../support/terminal.ts";

const inFolder = useFolder();
const at = Date.parse("2026-11-24T12:00:00Z");
let home: KeptHome;

/** Three deliveries: one that waits, one that was done, one that is parked for a reason that would paint the screen. */
beforeAll(async () => {
  const dataDir = await inFolder("seeded");
  await makeHome(dataDir);
  const store = await openStore({ databaseUrl: null, dataDir });
  try {
    const deliveries = [
      { connection: "acme", deliveryId: "a", event: "jira:issue_updated", body: '{"summary":"\u001b[31mred\u009b"}' },
      { connection: "hub", deliveryId: "b", event: "issues.edited", body: "{}" },
      { connection: "hub", deliveryId: "c", event: "issues.\u001b[2Jclosed", body: "{" },
    ];
    await store.inbox.receive(
      deliveries.map((delivery, minute) => ({ ...delivery, receivedAt: at + minute * 60_000 })),
      async () => {},
    );
    await store.inbox.complete(
      [
        { id: 2, state: "processed", reason: null },
        { id: 3, state: "failed", reason: "it names \u001b[31mno\u202e issue" },
      ],
      at,
    );
  } finally {
    await store.close();
  }
  home = keepHome(dataDir, await inFolder("home"));
});

beforeEach(() => {
  home.restore();
  liveIn(home.path);
});

const obeyed = /(?!\n)[\p{Cc}\u202a-\u202e]/u;

describe("inbox list", () => {
  test("shows the newest first, a line each, and nothing that a terminal would obey", async () => {
    const { code, stdout, stderr } = await signalbox("inbox", "list");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n")).toEqual([
      "3 2026-11-24T12:02:00.000Z hub issues.[2Jclosed failed: it names [31mno issue",
      "2 2026-11-24T12:01:00.000Z hub issues.edited processed",
      "1 2026-11-24T12:00:00.000Z acme jira:issue_updated received",
      "",
    ]);
  });

  test.each([
    [
      ["--connection", "hub"],
      [3, 2],
    ],
    [["--state", "received"], [1]],
    [["--limit", "1"], [3]],
    [["--connection", "nobody"], []],
  ])("%j", async (filter, ids) => {
    const listed = jsonOf(await signalbox("inbox", "list", "--json", ...filter));
    expect(listed).toMatchObject(ids.map((id) => ({ id })));
    expect(listed).toHaveLength(ids.length);
  });

  test.each([
    [["--connection", "nobody"], "There are no deliveries of nobody in the inbox.\n"],
    [["--state", "ignored", "--connection", "hub"], "There are no ignored deliveries of hub in the inbox.\n"],
    [["--state", "ignored"], "There are no ignored deliveries in the inbox.\n"],
  ])("says so where there are none: %j", async (filter, stdout) => {
    expect(await signalbox("inbox", "list", ...filter)).toEqual({ code: 0, stdout, stderr: "" });
  });

  test("as JSON it is whole, without the bodies, and as harmless", async () => {
    const result = await signalbox("inbox", "list", "--json");
    expect(result.stdout).not.toMatch(obeyed);
    expect(jsonOf(result)).toMatchObject([
      { id: 3, state: "failed", reason: "it names \u001b[31mno\u202e issue", processedAt: at },
      { id: 2, state: "processed", reason: null },
      { id: 1, state: "received", receivedAt: at, processedAt: null },
    ]);
    expect(result.stdout).not.toContain('"body"');
  });
});

describe("inbox show", () => {
  test("prints a delivery with its body as it came, as JSON that is harmless", async () => {
    const result = await signalbox("inbox", "show", "1");
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).not.toMatch(obeyed);
    expect(jsonOf(result)).toMatchObject({ id: 1, deliveryId: "a", body: '{"summary":"\u001b[31mred\u009b"}' });
  });

  test("of one that is not there says so, with what to do", async () => {
    const { code, stdout, stderr } = await signalbox("inbox", "show", "99");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/There is no delivery 99 .*\n {2}See `signalbox inbox list`/u);
  });
});

describe("inbox replay", () => {
  test("lets settled deliveries wait again, and counts only those", async () => {
    expect(await signalbox("inbox", "replay", "1", "2", "3")).toEqual({
      code: 0,
      stdout: "2 of 3 deliveries will be processed again.\n",
      stderr: "",
    });
    const waiting = jsonOf(await signalbox("inbox", "list", "--state", "received", "--json"));
    expect(waiting).toMatchObject([3, 2, 1].map((id) => ({ id, reason: null, processedAt: null })));
  });

  test("names those that are not there, and lets the others wait again", async () => {
    const { code, stdout, stderr } = await signalbox("inbox", "replay", "99", "3", "98");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "1 of 3 deliveries will be processed again.\n" });
    expect(stderr).toMatch(/There is no delivery 99, 98 .*\n {2}See `signalbox inbox list`/u);
  });

  test("tells their number as JSON", async () => {
    expect(jsonOf(await signalbox("inbox", "replay", "3", "--json"))).toEqual({ replayed: 1 });
  });
});

test.each([
  [["inbox", "list", "--state", "lost"], "Allowed choices are received, processed, ignored, failed"],
  [["inbox", "list", "--limit", "0"], "Expected a whole number from 1"],
  [["inbox", "show", "first"], "Expected a whole number from 1"],
  [["inbox", "replay"], "missing required argument"],
  [["inbox", "replay", "1", "x"], "Expected a whole number from 1"],
])("wrong usage: %j", async (argv, wrong) => {
  const { code, stdout, stderr } = await signalbox(...argv);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(wrong);
});
