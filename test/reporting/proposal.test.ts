import { evaluating } from "../../src/cli/evaluate-context.ts";
import { beforeEach, describe, expect, test } from "vitest";
import type { Consent } from "../../src/domain/consent.ts";
import { applyProposalTicks } from "../../src/reporting/proposal-ticks.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { planTrain } from "../../src/reporting/publish.ts";
import { anItem, jiraId, noon } from "../support/builders.ts";
import { failure, type PaperTracker } from "../support/paper-tracker.ts";
import { begin, finished, learn, minute, run, store, tracker, train, usePaperRound } from "./paper-round.ts";

usePaperRound();

const rollup = "rollup:payments:acme:PMO";
const payComment = `comment:payments:${jiraId("1")}`;

beforeEach(async () => {
  await begin(false);
  await read("acme");
  await read("hub");
});

/** A connection was read to the end. */
async function read(connection: string, completedAt: number | null = noon): Promise<void> {
  const books = { stream: "issues", watermark: null, rejected: 0, token: null, failure: null };
  await store.saveStream({ ...books, connection, completedAt });
}

function tick(id: string, box: string): void {
  tracker().ticks.set(id, new Set([box]));
}

const consent = () => store.consent("payments");
const markers = () => [...tracker().sheets.values()].map(({ marker }) => marker);

describe("before anybody said yes", () => {
  test("the rollup alone is written, as a proposal with the comments that would follow, and kept up to date", async () => {
    const { counts, waiting, wakeAt } = await run();
    expect(counts).toMatchObject({ created: 1, updated: 0 });
    expect(waiting.map(({ where, because }) => [where, because])).toEqual([
      ["PAY-1", "not-started"],
      ["acme/api#1", "not-started"],
    ]);
    expect(wakeAt).toBeNull();
    expect(markers()).toEqual([rollup]);
    expect(tracker().bodies()[0]).toContain("signalbox start payments");
    expect((await run(noon + minute)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    await learn(finished);
    expect((await run(noon + 2 * minute)).counts).toMatchObject({ created: 0, updated: 1 });
    expect(markers()).toEqual([rollup]);
  });

  test("plan shows the same, and asks no tracker", async () => {
    const evaluation = await evaluateStored(evaluating(store), train, noon);
    tracker().trouble = failure("unreachable");
    const render = (_connection: string, ...rest: Parameters<PaperTracker["sink"]["render"]>) =>
      tracker().sink.render(...rest);
    const { writes } = await planTrain({ ...evaluating(store), connectors: { has: () => true }, render }, evaluation);
    tracker().trouble = null;
    await run();
    expect(writes.map(({ text }) => text.rendered.body)).toEqual(tracker().bodies());
  });
});

describe("a box that is ticked", () => {
  test("starts comments on what is new from then on; the rollup is no proposal any more", async () => {
    await run();
    tick("101", "start");
    expect((await run(noon + minute)).counts).toMatchObject({ created: 0, updated: 1 });
    expect(await consent()).toEqual({ state: "started", since: noon + minute, withStanding: false });
    expect(tracker().bodies()[0]).not.toContain("signalbox start payments");
    await learn(finished);
    await run(noon + 2 * minute);
    await learn({ ...finished, status: "todo", sourceStatus: "open", updatedAt: noon + 1 });
    const { counts } = await run(noon + 3 * minute);
    expect(counts).toMatchObject({ created: 2 });
  });

  test("starts them on what stands already as well, where it says so", async () => {
    await run();
    tick("101", "start-with-standing");
    expect((await run(noon + minute)).counts).toMatchObject({ created: 2, updated: 1 });
    expect(await consent()).toEqual({ state: "started", since: noon + minute, withStanding: true });
  });

  test("counts in any of the rollups, and the yes to more before the yes to less", async () => {
    const other = { system: "github", connection: "hub", repo: "acme/trains" } as const;
    const both = { ...train, rollupTargets: [...train.rollupTargets, other] };
    await run(noon, { train: both });
    expect(tracker().bodies()[0]).toContain("and the same one in acme/trains");
    tick("101", "start");
    tick("102", "start-with-standing");
    await run(noon + minute, { train: both });
    expect(await consent()).toMatchObject({ withStanding: true });
  });

  test("waits until all was read once: what comes in by then is not new", async () => {
    await read("hub", null);
    await read("acme", null);
    await run();
    expect(tracker().bodies()[0]).toContain("A tick counts as soon as acme and hub have been read once.");
    await read("acme");
    tick("101", "start");
    await run(noon + minute);
    expect(tracker().bodies()[0]).toContain("A tick counts as soon as hub has been read once.");
    expect(await consent()).toEqual({ state: "proposed" });
    await read("hub");
    await run(noon + 2 * minute);
    expect(await consent()).toMatchObject({ state: "started" });
  });

  test("in a rollup that the train file names no more says nothing", async () => {
    await run();
    tick("101", "start");
    const moved = { ...train, rollupTargets: [{ ...train.rollupTargets[0], project: "NEW" }] } as typeof train;
    await run(noon + minute, { train: moved });
    expect(await consent()).toEqual({ state: "proposed" });
  });

  test("in a tracker that does not answer is seen by a later run, and the rest goes on", async () => {
    await run();
    tick("101", "start");
    const lines: object[] = [];
    const log = { info: () => undefined, warn: (fields: object) => void lines.push(fields), error: () => undefined };
    const sink = { ...tracker().sink, readTicks: () => Promise.reject(failure("unreachable")) };
    await learn(anItem({ status: "in-progress", points: 5, updatedAt: noon }));
    expect((await run(noon + minute, { log, sink: () => sink })).counts).toMatchObject({ updated: 1 });
    expect(lines).toEqual([{ marker: rollup, code: "unreachable", reason: "unreachable on paper" }]);
    expect(await consent()).toEqual({ state: "proposed" });
    const broken = { ...sink, readTicks: () => Promise.reject(new TypeError("ours")) };
    await expect(run(noon + minute, { sink: () => broken })).rejects.toThrow("ours");
    await run(noon + 2 * minute);
    expect(await consent()).toMatchObject({ state: "started" });
  });

  test("does not undo what somebody else decided meanwhile", async () => {
    await run();
    tick("101", "start");
    const stopped: Consent = { state: "stopped", since: noon };
    tracker().meanwhile = async () => void (await store.saveConsent("payments", stopped, { state: "proposed" }));
    const log = { info: () => expect.unreachable("it was not started"), warn: () => undefined, error: () => undefined };
    const evaluation = await evaluateStored(evaluating(store), train, noon);
    await applyProposalTicks({ store, sink: () => tracker().sink, log }, evaluation);
    expect(await consent()).toEqual(stopped);
  });
});

describe("a stop", () => {
  const stop = async () => {
    const was = await consent();
    expect(await store.saveConsent("payments", { state: "stopped", since: noon }, was)).toBe(true);
  };

  test("keeps everything from being written, rollups as well, until the next start", async () => {
    await stop();
    const { counts, waiting } = await run();
    expect(counts).toMatchObject({ created: 0, updated: 0 });
    expect(waiting.map(({ where, because, until }) => [where, because, until])).toEqual([
      ["PMO", "stopped", null],
      ["PAY-1", "stopped", null],
      ["acme/api#1", "stopped", null],
    ]);
    expect(tracker().calls).toBe(0);
    await store.saveConsent("payments", { state: "started", since: noon, withStanding: true }, await consent());
    expect((await run(noon + minute)).counts).toMatchObject({ created: 3 });
  });

  test("holds between two writes", async () => {
    await store.saveConsent("payments", { state: "started", since: noon, withStanding: true }, await consent());
    const { sink } = tracker();
    const stopping: typeof sink = {
      ...sink,
      createComment: async (...order) => {
        const remote = await sink.createComment(...order);
        await stop();
        return remote;
      },
    };
    const published = await run(noon, { sink: () => stopping });
    expect(markers()).toEqual([rollup, payComment]);
    expect(published).toMatchObject({ counts: { created: 2 }, stopped: true });
  });
});
