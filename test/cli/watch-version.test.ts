import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchVersion } from "../../src/cli/watch-version.ts";
import { Failure, type FailureCode } from "../../src/domain/failure.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});

afterEach(() => {
  vi.useRealTimers();
});

const failing = (code: FailureCode) =>
  new Failure({ code, what: "It is so.", remedy: "Wait.", verdict: { kind: "stop" } });

test("a service is told to stop once a later version has outgrown it, and not while the database is merely away", async () => {
  const answers = [null, failing("database-unavailable"), new Error("a bug"), failing("guard")];
  let looks = 0;
  const watch = watchVersion({
    ensureCurrent: async () => {
      const answer = answers[looks] ?? null;
      looks += 1;
      if (answer !== null) throw answer;
    },
  });
  let told: unknown = null;
  const ended = watch.outgrown.catch((error: unknown) => void (told = error));
  for (const _ of [1, 2, 3]) await vi.advanceTimersByTimeAsync(5000);
  expect({ looks, told }).toEqual({ looks: 3, told: null });
  await vi.advanceTimersByTimeAsync(5000);
  await ended;
  expect(told).toMatchObject({ code: "guard" });
  watch.end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks).toBe(4);
});
