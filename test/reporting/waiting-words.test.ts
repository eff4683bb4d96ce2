import { expect, test } from "vitest";
import type { PlannedWrite, Waiting } from "../../src/reporting/plan.ts";
import { waitingWords } from "../../src/reporting/waiting-words.ts";
import { noon } from "../support/builders.ts";

const draft = {} as PlannedWrite;
const minute = 60_000;
const berlin = { now: noon, timeZone: "Europe/Berlin" };

test.each<readonly [Pick<Waiting, "because" | "until" | "draft">, string]>([
  [
    { because: "settling", until: noon + 10 * minute, draft },
    "will be written after 13:10 CET: its conflict has to stand for a while first (comments.settle)",
  ],
  [
    { because: "cap", until: noon + 12 * 60 * minute, draft },
    "will be written after 25 Nov 2026, 01:00 CET: so many new comments are enough for one hour (comments.newPerRun)",
  ],
  [{ because: "cap", until: null, draft }, "waits: so many new comments are enough for one hour (comments.newPerRun)"],
  [
    { because: "outcome-unknown", until: noon },
    "will be looked at again after 13:00 CET: nobody knows whether it was created: it is looked for first",
  ],
  [{ because: "removed-by-a-person", until: null }, "waits: a person deleted it"],
])("%j", (waiting, words) => {
  expect(waitingWords(waiting, berlin)).toBe(words);
});
