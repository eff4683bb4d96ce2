import { describe, expect, test } from "vitest";
import { overAt, verdictOf, isFalse, isTrue, type PastConflict, type Verdict } from "../../bench/past-verdicts.ts";

/** Days after the conflict opened; the consumer is needed on day 10, and the last known day is 100. */
function aConflict(change: Partial<PastConflict> = {}): PastConflict {
  const open = { status: "todo", closedAt: null } as const;
  return { rule: "late-provider", openedAt: 0, neededBy: 10, left: null, consumer: open, provider: open, ...change };
}

const done = (closedAt: number) => ({ status: "done", closedAt }) as const;
const cancelled = (closedAt: number) => ({ status: "cancelled", closedAt }) as const;
const moved = (at: number) => ({ at, why: "moved" }) as const;

describe("a conflict was right or wrong by what came first", () => {
  test.each([
    ["both are open at the consumer's date", {}, "late"],
    ["the provider is done the day after", { provider: done(11), consumer: done(12) }, "late"],
    ["the provider is done on the day", { provider: done(10) }, "in-time"],
    ["the provider is cancelled before", { provider: cancelled(4) }, "in-time"],
    ["the consumer is done without it", { consumer: done(5), provider: done(7) }, "without"],
    ["the consumer is cancelled", { consumer: cancelled(5) }, "dropped"],
    [
      "the consumer is cancelled, and so was its provider",
      { rule: "cancelled-provider", provider: cancelled(-3), consumer: cancelled(5) },
      "replanned",
    ],
    [
      "the consumer stays open without its cancelled provider",
      { rule: "cancelled-provider", provider: cancelled(-3) },
      "late",
    ],
    [
      "the consumer is done without its cancelled provider",
      { rule: "cancelled-provider", provider: cancelled(-3), consumer: done(8) },
      "without",
    ],
    ["one of them gets another place", { left: moved(3), provider: done(20) }, "replanned"],
    ["one of them gets another place too late", { left: moved(10) }, "late"],
    ["another rule takes over although nothing moved", { left: { at: 3, why: "other" }, provider: done(8) }, "in-time"],
    [
      "people close the consumer's sprint early",
      { left: { at: 6, why: "consumer-without-plan" }, provider: done(8) },
      "late",
    ],
    [
      "people close the consumer's sprint late",
      { left: { at: 14, why: "consumer-without-plan" }, provider: done(8) },
      "in-time",
    ],
    ["the consumer has no date, and the provider is done", { neededBy: null, provider: done(8) }, "undecided"],
    ["the consumer has no date, and is done", { neededBy: null, consumer: done(8) }, "without"],
    ["the consumer has no date, and nothing happens", { neededBy: null }, "undecided"],
    ["the consumer's date lies beyond what is known", { neededBy: 101 }, "undecided"],
    ["a later event is unknown", { neededBy: 150, provider: done(120) }, "undecided"],
    ["the provider cannot be read", { provider: null, consumer: done(4) }, "without"],
  ] satisfies [string, Partial<PastConflict>, Verdict][])("%s", (_name, change, expected) => {
    expect(verdictOf(aConflict(change), 100)).toBe(expected);
  });

  test("is true, false or undecided", () => {
    const all: readonly Verdict[] = ["late", "replanned", "in-time", "without", "dropped", "undecided"];
    expect(all.filter(isTrue)).toEqual(["late", "replanned"]);
    expect(all.filter(isFalse)).toEqual(["in-time", "without", "dropped"]);
  });

  test.each([
    [{ neededBy: null, left: null }, null],
    [{ neededBy: 10, left: null }, 10],
    [{ neededBy: 10, left: { at: 6, why: "consumer-without-plan" } }, 6],
    [{ neededBy: 10, left: { at: 6, why: "moved" } }, 10],
  ] as const)("the consumer's time is over: %j", (given, expected) => {
    expect(overAt(given)).toBe(expected);
  });
});
