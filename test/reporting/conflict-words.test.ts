import { describe, expect, test } from "vitest";
import type { Conflict, EndEvidence } from "../../src/domain/conflicts/conflict.ts";
import type { WorkItemId } from "../../src/domain/ids.ts";
import { conflictSentence, plain, sentenceForReader } from "../../src/reporting/conflict-sentence.ts";
import { aConflict, aGithubItem, anItem, evidence, githubId, jiraId, noon, planned } from "../support/builders.ts";
import { aView } from "../support/views.ts";

const view = aView([planned(anItem()), planned(anItem({ nativeId: "2" })), planned(aGithubItem())]);
const dayMs = 86_400_000;

const inIteration = (iteration: string | null, increment = "2026.4") => evidence({ iteration, increment });

/** Planned by parts, PAY-2 being the one that decides. */
const parts = (unplanned: number) => ({ through: { from: "parts", item: jiraId("2"), unplanned } }) as const;

const inSprint = evidence({ startsAt: noon, endsAt: noon + dayMs, datesFrom: "sprint" });

const ends = (consumer: EndEvidence, provider: EndEvidence | null): Partial<Conflict> => ({
  evidence: { consumer, provider, cycle: [], written: [] },
});

const inCycle = (...cycle: readonly WorkItemId[]): Partial<Conflict> => ({
  rule: "cycle",
  evidence: { consumer: evidence(), provider: evidence(), cycle, written: [] },
});

/** What it says of the conflict to anybody, and to the readers of the provider. */
const sentences: readonly (readonly [name: string, change: Partial<Conflict>, says: string, atProvider?: string])[] = [
  [
    "late by iteration",
    {},
    "PAY-1 is planned for iteration 2, but it needs acme/api#1, which is planned for iteration 4.",
    "This item is planned for iteration 4, but it blocks PAY-1, which is planned for iteration 2.",
  ],
  [
    "late by iteration, in a later increment of which less is known",
    ends(inIteration("2"), inIteration("9", "2027.1")),
    "PAY-1 is planned for iteration 2, but it needs acme/api#1, which is planned for 2027.1 iteration 9.",
  ],
  [
    "late by its own due date, though its iteration comes first",
    ends(
      { ...inIteration("2"), startsAt: noon },
      { ...inIteration("1"), startsAt: noon - 9 * dayMs, endsAt: noon + 2 * dayMs, datesFrom: "item" },
    ),
    "PAY-1 starts on 24 Nov 2026, but it needs acme/api#1, which is due on 26 Nov 2026.",
    "This item is due on 26 Nov 2026, but it blocks PAY-1, which starts on 24 Nov 2026.",
  ],
  [
    "late by dates in the same iteration",
    ends(
      { ...inIteration("2"), endsAt: noon, datesFrom: "item" },
      { ...inIteration("2"), startsAt: noon, endsAt: noon + dayMs },
    ),
    "PAY-1 is due on 24 Nov 2026, but it needs acme/api#1, which starts on 24 Nov 2026.",
  ],
  [
    "late in the same iteration, the consumer without an end",
    ends({ ...inIteration("2"), startsAt: noon }, { ...inIteration("2"), startsAt: noon + dayMs }),
    "PAY-1 starts on 24 Nov 2026, but it needs acme/api#1, which starts on 25 Nov 2026.",
  ],
  [
    "late with a start day only",
    ends(evidence({ startsAt: noon }), evidence({ endsAt: noon + dayMs })),
    "PAY-1 starts on 24 Nov 2026, but it needs acme/api#1, which ends on 25 Nov 2026.",
  ],
  [
    "late with an end day only",
    ends(evidence({ endsAt: noon }), { ...inIteration("4"), endsAt: noon + 30 * dayMs }),
    "PAY-1 ends on 24 Nov 2026, but it needs acme/api#1, which ends on 24 Dec 2026.",
  ],
  [
    "late with a start of the provider only",
    ends({ ...inIteration("2"), startsAt: noon }, evidence({ startsAt: noon + dayMs })),
    "PAY-1 starts on 24 Nov 2026, but it needs acme/api#1, which starts on 25 Nov 2026.",
  ],
  [
    "late, without a day",
    ends({ ...inIteration("2"), startsAt: noon }, evidence()),
    "PAY-1 starts on 24 Nov 2026, but it needs acme/api#1, which comes later.",
  ],
  [
    "late, nothing else known",
    ends(evidence(), null),
    "PAY-1 is in progress, but it needs acme/api#1, which comes later.",
  ],
  [
    "later increment",
    { rule: "cross-increment", ...ends(inIteration("2"), inIteration("1", "2027.1")) },
    "PAY-1 is planned for increment 2026.4, but it needs acme/api#1, which is planned for increment 2027.1.",
    "This item is planned for increment 2027.1, but it blocks PAY-1, which is planned for increment 2026.4.",
  ],
  [
    "same iteration",
    { rule: "same-iteration" },
    "PAY-1 is planned for iteration 2, but it needs acme/api#1, which is planned for the same iteration.",
    "This item is planned for iteration 2, but it blocks PAY-1, which is planned for the same iteration.",
  ],
  [
    "late in the same iteration, since the provider's sprint outlasts it",
    ends(
      { ...inIteration("2"), startsAt: noon, endsAt: noon + 14 * dayMs, datesFrom: "sprint" },
      { ...inIteration("2"), startsAt: noon, endsAt: noon + 28 * dayMs, datesFrom: "sprint" },
    ),
    "PAY-1 ends on 8 Dec 2026, but it needs acme/api#1, which ends on 22 Dec 2026.",
  ],
  [
    "late through the part that ends last",
    ends(inIteration("2"), {
      ...inIteration("4"),
      datesFrom: "parts",
      ...parts(1),
    }),
    "PAY-1 is planned for iteration 2, but it needs acme/api#1, which is planned for iteration 4 (its part PAY-2 ends last; 1 open part of it is not planned).",
    "This item is planned for iteration 4 (its part PAY-2 ends last; 1 open part of it is not planned), but it blocks PAY-1, which is planned for iteration 2.",
  ],
  [
    "late with the parent, for a consumer of which more is not planned",
    ends(
      {
        ...evidence({ startsAt: noon }),
        datesFrom: "parts",
        ...parts(3),
      },
      {
        ...evidence({ endsAt: noon + dayMs }),
        datesFrom: "parent",
        through: { from: "parent", item: jiraId("2"), unplanned: 0 },
      },
    ),
    "PAY-1 starts on 24 Nov 2026 (its part PAY-2 begins first; 3 open parts of it are not planned), but it needs acme/api#1, which ends on 25 Nov 2026 (with its parent PAY-2).",
  ],
  [
    "by the end of parts that have no start: none of them begins first",
    ends(
      { ...evidence({ endsAt: noon }), datesFrom: "parts", ...parts(1) },
      evidence({ endsAt: noon + dayMs, datesFrom: "item" }),
    ),
    "PAY-1 ends on 24 Nov 2026, but it needs acme/api#1, which is due on 25 Nov 2026.",
  ],
  [
    "by its own dates, whatever its parts are planned for",
    ends(evidence({ startsAt: noon }), { ...evidence({ endsAt: noon + dayMs, datesFrom: "item" }), ...parts(1) }),
    "PAY-1 starts on 24 Nov 2026, but it needs acme/api#1, which is due on 25 Nov 2026.",
  ],
  [
    "later increment, by the end of a sprint that is named in the same",
    {
      rule: "cross-increment",
      ...ends(
        { ...inIteration("2"), startsAt: noon, endsAt: noon + dayMs, datesFrom: "sprint" },
        { ...inIteration("2"), startsAt: noon, endsAt: noon + 28 * dayMs, datesFrom: "sprint" },
      ),
    },
    "PAY-1 ends on 25 Nov 2026, but it needs acme/api#1, which ends on 22 Dec 2026.",
  ],
  [
    "within the time of a consumer that takes longer",
    {
      rule: "same-iteration",
      ...ends(
        { ...inIteration("2"), startsAt: noon, endsAt: noon + 28 * dayMs, datesFrom: "sprint" },
        { ...inIteration("3"), startsAt: noon + 14 * dayMs, endsAt: noon + 28 * dayMs, datesFrom: "sprint" },
      ),
    },
    "PAY-1 is planned for 24 Nov – 22 Dec 2026, but it needs acme/api#1, which is planned for 8 – 22 Dec 2026.",
  ],
  [
    "within a sprint that no iteration names",
    { rule: "same-iteration", ...ends(inSprint, inSprint) },
    "PAY-1 is planned for 24 – 25 Nov 2026, but it needs acme/api#1, which is planned for 24 – 25 Nov 2026.",
  ],
  [
    "unscheduled, and so are its parts",
    {
      rule: "unscheduled-provider",
      ...ends(inIteration("2"), { ...evidence(), ...parts(2) }),
    },
    "PAY-1 is planned for iteration 2, but it needs acme/api#1, which is not planned yet (2 open parts of it are not either).",
  ],
  [
    "unscheduled",
    { rule: "unscheduled-provider" },
    "PAY-1 is planned for iteration 2, but it needs acme/api#1, which is not planned yet.",
    "This item is not planned yet, but it blocks PAY-1, which is planned for iteration 2.",
  ],
  [
    "unscheduled, consumer in progress",
    { rule: "unscheduled-provider", ...ends(evidence(), evidence()) },
    "PAY-1 is in progress, but it needs acme/api#1, which is not planned yet.",
  ],
  [
    "unscheduled, consumer with dates only",
    { rule: "unscheduled-provider", ...ends(evidence({ endsAt: noon, datesFrom: "item" }), evidence()) },
    "PAY-1 is due on 24 Nov 2026, but it needs acme/api#1, which is not planned yet.",
  ],
  [
    "overdue",
    { rule: "overdue-provider", ...ends(inIteration("2"), evidence({ endsAt: noon })) },
    "PAY-1 needs acme/api#1, which was due on 24 Nov 2026 and is not done.",
    "This item was due on 24 Nov 2026 and is not done, but it blocks PAY-1.",
  ],
  [
    "overdue without a day",
    { rule: "overdue-provider", ...ends(evidence(), null) },
    "PAY-1 needs acme/api#1, which is overdue.",
  ],
  [
    "cancelled",
    { rule: "cancelled-provider", ...ends(inIteration("2"), evidence({ status: "Closed (Won't Do)" })) },
    "PAY-1 needs acme/api#1, which will not be done (status “Closed (Won't Do)”).",
  ],
  [
    "gone",
    { rule: "cancelled-provider", ...ends(evidence(), evidence({ status: "gone" })) },
    "PAY-1 needs acme/api#1, which is no longer in its tracker.",
  ],
  [
    "cancelled, nothing else known",
    { rule: "cancelled-provider", ...ends(evidence(), null) },
    "PAY-1 needs acme/api#1, which is no longer in its tracker.",
  ],
  [
    "started",
    { rule: "started-blocked" },
    "PAY-1 is in progress, but it needs acme/api#1, which is not done.",
    "This item is not done, but it blocks PAY-1, which is in progress.",
  ],
  [
    "needing nothing that has a name",
    { rule: "started-blocked", provider: null },
    "PAY-1 is in progress, but it needs an unknown item, which is not done.",
  ],
  [
    "cycle",
    inCycle(jiraId("1"), githubId("1"), jiraId("2")),
    "PAY-1 needs acme/api#1, which needs PAY-2, which needs PAY-1: none of them can be finished first.",
    "This item needs PAY-2, which needs PAY-1, which needs this item: none of them can be finished first.",
  ],
  [
    "cycle of two",
    inCycle(jiraId("1"), githubId("1")),
    "PAY-1 needs acme/api#1, which needs PAY-1: neither can be finished first.",
    "This item needs PAY-1, which needs this item: neither can be finished first.",
  ],
  ["cycle of which only the first is known", inCycle(), "PAY-1 needs itself, so it can never be finished."],
  ["cycle of one", inCycle(jiraId("1")), "PAY-1 needs itself, so it can never be finished."],
  [
    "unreadable",
    { rule: "unreadable-provider", provider: "key:github:other/repo#9", ...ends(evidence(), null) },
    "PAY-1 needs other/repo#9, which cannot be read by Signalbox.",
  ],
];

const bare = (words: string) => words.replaceAll(/ “[^”]*” \([^)]*\)/gu, "");

describe("what is wrong, in one sentence", () => {
  test.each(sentences.map(([name, change, says]) => [name, change, says] as const))("%s", (_name, change, says) => {
    expect(plain(conflictSentence(view, aConflict(change), "2026.4"))).toBe(says);
  });

  const toldTwice = sentences.flatMap(([name, change, , says]) =>
    says === undefined ? [] : [[name, change, says] as const],
  );

  test.each(toldTwice)("%s, to the readers of the provider", (_name, change, says) => {
    const told = sentenceForReader({ view, conflict: aConflict(change), home: "2026.4" }, githubId("1"));
    expect(bare(plain(told))).toBe(says);
  });

  test("to the readers of the consumer: theirs is this item, the other goes by key, title and team", () => {
    const told = { view, conflict: aConflict(), home: "2026.4" };
    expect(plain(sentenceForReader(told, jiraId("1")))).toBe(
      "This item is planned for iteration 2, but it needs acme/api#1 “Title of api#1” (API), which is planned for iteration 4.",
    );
  });

  test("a key at the beginning stays as it is written", () => {
    const known = aView([planned(anItem({ key: "this item", url: "" })), planned(aGithubItem())]);
    expect(plain(conflictSentence(known, aConflict(), "2026.4"))).toMatch(/^this item is planned/);
  });

  test("keys are links to the items", () => {
    const [first] = conflictSentence(view, aConflict(), "2026.4");
    expect(first).toStrictEqual({ type: "link", text: "PAY-1", url: "https://acme.example/browse/PAY-1" });
  });
});
