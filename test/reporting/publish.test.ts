import { describe, expect, test } from "vitest";
import { Failure } from "../../src/domain/failure.ts";
import type { Train } from "../../src/domain/train.ts";
import type { Sink } from "../../src/ports/connector.ts";
import { evaluateStored, planTrain } from "../../src/reporting/publish.ts";
import { anItem, githubId, jiraId, noon } from "../support/builders.ts";
import { failure, PaperTracker } from "../support/paper-tracker.ts";
import { finished, learn, minute, rollupGone, run, store, tracker, train } from "./paper-round.ts";

const rollup = "rollup:payments:acme:PMO";
const [payComment, apiComment] = [`comment:payments:${jiraId("1")}`, `comment:payments:${githubId("1")}`] as const;

function plan(at = noon, changed = train) {
  const render = (_connection: string, ...rest: Parameters<PaperTracker["sink"]["render"]>) =>
    tracker().sink.render(...rest);
  return evaluateStored(store, changed, at).then((evaluation) => planTrain({ store, render }, evaluation));
}

describe("publishing", () => {
  test("writes the rollup and a comment on each end, once", async () => {
    expect((await run()).counts).toMatchObject({ created: 3, updated: 0, resolved: 0, unchanged: 0 });
    const markers = [...tracker().sheets.values()].map(({ marker }) => marker);
    expect(markers).toStrictEqual([rollup, payComment, apiComment]);
    expect((await run(noon + minute)).counts).toMatchObject({ created: 0, updated: 0, resolved: 0, unchanged: 3 });
    expect(tracker().calls).toBe(3);
  });

  test("comments link to the rollup that the same run created", async () => {
    await run();
    expect(tracker().bodies()[1]).toContain("https://acme.example/1");
  });

  test("what plan shows is what is written", async () => {
    const { writes } = await plan();
    await run();
    expect(writes[0]?.rendered.body).toBe(tracker().bodies()[0]);
    expect(writes).toHaveLength(3);
  });

  test("edits in place, and marks resolved at the end", async () => {
    await run();
    await learn(finished);
    expect((await run(noon + minute)).counts).toMatchObject({ created: 0, updated: 1, resolved: 2 });
    expect(tracker().sheets.size).toBe(3);
    expect((await run(noon + 2 * minute)).counts).toMatchObject({ updated: 0, resolved: 0, unchanged: 3 });
  });
});

describe("what goes wrong", () => {
  test("a refused write keeps no other back, and is tried again", async () => {
    tracker().mishap = failure("forbidden");
    const published = await run();
    expect(published.counts.created).toBe(2);
    expect(published.refused).toMatchObject([{ marker: rollup, failure: { code: "forbidden" }, until: null }]);
    expect((await run(noon + minute)).counts.created).toBe(1);
  });

  test("a dead token stops the run", async () => {
    tracker().mishap = failure("unauthorized", { kind: "stop" });
    await expect(run()).rejects.toThrow(Failure);
    expect(tracker().sheets.size).toBe(0);
  });

  test("so does a database that cannot be reached: without books nothing is written", async () => {
    const gone = failure("database-unavailable", { kind: "retry", afterMs: null });
    const books = { ...store, savePublication: () => Promise.reject(gone) };
    await expect(run(noon, { store: books })).rejects.toThrow(gone);
    expect(tracker().calls).toBe(0);
  });

  test("a fault of our own is not hidden", async () => {
    tracker().sink.createIssue = async () => {
      throw new TypeError("ours");
    };
    await expect(run()).rejects.toThrow("ours");
  });

  test("a comment a person deleted stays deleted", async () => {
    await run();
    tracker().sheets.delete("2");
    await learn(anItem({ status: "in-progress", title: "New title", updatedAt: noon }));
    expect((await run(noon + minute)).counts).toMatchObject({ gone: 1, created: 0 });
    expect(await run(noon + 2 * minute)).toMatchObject({ waiting: [{ because: "removed-by-a-person" }], wakeAt: null });
  });

  test("so does a rollup issue", async () => {
    await run();
    tracker().sheets.delete("1");
    await learn(anItem({ status: "in-progress", points: 5, updatedAt: noon }));
    expect((await run(noon + minute)).counts).toMatchObject({ gone: 1, created: 0 });
    await learn(finished);
    const { counts, waiting } = await run(noon + 2 * minute);
    expect(counts).toMatchObject({ created: 0, resolved: 2 });
    expect(waiting).toMatchObject([{ where: "PMO", because: "removed-by-a-person" }]);
  });

  test("people's text without our marks is left alone, and watched", async () => {
    await run();
    const sheet = tracker().sheets.get("1");
    if (sheet !== undefined) sheet.marks = false;
    await learn(anItem({ status: "in-progress", points: 5, updatedAt: noon }));
    expect((await run(noon + minute)).counts.held).toBe(1);
    expect((await run(noon + 2 * minute)).counts.held).toBe(1);
    if (sheet !== undefined) sheet.marks = true;
    expect((await run(noon + 3 * minute)).counts).toMatchObject({ held: 0, updated: 1 });
  });
});

describe("a tracker that wants to be left alone", () => {
  const [acme, hub] = [new PaperTracker("acme"), new PaperTracker("hub")];
  const sink = (connection: string) => (connection === "acme" ? acme.sink : hub.sink);

  test("is, at once, until when it said; the other one is written to", async () => {
    acme.trouble = failure("rate-limited", { kind: "retry", afterMs: 90_000 });
    const until = noon + 90_000;
    expect(await run(noon, { sink })).toMatchObject({
      counts: { created: 1 },
      refused: [{ marker: rollup, until }],
      waiting: [{ marker: payComment, because: "tracker-busy", until }],
      wakeAt: until,
    });
    expect([acme.sheets.size, hub.sheets.size]).toEqual([0, 1]);
  });

  const down = failure("unreachable", { kind: "retry", afterMs: null });
  const items = ["11", "12", "13", "14"].map((nativeId) =>
    anItem({ nativeId, key: `PAY-${nativeId}`, status: "in-progress" }),
  );

  /** Four more comments in the same tracker, which fails at those of the named items. */
  async function runFailingAt(failing: readonly string[], error = down) {
    await store.savePublication(rollupGone, null);
    for (const item of items) {
      const link = { origin: "text", typeId: null, typeName: "Blocked by", source: githubId("1") } as const;
      const links = [{ ...link, id: `link ${item.key}`, target: item.id }];
      const page = { edges: [], sprints: [], pullRequests: [], members: [], rejected: [], newestAt: noon } as const;
      const pulled = { item, links, completeOrigins: [], stubs: [], history: [] };
      await store.savePage("acme", { ...page, items: [pulled] }, noon);
    }
    const paper = new PaperTracker("acme");
    const asked: string[] = [];
    const findComments: Sink["findComments"] = (item) => {
      asked.push(item.key);
      return failing.includes(item.key) ? Promise.reject(error) : paper.sink.findComments(item);
    };
    return { asked, published: await run(noon, { sink: () => ({ ...paper.sink, findComments }) }) };
  }

  test("since it fails again and again: three times in a row are enough", async () => {
    const all = ["PAY-1", "acme/api#1", ...items.map(({ key }) => key)];
    const { asked, published } = await runFailingAt(all);
    expect(asked.filter((key) => key.startsWith("PAY-"))).toHaveLength(3);
    expect(published).toMatchObject({ counts: { created: 0 }, wakeAt: null });
    expect(published.refused.map(({ until }) => until)).toEqual([null, null, null, null]);
    const busy = published.waiting.filter(({ because }) => because === "tracker-busy");
    expect(busy.map(({ until }) => until)).toEqual([null, null]);
  });

  test("not since several items fail, each by itself", async () => {
    const { asked, published } = await runFailingAt(["PAY-1", "acme/api#1", "PAY-12", "PAY-14"]);
    expect(asked).toHaveLength(6);
    expect(published).toMatchObject({ counts: { created: 2 } });
    expect(published.refused).toHaveLength(4);
  });

  test("not since it refuses: it answers, after all", async () => {
    const all = ["PAY-1", "acme/api#1", ...items.map(({ key }) => key)];
    const { asked } = await runFailingAt(all, failure("forbidden"));
    expect(asked).toHaveLength(6);
  });
});

describe("told to stop", () => {
  test("it begins no further write, and tells what it did", async () => {
    const stopping = new AbortController();
    const { signal } = stopping;
    tracker().meanwhile = async () => stopping.abort();
    expect(await run(noon, { signal })).toMatchObject({ counts: { created: 1 }, stopped: true });
    expect(tracker().sheets.size).toBe(1);
    expect(await run(noon, { signal })).toMatchObject({ counts: { created: 0 }, stopped: true });
    expect(await run()).toMatchObject({ counts: { created: 2 }, stopped: false });
  });

  test("after the last write it is just done", async () => {
    const stopping = new AbortController();
    const progress = ({ label, done, total }: { label: string; done: number; total: number | null }) => {
      if (label === "payments comments" && done === total) stopping.abort();
    };
    expect(await run(noon, { signal: stopping.signal, progress })).toMatchObject({ stopped: false });
  });
});

describe("when to come back", () => {
  const settling: Train = { ...train, comments: { mode: "on", settleMs: 10 * minute, newPerRun: 1 } };

  test("is when something may be written though nothing changed, for plan and publish alike", async () => {
    expect(await plan(noon, settling)).toMatchObject({ writes: [{ marker: rollup }], wakeAt: noon + 10 * minute });
    expect(await run(noon, { train: settling })).toMatchObject({ counts: { created: 1 }, wakeAt: noon + 10 * minute });
    expect(await plan(noon + 9 * minute, settling)).toMatchObject({ writes: [], wakeAt: noon + 10 * minute });
    const later = noon + 10 * minute;
    expect(await run(later, { train: settling })).toMatchObject({
      counts: { created: 1 },
      wakeAt: later + 60 * minute,
    });
    const last = await run(later + 60 * minute, { train: settling });
    expect(last).toMatchObject({ counts: { created: 1 }, wakeAt: null });
  });

  test("is when what was written too often may be written again; that is warned of and counted", async () => {
    const calm = { ...train, rewritesPerHour: 2 };
    const warned: unknown[] = [];
    const log = { info: () => undefined, warn: (fields: unknown) => warned.push(fields), error: () => undefined };
    const change = (points: number) => learn(anItem({ status: "in-progress", points, updatedAt: noon + points }));
    await run(noon, { train: calm });
    await change(1);
    await run(noon + minute, { train: calm });
    await change(2);
    const until = noon + 60 * minute;
    expect(await run(noon + 2 * minute, { train: calm, log })).toMatchObject({
      counts: { updated: 0, tooOften: 1 },
      waiting: [{ marker: rollup, because: "rewritten-too-often", until }],
      wakeAt: until,
    });
    expect(warned).toEqual([{ marker: rollup, until }]);
    expect((await run(until, { train: calm, log })).counts).toMatchObject({ updated: 1, tooOften: 0 });
  });
});
