import { describe, expect, test } from "vitest";
import type { Conflict, EndEvidence } from "../../src/domain/conflicts/conflict.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import { clausesOf } from "../../src/reporting/conflict-clauses.ts";
import { plain, sentenceForReader, conflictSentence } from "../../src/reporting/conflict-sentence.ts";
import { aConflict, aGithubItem, anItem, evidence, githubId, jiraId, noon, planned } from "../support/builders.ts";
import { aView } from "../support/views.ts";

const dayMs = 86_400_000;
const inSprint = evidence({ startsAt: noon, endsAt: noon + dayMs, datesFrom: "sprint" });
const inIteration = (iteration: string, change: Partial<EndEvidence> = {}) =>
  evidence({ iteration, increment: "2026.4", ...change });
/** Planned by parts, PAY-2 being the one that decides. */
const byParts = (end: EndEvidence, unplanned = 0): EndEvidence => ({
  ...end,
  datesFrom: "parts",
  through: { from: "parts", item: jiraId("2"), unplanned },
});

function told(
  rule: Conflict["rule"],
  consumer: EndEvidence,
  provider: EndEvidence | null,
  item: Partial<WorkItem> = {},
) {
  const part = anItem({ nativeId: "2", status: "done" });
  const view = aView([planned(anItem()), planned(part), planned(aGithubItem(item))]);
  const conflict = aConflict({ rule, evidence: { consumer, provider, cycle: [], written: [] } });
  return { view, conflict, home: "2026.4" };
}

describe("for one iteration", () => {
  test.each<[string, EndEvidence, EndEvidence, string, string]>([
    [
      "through the parts that decide",
      byParts(inIteration("2")),
      byParts(inIteration("2"), 2),
      "PAY-1 is planned for iteration 2 (its part PAY-2 begins first), but it needs acme/api#1, which is planned for the same iteration (its part PAY-2 ends last; 2 open parts of it are not planned).",
      "This item is planned for iteration 2 (its part PAY-2 ends last; 2 open parts of it are not planned), but it blocks PAY-1, which is planned for the same iteration (its part PAY-2 begins first).",
    ],
    [
      "whatever the days of each",
      inIteration("2", { startsAt: noon, endsAt: noon + dayMs }),
      inIteration("2", { startsAt: noon, endsAt: noon + 9 * dayMs }),
      "PAY-1 is planned for iteration 2, but it needs acme/api#1, which is planned for the same iteration.",
      "This item is planned for iteration 2, but it blocks PAY-1, which is planned for the same iteration.",
    ],
    [
      "that only is called the same",
      { ...inSprint, iteration: "2", increment: "2026.4" },
      { ...inSprint, iteration: "2", increment: "2027.1" },
      "PAY-1 is planned for 24 – 25 Nov 2026, but it needs acme/api#1, which is planned for 24 – 25 Nov 2026.",
      "This item is planned for 24 – 25 Nov 2026, but it blocks PAY-1, which is planned for 24 – 25 Nov 2026.",
    ],
    [
      "or none, through the parts that decide",
      byParts(inSprint),
      byParts(inSprint),
      "PAY-1 is planned for 24 – 25 Nov 2026 (its part PAY-2 begins first), but it needs acme/api#1, which is planned for 24 – 25 Nov 2026 (its part PAY-2 ends last).",
      "This item is planned for 24 – 25 Nov 2026 (its part PAY-2 ends last), but it blocks PAY-1, which is planned for 24 – 25 Nov 2026 (its part PAY-2 begins first).",
    ],
  ])("%s", (_, consumer, provider, says, atProvider) => {
    const one = told("same-iteration", consumer, provider);
    const bare = (words: string) => words.replaceAll(/ “[^”]*” \([^)]*\)/gu, "");
    expect(plain(conflictSentence(one.view, one.conflict, one.home))).toBe(says);
    expect(bare(plain(sentenceForReader(one, githubId("1"))))).toBe(atProvider);
  });
});

describe("a provider that is not over in time, by days", () => {
  const needs = evidence({ startsAt: noon, endsAt: noon + 9 * dayMs, datesFrom: "item" });
  const given = evidence({ startsAt: noon - dayMs, endsAt: noon + 2 * dayMs, datesFrom: "sprint" });
  const says = (consumer: EndEvidence, provider: EndEvidence) => {
    const { view, conflict, home } = told("late-provider", consumer, provider);
    return plain(conflictSentence(view, conflict, home));
  };
  const start = "PAY-1 starts on 24 Nov 2026, but it needs acme/api#1, which ends on 26 Nov 2026.";

  test.each<[string, Partial<EndEvidence>, Partial<EndEvidence>, string]>([
    ["neither of an iteration", {}, {}, start],
    [
      "in iterations of one name",
      { iteration: "2", increment: "2027.1" },
      { iteration: "2", increment: "2026.4" },
      start,
    ],
    [
      "in one iteration",
      { iteration: "2", increment: "2026.4" },
      { iteration: "2", increment: "2026.4", endsAt: noon + 20 * dayMs },
      "PAY-1 is due on 3 Dec 2026, but it needs acme/api#1, which ends on 14 Dec 2026.",
    ],
  ])("%s", (_, consumer, provider, expected) => {
    expect(says({ ...needs, ...consumer }, { ...given, ...provider })).toBe(expected);
  });
});

describe("a provider below its consumer", () => {
  const own = evidence({ startsAt: noon, endsAt: noon + 9 * dayMs, datesFrom: "item" });
  const due = evidence({ endsAt: noon + 14 * dayMs, datesFrom: "item" });
  const says = (consumer: EndEvidence, provider: EndEvidence, parentId = jiraId("1")) => {
    const { view, conflict, home } = told("late-provider", consumer, provider, { parentId });
    return plain(conflictSentence(view, conflict, home));
  };

  test("is late for its end, whenever it starts", () => {
    expect(says(own, due)).toBe("PAY-1 is due on 3 Dec 2026, but it needs acme/api#1, which is due on 8 Dec 2026.");
  });

  test("is late for its own date rather than for the iteration of its parts", () => {
    const [early, late] = [
      { ...own, iteration: "2", increment: "2026.4" },
      { ...due, iteration: "3", increment: "2026.4", datesFrom: "sprint" },
    ] as const;
    expect(says(early, late)).toBe("PAY-1 is due on 3 Dec 2026, but it needs acme/api#1, which ends on 8 Dec 2026.");
    expect(says({ ...early, datesFrom: "sprint" }, late)).toBe(
      "PAY-1 is planned for iteration 2, but it needs acme/api#1, which is planned for iteration 3.",
    );
  });

  test("is like any other where an end is missing, or where it is below another item", () => {
    const from = "PAY-1 starts on 24 Nov 2026, but it needs acme/api#1, which ";
    expect(says({ ...own, endsAt: null }, due)).toBe(`${from}is due on 8 Dec 2026.`);
    expect(says(own, evidence({ startsAt: noon + dayMs }))).toContain("starts on 25 Nov 2026.");
    expect(says(own, due, jiraId("2"))).toBe(`${from}is due on 8 Dec 2026.`);
    expect(says(own, due, githubId("1"))).toBe(`${from}is due on 8 Dec 2026.`);
  });
});

test("a later increment is that of the parts that decide", () => {
  const later = byParts(inIteration("1", { increment: "2027.1" }), 1);
  const { view, conflict, home } = told("cross-increment", byParts(inIteration("2")), later);
  expect(plain(conflictSentence(view, conflict, home))).toBe(
    "PAY-1 is planned for increment 2026.4 (its part PAY-2 begins first), but it needs acme/api#1, which is planned for increment 2027.1 (its part PAY-2 ends last; 1 open part of it is not planned).",
  );
});

describe("a provider that is likely to slip", () => {
  test.each<[string, EndEvidence, EndEvidence | null, string]>([
    [
      "in an iteration",
      inIteration("3"),
      inIteration("2", { endsAt: noon }),
      "PAY-1 is planned for iteration 3, but it needs acme/api#1, which is planned for iteration 2 and will probably not be done by then.",
    ],
    [
      "in a sprint of no iteration, through its part",
      inIteration("3"),
      byParts(inSprint),
      "PAY-1 is planned for iteration 3, but it needs acme/api#1, which ends on 25 Nov 2026 (its part PAY-2 ends last) and will probably not be done by then.",
    ],
    [
      "without a plan",
      inIteration("3"),
      evidence(),
      "PAY-1 is planned for iteration 3, but it needs acme/api#1, which will probably not be done by then.",
    ],
    [
      "of which nothing is known",
      inIteration("3"),
      null,
      "PAY-1 is planned for iteration 3, but it needs acme/api#1, which will probably not be done by then.",
    ],
  ])("%s", (_, consumer, provider, says) => {
    const one = told("probable-slip", consumer, provider);
    expect(plain(conflictSentence(one.view, one.conflict, one.home))).toBe(says);
    expect(clausesOf(one, "probable-slip").wrong).toBe("will probably not be done in time");
  });
});

test("late with a parent, through the part that plans it", () => {
  const provider = evidence({ endsAt: noon + dayMs, datesFrom: "parent" });
  const through = { from: "parent", item: jiraId("2"), unplanned: 0, part: jiraId("1") } as const;
  const { view, conflict, home } = told("late-provider", evidence({ startsAt: noon }), { ...provider, through });
  expect(plain(conflictSentence(view, conflict, home))).toBe(
    "PAY-1 starts on 24 Nov 2026, but it needs acme/api#1, which ends on 25 Nov 2026 (with its parent PAY-2, whose part PAY-1 ends last).",
  );
});

describe("what was wrong, in few words", () => {
  test.each<[string, Exclude<Conflict["rule"], "cycle">, EndEvidence, EndEvidence | null, Partial<WorkItem>, string]>([
    ["one time", "same-iteration", inSprint, inSprint, {}, "planned for the same time"],
    ["one iteration", "same-iteration", inIteration("2"), inIteration("2"), {}, "planned for the same iteration"],
    [
      "parts that are done",
      "overdue-provider",
      evidence(),
      byParts(evidence({ endsAt: noon })),
      {},
      "overdue (planned until 24 Nov 2026)",
    ],
    ["an epic", "unreadable-provider", evidence(), null, { kind: "epic" }, "plan not readable"],
    ["a sub-task", "unreadable-provider", evidence(), null, { kind: "subtask" }, "plan not readable"],
    [
      "an epic that was not read itself",
      "unreadable-provider",
      evidence(),
      null,
      { kind: "epic", presence: "stub" },
      "not readable",
    ],
    ["another", "unreadable-provider", evidence(), null, {}, "not readable"],
    [
      "an increment that is not known",
      "cross-increment",
      inIteration("2"),
      evidence({ endsAt: noon }),
      {},
      "planned too late (it ends on 24 Nov 2026)",
    ],
    [
      "a consumer in none",
      "cross-increment",
      evidence(),
      inIteration("2", { endsAt: noon }),
      {},
      "planned too late (it ends on 24 Nov 2026)",
    ],
  ])("%s", (_, rule, consumer, provider, item, expected) => {
    expect(clausesOf(told(rule, consumer, provider, item), rule).wrong).toBe(expected);
  });
});
