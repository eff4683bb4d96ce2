import { describe, expect, test } from "vitest";
import { createRateLimiter, Paused } from "../../../connectors/kit/rate-limiter.ts";
import { timeline } from "../../support/waiting-clock.ts";

const patience = { longestWaitMs: 30_000, longestBackgroundWaitMs: 60_000 };

describe("rate limiter", () => {
  test("runs at most as many tasks at a time as its concurrency", async () => {
    const time = timeline(1000);
    const limiter = createRateLimiter({ concurrency: 2, ...patience, ...time });
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
    };
    await Promise.all(Array.from({ length: 7 }, () => limiter.run(task)));
    expect(most).toBe(2);
    expect(time.waits).toEqual([]);
  });

  test("starts no task before the pause is over, and a shorter pause does not shorten it", async () => {
    const time = timeline(1000);
    const limiter = createRateLimiter({ concurrency: 1, ...patience, ...time });
    limiter.pauseUntil(4000);
    limiter.pauseUntil(2000);
    expect(await limiter.run(async () => time.clock())).toBe(4000);
    expect(time.waits).toEqual([3000]);
  });

  test("waits again when the pause was prolonged meanwhile", async () => {
    const time = timeline(1000);
    const limiter = createRateLimiter({
      concurrency: 1,
      ...patience,
      clock: time.clock,
      wait: async (ms) => {
        if (time.waits.length === 0) limiter.pauseUntil(9000);
        await time.wait(ms);
      },
    });
    limiter.pauseUntil(3000);
    expect(await limiter.run(async () => time.clock())).toBe(9000);
  });

  test.each([
    ["for all", {}],
    ["for the background", { background: true }],
  ])("a stop of the process ends a pause %s, and the task does not start", async (_, urgency) => {
    const wait = () => Promise.reject(new DOMException("stopped", "AbortError"));
    const limiter = createRateLimiter({ concurrency: 2, ...patience, clock: () => 1000, wait });
    limiter.pauseUntil(9000, urgency);
    const started: string[] = [];
    const paused = limiter.run(async () => void started.push("task"), urgency);
    await expect(paused).rejects.toMatchObject({ name: "Paused", afterMs: 8000, isReserved: "background" in urgency });
    expect(started).toEqual([]);
  });

  test("is not trapped by a clock that stands still", async () => {
    const waits: number[] = [];
    const limiter = createRateLimiter({
      concurrency: 1,
      ...patience,
      clock: () => 0,
      wait: async (ms) => void waits.push(ms),
    });
    limiter.pauseUntil(500);
    expect(await limiter.run(async () => "through")).toBe("through");
    expect(waits).toEqual([500]);
  });

  test("lets what can wait go last among those that wait", async () => {
    const limiter = createRateLimiter({ concurrency: 1, ...patience, ...timeline() });
    const begun: string[] = [];
    const task = (name: string) => async () => void begun.push(name);
    await Promise.all([
      limiter.run(task("under way")),
      limiter.run(task("later"), { background: true }),
      limiter.run(task("urgent")),
      limiter.run(task("urgent too")),
    ]);
    expect(begun).toEqual(["under way", "urgent", "urgent too", "later"]);
  });

  test("hands a task's error to its caller and goes on", async () => {
    const limiter = createRateLimiter({ concurrency: 1, ...patience, ...timeline(1000) });
    await expect(limiter.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await limiter.run(async () => 7)).toBe(7);
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
    const limiter = createRateLimiter({ concurrency: 3, ...patience, ...timeline(0) });
    const all = ["slow 1", "slow 2", "slow 3", "slow 4"].map((name) => limiter.run(task(name), { background: true }));
    await settle();
    expect(begun).toEqual(["slow 1", "slow 2"]);
    all.push(...["live 1", "live 2"].map((name) => limiter.run(task(name))));
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
    const limiter = createRateLimiter({
      concurrency: 1,
      ...patience,
      clock: time.clock,
      wait: (ms) => held.then(() => time.wait(ms)),
    });
    limiter.pauseUntil(5000, { background: true });
    const slow = limiter.run(async () => time.clock(), { background: true });
    expect(await limiter.run(async () => time.clock())).toBe(0);
    release();
    expect(await slow).toBe(5000);
  });

  test("waits for everybody's pause as well, and its own does not shorten that", async () => {
    const time = timeline(0);
    const limiter = createRateLimiter({ concurrency: 2, ...patience, ...time });
    limiter.pauseUntil(4000);
    limiter.pauseUntil(2000, { background: true });
    expect(await limiter.run(async () => time.clock(), { background: true })).toBe(4000);
  });

  test("hands its error to its caller and goes on", async () => {
    const limiter = createRateLimiter({ concurrency: 2, ...patience, ...timeline(0) });
    await expect(limiter.run(() => Promise.reject(new Error("no")), { background: true })).rejects.toThrow("no");
    expect(await limiter.run(async () => 7, { background: true })).toBe(7);
  });
});

describe("a pause that lasts longer than a request waits", () => {
  const paused = (afterMs: number, isReserved: boolean): unknown => expect.objectContaining({ afterMs, isReserved });

  test("ends all that waits or comes, each told how long it still lasts, and starts none", async () => {
    const time = timeline(0);
    const limiter = createRateLimiter({ concurrency: 1, ...patience, ...time });
    const begun: string[] = [];
    const first = limiter.run(async () => limiter.pauseUntil(30_001));
    const task = async () => void begun.push("late");
    const others = [limiter.run(task), limiter.run(task, { background: true })];
    await first;
    for (const other of others) await expect(other).rejects.toThrow(Paused);
    await time.wait(10);
    await expect(limiter.run(task)).resolves.toBeUndefined();
    expect([begun, time.waits]).toEqual([["late"], [10, 29_991]]);
  });

  test("may concern what can wait only, which is told so", async () => {
    const time = timeline(0);
    const limiter = createRateLimiter({ concurrency: 2, ...patience, ...time });
    limiter.pauseUntil(60_001, { background: true });
    await expect(limiter.run(async () => 7, { background: true })).rejects.toEqual(paused(60_001, true));
    expect(await limiter.run(async () => 7)).toBe(7);
    limiter.pauseUntil(31_000);
    await expect(limiter.run(async () => 7, { background: true })).rejects.toEqual(paused(31_000, false));
    expect(time.waits).toEqual([]);
  });

  test("that begins while something in the background waits for a place ends it as well", async () => {
    const limiter = createRateLimiter({ concurrency: 1, ...patience, ...timeline(0) });
    let end = () => {};
    const underWay = limiter.run(() => new Promise<void>((resolve) => (end = resolve)));
    const later = limiter.run(async () => 7, { background: true });
    for (let n = 0; n < 9; n += 1) await Promise.resolve();
    limiter.pauseUntil(60_001, { background: true });
    end();
    await underWay;
    await expect(later).rejects.toEqual(paused(60_001, true));
  });

  test("is over after an hour, whatever was asked for", async () => {
    const time = timeline(0);
    const limiter = createRateLimiter({ concurrency: 1, ...patience, ...time });
    limiter.pauseUntil(Number.MAX_SAFE_INTEGER);
    await expect(limiter.run(async () => 7)).rejects.toEqual(paused(3_600_000, false));
    await time.wait(3_600_000);
    expect(await limiter.run(async () => 7)).toBe(7);
  });
});
