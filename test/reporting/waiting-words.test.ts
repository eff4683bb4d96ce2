import { expect, test } from "vitest";
import type { PlannedWrite, Waiting } from "../../src/reporting/planned-writes.ts";
import { waitingWords } from "../../src/reporting/waiting-words.ts";
import { noon } from "../support/builders.ts";

const draft = {} as PlannedWrite;
const minute = 60_000;
const berlin = { now: noon, timeZone: "Europe/Berlin" };

test.each<readonly [Pick<Waiting, "because" | "until" | "draft">, string]>([
  [
    { because: "settling", until: noon + 10 * minute, draft },
    "will be written after 13:10 CET: its conflict has not been open long enough (comments.settle)",
  ],
  [
    { because: "cap", until: noon + 12 * 60 * minute, draft },
    "will be written after 25 Nov 2026, 01:00 CET: the cap on new comments per hour is reached (comments.newPerRun)",
  ],
  [{ because: "cap", until: null, draft }, "waits: the cap on new comments per hour is reached (comments.newPerRun)"],
  [
    { because: "outcome-unknown", until: noon },
    "will be checked again after 13:00 CET: it may exist already: Signalbox searches for it first",
  ],
  [{ because: "removed-by-a-person", until: null }, "waits: a person deleted it"],
])("%j", (waiting, words) => {
  expect(waitingWords(waiting, berlin)).toBe(words);
});
