import { evaluating } from "../../src/cli/evaluate-context.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { describe, expect, test } from "vitest";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { planTrain } from "../../src/reporting/publish.ts";
import { aGithubItem, anItem, githubId, jiraId, noon } from "../support/builders.ts";
import { failure, type PaperTracker } from "../support/paper-tracker.ts";
import { finished, learn, learnWaits, minute, run, store, tracker, train, usePaperRound } from "./paper-round.ts";

usePaperRound();

const rollup = "rollup:payments:acme:PMO";
const [payComment, apiComment] = [`comment:payments:${jiraId("1")}`, `comment:payments:${githubId("1")}`] as const;

function plan(at = noon, changed = train) {
  const render = (_connection: string, ...rest: Parameters<PaperTracker["sink"]["render"]>) =>
    tracker().sink.render(...rest);
  return evaluateStored(evaluating(store), changed, at).then((evaluation) =>
    planTrain({ ...evaluating(store), connectors: new Set(["acme", "hub"]), render }, evaluation),
  );
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
    expect(writes[0]?.text.rendered.body).toBe(tracker().bodies()[0]);
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

test("what stands in a connection that this process cannot write to is left as it is, though its item is in view", async () => {
  await run();
  const before = tracker().bodies();
  const smaller = { ...train, teams: train.teams.slice(0, 1) };
  const connectors = new Set(["acme"]);
  const sink = (connection: string) => {
    if (!connectors.has(connection)) throw new TypeError(`no connection ${connection}`);
    return tracker().sink;
  };
  const { evaluation, counts } = await run(noon + minute, { train: smaller, connectors, sink });
  expect(evaluation.view.items.has(githubId("1"))).toBe(true);
  expect(counts).toMatchObject({ created: 0, resolved: 0, held: 0 });
  expect(tracker().bodies()[2]).toBe(before[2]);
  const rows = await store.publications("payments");
  expect(rows.find(({ marker }) => marker === apiComment)).toMatchObject({ state: "standing", resolved: false });
});

describe("what goes wrong", () => {
  test("a refused write keeps no other back, and is tried again after an hour", async () => {
    tracker().mishap = failure("forbidden");
    const published = await run();
    expect(published.counts.created).toBe(2);
    expect(published.refused).toMatchObject([
      { marker: rollup, failure: { code: "forbidden" }, until: noon + 60 * minute },
    ]);
    expect((await run(noon + 60 * minute)).counts.created).toBe(1);
  });

  test("a database that cannot be reached ends the run: without books nothing is written", async () => {
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
    tracker().sheets.delete("102");
    await learn(anItem({ status: "in-progress", title: "New title", updatedAt: noon }));
    expect((await run(noon + minute)).counts).toMatchObject({ gone: 1, created: 0 });
    expect(await run(noon + 2 * minute)).toMatchObject({ waiting: [{ because: "removed-by-a-person" }], wakeAt: null });
  });

  test("and is begun anew by the run that finds it deleted, where its conflict got worse", async () => {
    await run();
    tracker().sheets.delete("102");
    await learn(aGithubItem({ nativeId: "2", key: "acme/api#2" }));
    await learnWaits(["acme/api#1", "acme/api#2"]);
    const { counts, written } = await run(noon + minute);
    expect(counts).toMatchObject({ gone: 1, created: 2 });
    expect(written).toContainEqual(expect.objectContaining({ marker: payComment, outcome: "created" }));
    expect((await run(noon + 2 * minute)).counts).toMatchObject({ gone: 0, created: 0, updated: 0 });
  });

  test("so does a rollup issue", async () => {
    await run();
    tracker().sheets.delete("101");
    await learn(anItem({ status: "in-progress", points: 5, updatedAt: noon }));
    expect((await run(noon + minute)).counts).toMatchObject({ gone: 1, created: 0 });
    await learn(finished);
    const { counts, waiting } = await run(noon + 2 * minute);
    expect(counts).toMatchObject({ created: 0, resolved: 2 });
    expect(waiting).toMatchObject([{ where: "PMO", because: "removed-by-a-person" }]);
  });

  test("people's text without our marks is left alone, and watched", async () => {
    await run();
    const sheet = tracker().sheets.get("101");
    if (sheet !== undefined) sheet.marks = false;
    await learn(anItem({ status: "in-progress", points: 5, updatedAt: noon }));
    expect((await run(noon + minute)).counts.held).toBe(1);
    expect((await run(noon + 2 * minute)).counts.held).toBe(1);
    if (sheet !== undefined) sheet.marks = true;
    expect((await run(noon + 3 * minute)).counts).toMatchObject({ held: 0, updated: 1 });
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

  test("before a text was sent, it leaves that text as it was: nothing counts as refused or failed", async () => {
    await run(noon, { train: { ...train, comments: { mode: "on", settleMs: 10 * minute, newPerRun: 20 } } });
    tracker().trouble = failure("stopped", { kind: "retry", afterMs: null });
    const [before] = await store.publishStates();
    const later = noon + 10 * minute;
    expect(await run(later)).toMatchObject({ counts: { created: 0 }, refused: [], stopped: true });
    expect((await store.publishStates())[0]).toEqual(before);
    tracker().trouble = null;
    tracker().mishap = failure("stopped", { kind: "retry", afterMs: null });
    expect(await run(later)).toMatchObject({ counts: { created: 0 }, refused: [], stopped: true });
    expect((await store.writes("payments", 9)).map(({ outcome }) => outcome)).toEqual(["done"]);
    expect(await run(later)).toMatchObject({ counts: { created: 2 }, stopped: false });
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
