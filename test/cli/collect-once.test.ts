import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { collectOnce } from "../../src/cli/collect-once.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Whether something that nobody holds is still there afterwards. */
async function isKeptOver(act: () => Promise<void>): Promise<boolean> {
  const left = new WeakRef({ of: "the start" });
  // What was made in this turn is held until it ends.
  await new Promise(setImmediate);
  await act();
  return left.deref() !== undefined;
}

test("what the start left behind is given back a while after it", async () => {
  collectOnce();
  expect(await isKeptOver(() => vi.advanceTimersByTimeAsync(15_000).then(() => undefined))).toBe(false);
});

test("not before, and never where the service ended meanwhile", async () => {
  const end = collectOnce();
  expect(await isKeptOver(() => vi.advanceTimersByTimeAsync(10_000).then(() => undefined))).toBe(true);
  end();
  expect(vi.getTimerCount()).toBe(0);
});
