import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isLeftDeleted } from "../../bench/simulate/compare-texts.ts";
import { coverageCurve } from "../../bench/simulate/coverage-curve.ts";
import { play, type PlayOptions } from "../../bench/simulate/play.ts";
import { emptinessOf, faultsOf, type Played } from "../../bench/simulate/played.ts";
import { plants } from "../../bench/simulate/planted/plants.ts";
import { openStores } from "../../bench/simulate/stores.ts";

const timeout = 300_000;
const resources = new AsyncDisposableStack();
let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores(resources);
});
afterAll(() => resources.disposeAsync());

function one(options: Omit<PlayOptions, "store" | "clean">): Promise<Played> {
  return play({ ...options, ...stores });
}

test("the same seed gives the same history, to the byte", { timeout }, async () => {
  const histories: string[][] = [];
  for (let time = 1; time <= 2; time += 1) {
    const lines: string[] = [];
    const { trace } = await one({ seed: twoProcesses, steps: 1, onTurn: (line) => lines.push(line) });
    histories.push([...lines, trace]);
  }
  const [first = [], second] = histories;
  expect(second).toEqual(first);
  expect(first.length).toBeGreaterThan(1000);
  // Of both processes, each in the middle of what the other is at.
  const names = first.map((line) => line.split(" ")[1]);
  const turnsOver = names.filter((name, place) => place > 0 && name !== names[place - 1]);
  expect(new Set(names)).toEqual(new Set(["a1", "b1", undefined]));
  expect(turnsOver.length).toBeGreaterThan(100);
});

const twoProcesses = 1;

test("nothing is wrong where nothing is planted, and something happened", { timeout }, async () => {
  const played = await one({ seed: 103, steps: 6 });
  expect(faultsOf(played)).toEqual([]);
  expect(emptinessOf(played)).toBeNull();
});

test("while faults never end, what must never happen does not", { timeout }, async () => {
  const played = await one({ seed: 104, steps: 6, unending: true });
  expect(faultsOf(played)).toEqual([]);
  expect(played.faults).toBeGreaterThan(10);
});

// As short as they may be for it to show. Most of a history is how it comes to rest: `unending` ones never do.
describe("a planted defect is seen as what it is:", () => {
  test.each([
    ["diverged", "reading: the direction of links is swapped", { seed: 301, steps: 1 }],
    ["diverged", "writing: a changed rollup is not sent", { seed: 301, steps: 1 }],
    ["diverged", "model: what is hidden stays", { seed: 2, steps: 1 }],
    ["diverged", "model: what moved is not followed", { seed: 343, steps: 1 }],
    ["diverged", "model: no item is unknown", { seed: 466, steps: 1 }],
    ["diverged", "queue: polls are lost", { seed: 301, steps: 1 }],
    ["unheard", "receiver: everything is our own", { seed: 301, steps: 1 }],
    ["unheard", "reading: pull requests are left out", { seed: 2, steps: 1 }],
    ["rejuvenated", "ledger: a conflict's age is lost", { seed: 303, steps: 1 }],
    ["duplicates", "writing: a rollup is sent twice", { seed: 301, steps: 2, unending: true }],
    ["lost", "ledger: people's answers are lost", { seed: 24, steps: 9 }],
    ["lost", "inbox: nothing waits", { seed: 301, steps: 1 }],
    ["overwritten", "request: people's words in GitHub are left out", { seed: 9, steps: 4, unending: true }],
    ["afterStop", "ledger: a stop is not heeded", { seed: 17, steps: 3, unending: true }],
    ["broken", "ledger: causes are never forgotten", { seed: 301, steps: 2, unending: true }],
  ] as const)("%s by “%s”", { timeout }, async (judge, name, history) => {
    const plant = plants.get(name);
    if (plant === undefined) throw new Error(`nothing is planted as "${name}"`);
    const played = await one({ ...history, plant, stopsAtFailure: true });
    expect(played[judge].length).toBeGreaterThan(0);
  });
});

describe("a history in which nothing happened is no pass:", () => {
  const happened = { changes: 1, writes: 1, faults: 1, restarts: 0 };
  test.each([
    [{ changes: 0 }, "nothing changed"],
    [{ writes: 0 }, "nothing was written"],
    [{ faults: 0 }, "nothing went wrong"],
    [{ faults: 0, restarts: 1 }, null],
    [{}, null],
  ])("%o", (missing, emptiness) => {
    expect(emptinessOf({ ...happened, ...missing })).toBe(emptiness);
  });
});

describe("a comment that a person deleted may be missing until the ledger has a later write:", () => {
  test.each([
    ["no person deleted it", { state: "standing", updatedAt: 5 }, undefined, false],
    ["Signalbox has not written it since", { state: "standing", updatedAt: 5 }, 5, true],
    ["Signalbox noticed it", { state: "gone", updatedAt: 5 }, 5, true],
    ["the ledger has no row", undefined, null, true],
    ["the ledger has a later write", { state: "standing", updatedAt: 9 }, 5, false],
    ["the ledger has its first write", { state: "standing", updatedAt: 9 }, null, false],
  ] as const)("%s", (_, record, writtenAt, isLeft) => {
    expect(isLeftDeleted(record, writtenAt)).toBe(isLeft);
  });
});

test("coverage grows by the seeds' order, whichever ended first", () => {
  const played = [
    { seed: 12, pairs: ["poll × 429"] },
    { seed: 10, pairs: ["poll × 429", "sweep × reset"] },
    { seed: 11, pairs: ["sweep × reset"] },
  ];
  expect(coverageCurve(played)).toEqual({ pairs: 2, lastNewAt: 10, curve: { 1: 2, 2: 2 } });
  expect(coverageCurve([...played, { seed: 9, pairs: ["receive × reset"] }])).toEqual({
    pairs: 3,
    lastNewAt: 10,
    curve: { 1: 1, 2: 3 },
  });
  expect(coverageCurve([])).toEqual({ pairs: 0, lastNewAt: null, curve: {} });
});
