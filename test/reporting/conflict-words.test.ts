import { describe, expect, test } from "vitest";
import type { Conflict, FixStep } from "../../src/domain/conflict.ts";
import { actorNames, conflictSentence, fixWords, plain } from "../../src/reporting/conflict-words.ts";
import {
  aConflict,
  aGithubItem,
  anItem,
  aTrain,
  aView,
  evidence,
  githubId,
  jiraId,
  noon,
  planned,
  proposed,
} from "../support/builders.ts";

const view = aView([planned(anItem()), planned(anItem({ nativeId: "2" })), planned(aGithubItem())]);
const dayMs = 86_400_000;

const inIteration = (iteration: string | null, increment = "2026.4") => evidence({ iteration, increment });

const sentences: readonly (readonly [string, Partial<Conflict>, string])[] = [
  [
    "late by iteration",
    {},
    "PAY-1 is planned for iteration 2, but acme/api#1, which it waits for, only for iteration 4.",
  ],
  [
    "late by dates in the same iteration",
    {
      evidence: {
        consumer: inIteration("2"),
        provider: evidence({ iteration: "2", endsAt: noon }),
        cycle: [],
        written: [],
      },
    },
    "PAY-1 is planned for iteration 2, but acme/api#1, which it waits for, ends only on 24 Nov 2026.",
  ],
  [
    "late with a start day only",
    {
      evidence: {
        consumer: evidence({ startsAt: noon }),
        provider: evidence({ endsAt: noon + dayMs }),
        cycle: [],
        written: [],
      },
    },
    "PAY-1 starts on 24 Nov 2026, but acme/api#1, which it waits for, ends only on 25 Nov 2026.",
  ],
  [
    "late with an end day only",
    { evidence: { consumer: evidence({ endsAt: noon }), provider: inIteration("4"), cycle: [], written: [] } },
    "PAY-1 is due by 24 Nov 2026, but acme/api#1, which it waits for, is planned only for iteration 4.",
  ],
  [
    "later increment",
    {
      rule: "cross-increment",
      evidence: { consumer: inIteration("2"), provider: inIteration("1", "2027.1"), cycle: [], written: [] },
    },
    "PAY-1 is planned for 2026.4, but acme/api#1, which it waits for, only for 2027.1.",
  ],
  [
    "same iteration",
    { rule: "same-iteration" },
    "PAY-1 and acme/api#1, which it waits for, are both planned for iteration 2.",
  ],
  [
    "unscheduled",
    { rule: "unscheduled-provider" },
    "acme/api#1 is not planned yet, but PAY-1 is planned for iteration 2 and waits for it.",
  ],
  [
    "unscheduled, consumer under way",
    { rule: "unscheduled-provider", evidence: { consumer: evidence(), provider: evidence(), cycle: [], written: [] } },
    "acme/api#1 is not planned yet, but PAY-1 is under way and waits for it.",
  ],
  [
    "unscheduled, consumer with dates only",
    {
      rule: "unscheduled-provider",
      evidence: { consumer: evidence({ endsAt: noon }), provider: evidence(), cycle: [], written: [] },
    },
    "acme/api#1 is not planned yet, but PAY-1 is due by 24 Nov 2026 and waits for it.",
  ],
  [
    "overdue",
    {
      rule: "overdue-provider",
      evidence: { consumer: inIteration("2"), provider: evidence({ endsAt: noon }), cycle: [], written: [] },
    },
    "acme/api#1 was due by 24 Nov 2026 and is not done, and PAY-1 waits for it.",
  ],
  [
    "cancelled",
    {
      rule: "cancelled-provider",
      evidence: {
        consumer: inIteration("2"),
        provider: evidence({ status: "Closed (Won't Do)" }),
        cycle: [],
        written: [],
      },
    },
    "acme/api#1 will not be done: it stands at “Closed (Won't Do)”. But PAY-1 still waits for it.",
  ],
  ["started", { rule: "started-blocked" }, "PAY-1 is in progress, but acme/api#1, which it waits for, is not done."],
  [
    "cancelled, nothing else known",
    { rule: "cancelled-provider", evidence: { consumer: evidence(), provider: null, cycle: [], written: [] } },
    "acme/api#1 will not be done: it stands at “gone”. But PAY-1 still waits for it.",
  ],
  [
    "overdue without a day",
    { rule: "overdue-provider", evidence: { consumer: evidence(), provider: null, cycle: [], written: [] } },
    "acme/api#1 is overdue and is not done, and PAY-1 waits for it.",
  ],
  [
    "late, nothing else known",
    { evidence: { consumer: evidence(), provider: null, cycle: [], written: [] } },
    "PAY-1 is under way, but acme/api#1, which it waits for, comes later.",
  ],
  [
    "waiting for nothing that has a name",
    { rule: "started-blocked", provider: null },
    "PAY-1 is in progress, but an unknown item, which it waits for, is not done.",
  ],
  [
    "cycle",
    {
      rule: "cycle",
      evidence: {
        consumer: evidence(),
        provider: evidence(),
        cycle: [jiraId("1"), githubId("1"), jiraId("2")],
        written: [],
      },
    },
    "PAY-1 → acme/api#1 → PAY-2 → PAY-1: they wait for each other, so none can finish first.",
  ],
  [
    "unreadable",
    {
      rule: "unreadable-provider",
      provider: "key:github:other/repo#9",
      evidence: { consumer: evidence(), provider: null, cycle: [], written: [] },
    },
    "PAY-1 waits for other/repo#9, which Signalbox cannot read.",
  ],
];

describe("what is wrong, in one sentence", () => {
  test.each(sentences)("%s", (_name, change, expected) => {
    expect(plain(conflictSentence(view, aConflict(change), "2026.4"))).toBe(expected);
  });

  test("keys are links to the items", () => {
    const [first] = conflictSentence(view, aConflict(), "2026.4");
    expect(first).toStrictEqual({ type: "link", text: "PAY-1", url: "https://acme.example/browse/PAY-1" });
  });
});

const steps: readonly (readonly [FixStep, string])[] = [
  [{ do: "move", item: githubId("1"), to: "1", increment: "2026.4" }, "move acme/api#1 to iteration 1"],
  [{ do: "move", item: jiraId("1"), to: "1", increment: "2027.1" }, "move PAY-1 to 2027.1 iteration 1"],
  [{ do: "schedule", item: jiraId("1"), to: "3", increment: "2026.4" }, "plan PAY-1 for iteration 3"],
  [{ do: "schedule", item: jiraId("1"), to: null, increment: null }, "plan PAY-1"],
  [{ do: "finish", item: jiraId("1") }, "finish PAY-1"],
  [{ do: "replace", item: jiraId("1") }, "reopen or replace PAY-1"],
  [
    { do: "drop-link", consumer: jiraId("1"), provider: githubId("1"), written: [] },
    "remove the link from PAY-1 to acme/api#1 if it no longer holds",
  ],
  [{ do: "grant-access", provider: "key:jira:OPS-4" }, "let Signalbox read OPS-4, or correct the link"],
];

describe("the smallest fix", () => {
  test.each(steps)("%o", (step, expected) => {
    expect(fixWords(view, aConflict({ fix: [proposed(step)] }), "2026.4")).toBe(expected);
  });

  test("alternatives are joined", () => {
    const fix: readonly FixStep[] = [
      { do: "finish", item: githubId("1") },
      { do: "move", item: jiraId("1"), to: "5", increment: "2026.4" },
    ];
    expect(fixWords(view, aConflict({ fix: fix.map((step) => proposed(step)) }), "2026.4")).toBe(
      "finish acme/api#1, or move PAY-1 to iteration 5",
    );
  });
});

describe("who acts", () => {
  test.each([
    ["teams by name", ["api", "checkout"], view, "API or Checkout"],
    ["a team no longer in the file by key", ["gone"], view, "gone"],
    ["else the team that waits", [], view, "Checkout"],
    ["else nobody", [], aView([planned(anItem(), { team: null })], { train: aTrain() }), "nobody on this train"],
  ] as const)("%s", (_name, actors, seen, expected) => {
    expect(actorNames(seen, aConflict({ actors }))).toBe(expected);
  });
});
