import { describe, expect, test } from "vitest";
import { createLane } from "../../../connectors/kit/lane.ts";
import { timeline } from "../../support/timeline.ts";

describe("lane", () => {
  test("runs at most so many tasks at a time", async () => {
    const time = timeline(1000);
    const lane = createLane({ concurrency: 2, ...time });
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
    };
    await Promise.all(Array.from({ length: 7 }, () => lane.run(task)));
    expect(most).toBe(2);
    expect(time.waits).toEqual([]);
  });

  test("starts nobody before the hold is over, and a shorter hold does not shorten it", async () => {
    const time = timeline(1000);
    const lane = createLane({ concurrency: 1, ...time });
    lane.holdUntil(4000);
    lane.holdUntil(2000);
    expect(await lane.run(async () => time.clock())).toBe(4000);
    expect(time.waits).toEqual([3000]);
  });

  test("waits again when the hold was prolonged meanwhile", async () => {
    const time = timeline(1000);
    const lane = createLane({
      concurrency: 1,
      clock: time.clock,
      wait: async (ms) => {
        if (time.waits.length === 0) lane.holdUntil(9000);
        await time.wait(ms);
      },
    });
    lane.holdUntil(3000);
    expect(await lane.run(async () => time.clock())).toBe(9000);
  });

  test("is not trapped by a clock that stands still", async () => {
    const waits: number[] = [];
    const lane = createLane({ concurrency: 1, clock: () => 0, wait: async (ms) => void waits.push(ms) });
    lane.holdUntil(500);
    expect(await lane.run(async () => "through")).toBe("through");
    expect(waits).toEqual([500]);
  });

  test("lets what can wait go last among those that wait", async () => {
    const lane = createLane({ concurrency: 1, ...timeline() });
    const begun: string[] = [];
    const task = (name: string) => async () => void begun.push(name);
    await Promise.all([
      lane.run(task("under way")),
      lane.run(task("later"), { background: true }),
      lane.run(task("urgent")),
      lane.run(task("urgent too")),
    ]);
    expect(begun).toEqual(["under way", "urgent", "urgent too", "later"]);
  });

  test("hands a task's error to its caller and goes on", async () => {
    const lane = createLane({ concurrency: 1, ...timeline(1000) });
    await expect(lane.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await lane.run(async () => 7)).toBe(7);
  });
});

describe("what can wait", () => {
  /** Tasks that end when told, and the order in which they began. */
  function tasks() {
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const task = (name: string) => () =>
      new Promise<void>((resolve) => {
        begun.push(name);
        ends.set(name, resolve);
      });
    const settle = async () => {
      for (let n = 0; n < 20; n += 1) await Promise.resolve();
    };
    const end = async (name: string) => {
      ends.get(name)?.();
      await settle();
    };
    return { begun, task, settle, end };
  }

  test("leaves one place free, and starts after all else that waits", async () => {
    const { begun, task, settle, end } = tasks();
    const lane = createLane({ concurrency: 3, ...timeline(0) });
    const all = ["slow 1", "slow 2", "slow 3", "slow 4"].map((name) => lane.run(task(name), { background: true }));
    await settle();
    expect(begun).toEqual(["slow 1", "slow 2"]);
    all.push(...["live 1", "live 2"].map((name) => lane.run(task(name))));
    await settle();
    expect(begun.slice(2)).toEqual(["live 1"]);
    await end("slow 1");
    expect(begun.slice(3)).toEqual(["live 2"]);
    for (const name of ["live 1", "live 2", "slow 2", "slow 3", "slow 4"]) await end(name);
    await Promise.all(all);
    expect(begun.slice(4)).toEqual(["slow 3", "slow 4"]);
  });

  test("is held by itself, and then keeps no place from the others", async () => {
    const time = timeline(0);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const lane = createLane({ concurrency: 1, clock: time.clock, wait: (ms) => held.then(() => time.wait(ms)) });
    lane.holdUntil(5000, { background: true });
    const slow = lane.run(async () => time.clock(), { background: true });
    expect(await lane.run(async () => time.clock())).toBe(0);
    release();
    expect(await slow).toBe(5000);
  });

  test("waits for everybody's hold as well, and its own does not shorten that", async () => {
    const time = timeline(0);
    const lane = createLane({ concurrency: 2, ...time });
    lane.holdUntil(4000);
    lane.holdUntil(2000, { background: true });
    expect(await lane.run(async () => time.clock(), { background: true })).toBe(4000);
  });

  test("hands its error to its caller and goes on", async () => {
    const lane = createLane({ concurrency: 2, ...timeline(0) });
    await expect(lane.run(() => Promise.reject(new Error("no")), { background: true })).rejects.toThrow("no");
    expect(await lane.run(async () => 7, { background: true })).toBe(7);
  });
});
