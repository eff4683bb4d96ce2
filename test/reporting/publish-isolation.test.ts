import { beforeEach, describe, expect, test } from "vitest";
import type { Failure } from "../../src/domain/failure.ts";
import type { Sink } from "../../src/ports/connector.ts";
import { Trackers } from "../../src/reporting/publish-trackers.ts";
import { anItem, githubId, jiraId, noon } from "../support/builders.ts";
import { failure, PaperTracker } from "../support/paper-tracker.ts";
import { learn, minute, rollupGone, run, store, tracker, train, usePaperRound } from "./paper-round.ts";

usePaperRound();

const rollup = "rollup:payments:acme:PMO";
const payComment = `comment:payments:${jiraId("1")}`;
const turnMs = 5 * minute;
const hour = 60 * minute;

let acme: PaperTracker;
let hub: PaperTracker;
let trackers: Trackers;
let calls: string[];

beforeEach(() => {
  [acme, hub] = [new PaperTracker("acme"), new PaperTracker("hub")];
  trackers = new Trackers(turnMs);
  calls = [];
});

/** Both connections have a tracker of their own, and what failed is remembered from run to run. */
function runAt(at: number, change: Parameters<typeof run>[1] = {}) {
  const sink = (connection: string) => {
    calls.push(connection);
    return connection === "acme" ? acme.sink : hub.sink;
  };
  return run(at, { sink, trackers, ...change });
}

const state = async (connection: string) =>
  (await store.publishStates()).find((one) => one.train === "payments" && one.connection === connection);

describe("a dead token", () => {
  const dead = failure("unauthorized", { kind: "stop" });
  const until = noon + turnMs;

  test("keeps back its own writes, after one try; the other tracker is written to", async () => {
    acme.trouble = dead;
    expect(await runAt(noon)).toMatchObject({
      counts: { created: 1 },
      written: [{ connection: "hub", kind: "comment", outcome: "created", key: "acme/api#1" }],
      refused: [{ marker: rollup, connection: "acme", failure: { code: "unauthorized" }, until }],
      waiting: [{ marker: payComment, connection: "acme", where: "PAY-1", because: "connection-refused", until }],
      wakeAt: until,
      stopped: false,
    });
    expect(calls.filter((one) => one === "acme")).toHaveLength(1);
    expect([acme.sheets.size, hub.sheets.size]).toEqual([0, 1]);
  });

  test("is not tried at every change, but at its turn; then all is caught up, nothing twice", async () => {
    acme.trouble = dead;
    await runAt(noon);
    calls = [];
    const meanwhile = await runAt(until - 1);
    expect(calls).toEqual([]);
    expect(meanwhile).toMatchObject({ refused: [], wakeAt: until });
    expect(meanwhile.waiting.map(({ because }) => because)).toEqual(["connection-refused", "connection-refused"]);
    expect(await runAt(until)).toMatchObject({ refused: [{ marker: rollup, until: until + turnMs }] });
    acme.trouble = null;
    expect((await runAt(until + turnMs)).counts).toMatchObject({ created: 2 });
    // GitHub's comment now links to the rollup.
    expect((await runAt(until + turnMs + minute)).counts).toMatchObject({ created: 0, unchanged: 3 });
    expect([acme.sheets.size, hub.sheets.size]).toEqual([2, 1]);
  });

  test("is left alone to the end of a command, for every train", async () => {
    trackers = new Trackers(null);
    acme.trouble = dead;
    expect(await runAt(noon)).toMatchObject({ refused: [{ until: null }], wakeAt: null });
    calls = [];
    expect(await runAt(noon + 100 * minute)).toMatchObject({ refused: [], wakeAt: null });
    expect(calls).toEqual([]);
  });

  test("is noted with its connection, since when and with the remedy, until all is written", async () => {
    acme.trouble = dead;
    await runAt(noon);
    await runAt(noon + minute);
    expect(await state("hub")).toMatchObject({ publishedAt: noon + minute, failure: null, refused: 0, waiting: {} });
    expect(await state("acme")).toEqual({
      train: "payments",
      connection: "acme",
      firstAt: noon,
      at: noon + minute,
      publishedAt: null,
      waiting: { "connection-refused": 2 },
      refused: 0,
      held: 0,
      failure: { code: "unauthorized", text: "unauthorized on paper none", at: noon },
    });
    acme.trouble = null;
    await runAt(until);
    expect(await state("acme")).toMatchObject({ firstAt: noon, publishedAt: until, failure: null, waiting: {} });
  });
});

describe("one text that is refused", () => {
  const forbidden = failure("forbidden");

  test("keeps no other back, and rests for an hour", async () => {
    acme.mishap = forbidden;
    const until = noon + hour;
    expect(await runAt(noon)).toMatchObject({ counts: { created: 2 }, refused: [{ marker: rollup, until }] });
    expect(await state("acme")).toMatchObject({ refused: 1, publishedAt: null, failure: { code: "forbidden" } });
    expect(await runAt(until - 1)).toMatchObject({
      counts: { created: 0, unchanged: 2 },
      waiting: [{ marker: rollup, because: "refused-before", until }],
    });
    expect(await state("acme")).toMatchObject({ refused: 1, waiting: {}, failure: { code: "forbidden", at: noon } });
    expect((await runAt(until)).counts.created).toBe(1);
  });

  test("is tried at once where it says something else by now", async () => {
    acme.mishap = forbidden;
    await runAt(noon);
    await learn(anItem({ status: "in-progress", points: 5, updatedAt: noon }));
    expect((await runAt(noon + minute)).counts.created).toBe(1);
  });
});

describe("a tracker that wants to be left alone", () => {
  test("is, until when it said; the other one is written to", async () => {
    acme.trouble = failure("rate-limited", { kind: "retry", afterMs: 90_000 });
    const until = noon + 90_000;
    expect(await runAt(noon)).toMatchObject({
      counts: { created: 1 },
      refused: [{ marker: rollup, until }],
      waiting: [{ marker: payComment, because: "tracker-busy", until }],
      wakeAt: until,
    });
    expect([acme.sheets.size, hub.sheets.size]).toEqual([0, 1]);
    acme.trouble = null;
    calls = [];
    await runAt(until - 1);
    expect(calls).toEqual([]);
    expect((await runAt(until)).counts.created).toBe(2);
  });

  const down = failure("unreachable", { kind: "retry", afterMs: null });
  const items = ["11", "12", "13", "14"].map((nativeId) =>
    anItem({ nativeId, key: `PAY-${nativeId}`, status: "in-progress" }),
  );
  const all = ["PAY-1", "acme/api#1", ...items.map(({ key }) => key)];

  /** Four more comments in the same tracker, which fails at those of the named items. */
  async function runFailingAt(failing: readonly string[], { error = down, at = noon }: Failing = {}) {
    await store.savePublication(rollupGone, null);
    for (const item of items) {
      const link = { origin: "text", typeId: null, typeName: "Blocked by", source: githubId("1") } as const;
      const links = [{ ...link, id: `link ${item.key}`, target: item.id }];
      const page = { edges: [], sprints: [], pullRequests: [], members: [], rejected: [], newestAt: noon } as const;
      const pulled = { item, links, completeOrigins: [], stubs: [], history: [] };
      await store.savePage("acme", { ...page, items: [pulled] }, noon);
    }
    const paper = tracker();
    const asked: string[] = [];
    const findComments: Sink["findComments"] = (item) => {
      asked.push(item.key);
      return failing.includes(item.key) ? Promise.reject(error) : paper.sink.findComments(item);
    };
    return { asked, published: await run(at, { trackers, sink: () => ({ ...paper.sink, findComments }) }) };
  }
  type Failing = { readonly error?: Failure; readonly at?: number };

  test("since it fails again and again: three times in a row are enough, and then it is asked ever later", async () => {
    const { asked, published } = await runFailingAt(all);
    expect(asked.filter((key) => key.startsWith("PAY-"))).toHaveLength(3);
    expect(published).toMatchObject({ counts: { created: 0 }, wakeAt: noon + 5000 });
    const after = Object.groupBy(published.refused, ({ connection }) => connection);
    const seconds = (of = published.refused) => of.map(({ until }) => ((until ?? 0) - noon) / 1000);
    expect(seconds(after["acme"])).toEqual([5, 10, 20]);
    expect(seconds(after["hub"])).toEqual([5]);
    const busy = published.waiting.filter(({ because }) => because === "tracker-busy");
    expect(busy.map(({ until }) => (until ?? 0) - noon)).toEqual([20_000, 20_000]);
    const later = await runFailingAt(all, { at: noon + 20_000 });
    expect(later.published.refused.filter(({ connection }) => connection === "acme")).toMatchObject([
      { until: noon + 60_000 },
    ]);
  });

  test("not since several items fail, each by itself", async () => {
    const { asked, published } = await runFailingAt(["PAY-1", "acme/api#1", "PAY-12", "PAY-14"]);
    expect(asked).toHaveLength(6);
    expect(published).toMatchObject({ counts: { created: 2 } });
    expect(published.refused).toHaveLength(4);
  });

  test("not since it refuses: it answers, after all", async () => {
    const { asked } = await runFailingAt(all, { error: failure("forbidden") });
    expect(asked).toHaveLength(6);
  });
});

describe("how a connection stands", () => {
  test("counts what waits by reason; what the train wants to wait is no trouble", async () => {
    const comments = { mode: "on" as const, settleMs: 10 * minute, newPerRun: 20 };
    await runAt(noon, { train: { ...train, comments } });
    expect(await state("hub")).toMatchObject({ waiting: { settling: 1 }, publishedAt: noon, failure: null });
    hub.mishap = "lost-before";
    await runAt(noon + minute);
    expect(await state("hub")).toMatchObject({ waiting: { "outcome-unknown": 1 }, publishedAt: noon, failure: null });
  });

  test("counts what people hold", async () => {
    await runAt(noon);
    for (const sheet of acme.sheets.values()) sheet.marks = false;
    await learn(anItem({ status: "in-progress", title: "Another", points: 5, updatedAt: noon }));
    await runAt(noon + minute);
    expect(await state("acme")).toMatchObject({ held: 2, publishedAt: noon + minute });
    expect(await state("hub")).toMatchObject({ held: 0 });
  });

  test("is forgotten once the train writes there no more", async () => {
    await runAt(noon);
    const [checkout] = train.teams;
    await runAt(noon, { train: { ...train, teams: checkout === undefined ? [] : [checkout] } });
    expect((await store.publishStates()).map(({ connection }) => connection)).toEqual(["acme"]);
  });

  test("is not noted by a run that was told to stop: the next one knows more", async () => {
    await runAt(noon, { signal: AbortSignal.abort() });
    expect(await store.publishStates()).toEqual([]);
  });

  test("the log names who is refused, the item and the remedy, and never a title", async () => {
    const lines: (readonly [string, Readonly<Record<string, unknown>>])[] = [];
    const note = (fields: Readonly<Record<string, unknown>>, text: string) => void lines.push([text, fields]);
    acme.mishap = failure("forbidden");
    await runAt(noon, { log: { info: note, warn: note, error: note } });
    expect(lines).toMatchObject([
      ["publication refused", { connection: "acme", key: "PMO", code: "forbidden", remedy: "none" }],
      ["publication written", { connection: "acme", outcome: "created", key: "PAY-1", url: acme.url("PAY-1") }],
      ["publication written", { connection: "hub", outcome: "created", key: "acme/api#1", url: hub.url("acme/api#1") }],
    ]);
    expect(JSON.stringify(lines)).not.toContain("Title of");
  });
});
