import { expect, test } from "vitest";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import { evaluateConflicts, evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { deliveryAt } from "../../src/reporting/with-delivery.ts";
import { aSprint, anItem, noon } from "../support/builders.ts";
import { minute, run, store, tracker, train, usePaperRound } from "./paper-round.ts";

usePaperRound();

const hour = 60 * minute;
const midnight = Date.UTC(2026, 10, 24);
const sprint = aSprint({ startsAt: Date.UTC(2026, 10, 23), endsAt: Date.UTC(2026, 11, 7) });
const born = { createdAt: Date.UTC(2026, 9, 1), updatedAt: Date.UTC(2026, 9, 2) };
const open = ["501", "502", "503", "504"].map((nativeId) => anItem({ nativeId, sprintIds: [sprint.id], ...born }));
const done = (item: WorkItem, at: number): WorkItem => ({ ...item, status: "done", closedAt: at, updatedAt: at });

async function learnAll(items: readonly WorkItem[]): Promise<void> {
  const pulled = items.map((item) => ({ item, links: [], completeOrigins: [], stubs: [], history: [] }));
  const nothing = { edges: [], pullRequests: [], members: [], rejected: [] };
  await store.savePage("acme", { ...nothing, items: pulled, sprints: [sprint], newestAt: noon }, noon);
}

/** Both trackers were read to their end. */
async function readAll(completedAt: number): Promise<void> {
  for (const connection of ["acme", "hub"])
    await store.saveStream({
      connection,
      stream: "issues",
      watermark: completedAt,
      completedAt,
      rejected: 0,
      token: null,
      failure: null,
    });
}

const report = (at: number) => evaluateStored(evaluating(store), train, at);
const sharesOf = ({ delivery }: Awaited<ReturnType<typeof report>>) => delivery?.all.shares.at(-1);

test("the first evaluation of a day makes the figures of its beginning, all others of the day show those", async () => {
  await learnAll(open);
  await readAll(noon);
  const { evaluation } = await run(noon);
  expect(sharesOf(evaluation)).toEqual({ part: 0, whole: 4, ratio: 0 });
  await learnAll(open.slice(0, 2).map((item) => done(item, noon + minute)));
  expect((await report(noon + hour)).delivery).toEqual(evaluation.delivery);
  expect((await run(noon + hour)).evaluation.delivery).toEqual(evaluation.delivery);
  expect((await evaluateConflicts(evaluating(store), train, noon)).delivery).toBeUndefined();
});

test("at any instant they are those of that instant, and a later one changes nothing in them", async () => {
  await learnAll(open);
  await readAll(noon);
  await learnAll(open.slice(0, 2).map((item) => done(item, noon - hour)));
  const context = evaluating(store);
  const evaluation = await report(noon);
  const sharesAt = async (at: number) => {
    const { all } = await deliveryAt(context, train, at);
    return all.periods.map(({ figures }) => ("because" in figures ? figures : figures.predictability.items));
  };
  const whole = { part: 2, whole: 4, ratio: 0.5 };
  expect((await sharesAt(noon)).at(-1)).toEqual(whole);
  expect((await sharesAt(midnight)).at(-1)).toEqual({ part: 0, whole: 4, ratio: 0 });
  // Nothing tells that the two were planned before their sprint began.
  expect(sharesOf(evaluation)).toEqual({ part: 0, whole: 2, ratio: 0 });
});

test("a new day, a tracker that was read since, or another train makes others; a report keeps none", async () => {
  await learnAll(open);
  await readAll(Date.UTC(2026, 8, 1));
  const first = (await run(noon)).evaluation.delivery;
  expect(first?.all.shares.at(-1)).toBeNull();
  await readAll(noon + hour);
  const read = (await report(noon + 2 * hour)).delivery;
  expect(read?.all.shares.at(-1)).toEqual({ part: 0, whole: 4, ratio: 0 });
  expect(await store.keptDelivery(train.key, "2026-11-24")).toEqual(first);
  const other = await evaluateStored(evaluating(store), { ...train, name: "Other" }, noon + 2 * hour);
  expect(new Set([first?.basis, read?.basis, other.delivery?.basis]).size).toBe(3);
  await learnAll(open.slice(0, 1).map((item) => done(item, noon + hour)));
  expect(sharesOf((await run(noon + 24 * hour)).evaluation)).toEqual({ part: 0, whole: 3, ratio: 0 });
});

test("an instant that has not come yet has none", async () => {
  await learnAll(open);
  await readAll(noon);
  const ahead = { ...evaluating(store), asked: { now: noon } };
  expect((await evaluateStored(ahead, train, noon + 48 * hour)).delivery).toBeUndefined();
});

test("after the calendar they are those of its end", async () => {
  await learnAll(open);
  await readAll(noon);
  const { delivery } = await report(Date.UTC(2030, 0, 1));
  expect(delivery?.periods.map(({ isRunning }) => isRunning)).toEqual([false, false, false]);
});

test("there are none before the first increment begins", async () => {
  await learnAll(open);
  expect((await report(Date.UTC(2026, 0, 1))).delivery).toBeUndefined();
});

test("work that is done causes no other figures on the page on the same day; the next day has them once", async () => {
  await learnAll(open);
  await readAll(noon);
  await run(noon);
  const sections = () =>
    tracker()
      .bodies()
      .map((body) => /"Delivery".*?Today does not/u.exec(body)?.[0]);
  const before = sections();
  expect(before.filter((section) => section !== undefined)).toHaveLength(1);
  await learnAll(open.slice(0, 1).map((item) => done(item, noon + minute)));
  await run(noon + 2 * hour);
  expect(sections()).toEqual(before);
  await run(noon + 24 * hour);
  const next = tracker().bodies();
  expect((await run(noon + 30 * hour)).counts).toMatchObject({ created: 0, updated: 0 });
  expect(tracker().bodies()).toEqual(next);
});
