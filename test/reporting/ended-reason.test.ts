import { describe, expect, test } from "vitest";
import type { Conflict } from "../../src/domain/conflicts/conflict.ts";
import type { Dependency } from "../../src/domain/items/dependency.ts";
import type { PlannedItem } from "../../src/domain/model/planned-item.ts";
import type { TrainView } from "../../src/domain/model/train-plan.ts";
import { aConflict, aGithubItem, anItem, evidence, githubId, jiraId, noon, planned } from "../support/builders.ts";
import { consumer, dayMs, fourth, needs, provider, second, seen, third, told } from "./ended-lines.ts";

const moved: readonly (readonly [string, Partial<PlannedItem>, string])[] = [
  ["to another iteration", { iteration: third }, "acme/api#1 was moved to iteration 3."],
  ["out of the plan", { iteration: null }, "acme/api#1 is no longer planned."],
  ["in its end", { endsAt: noon + dayMs }, "acme/api#1 is now planned until 25 Nov 2026."],
  ["in its start", { startsAt: noon }, "acme/api#1 now starts on 24 Nov 2026."],
];

const nowDone = planned(aGithubItem({ status: "done" }));
const nowCancelled = planned(aGithubItem({ status: "cancelled" }));
const inProgress = planned(anItem({ status: "in-progress" }), { iteration: second });
const unread: Partial<Conflict> = { rule: "unreadable-provider", provider: "key:github:acme/api#9" };

/** Neither end has a plan. */
const bare: Conflict["evidence"] = { consumer: evidence(), provider: evidence(), cycle: [], written: [] };

const deleted = planned(aGithubItem({ presence: "gone" }));
const ofDeleted: Partial<Conflict> = {
  rule: "cancelled-provider",
  evidence: { ...aConflict().evidence, provider: evidence({ status: "gone" }) },
};

const endings: readonly (readonly [string, TrainView, Partial<Conflict>, string])[] = [
  ["the provider is done", seen([consumer, nowDone]), {}, "acme/api#1 is done."],
  ["the provider is cancelled", seen([consumer, nowCancelled]), {}, "acme/api#1 was cancelled."],
  ["the consumer is done", seen([planned(anItem({ status: "done" })), nowDone]), {}, "This item is done."],
  [
    "the consumer is cancelled",
    seen([planned(anItem({ status: "cancelled" })), provider]),
    {},
    "This item was cancelled.",
  ],
  ["the provider is reopened", seen([consumer, provider]), { rule: "cancelled-provider" }, "acme/api#1 was reopened."],
  ["the cancelled one got done", seen([consumer, nowDone]), { rule: "cancelled-provider" }, "acme/api#1 is done."],
  [
    "the link to a deleted provider was removed",
    seen([consumer, deleted], []),
    ofDeleted,
    "The dependency was removed.",
  ],
  [
    "the consumer of a deleted provider is done",
    seen([planned(anItem({ status: "done" }))]),
    ofDeleted,
    "This item is done.",
  ],
  ["the provider is still deleted", seen([consumer, deleted]), ofDeleted, "That is no longer a conflict."],
  ["the provider is back in its tracker", seen([consumer, provider]), ofDeleted, "acme/api#1 is in its tracker again."],
  [
    "work without a plan was put back",
    seen([planned(anItem()), planned(aGithubItem())]),
    { rule: "unscheduled-provider", evidence: bare },
    "This item is no longer in progress.",
  ],
  [
    "work without a plan goes on",
    seen([planned(anItem({ status: "in-progress" })), planned(aGithubItem())]),
    { rule: "unscheduled-provider", evidence: bare },
    "That is no longer a conflict.",
  ],
  [
    "work without a plan, of another rule",
    seen([planned(anItem()), planned(aGithubItem())]),
    { rule: "overdue-provider", evidence: bare },
    "That is no longer a conflict.",
  ],
  [
    "planned work, for which its rule was switched off",
    seen([consumer, planned(aGithubItem())]),
    {
      rule: "cross-train",
      alsoFires: ["unscheduled-provider"],
      evidence: { ...bare, consumer: evidence({ iteration: "2", increment: "2026.4" }) },
    },
    "That is no longer a conflict.",
  ],
  ["what was not readable is done", seen([consumer, nowDone]), { rule: "unreadable-provider" }, "acme/api#1 is done."],
  [
    "what was not readable is readable",
    seen([consumer, provider]),
    { rule: "unreadable-provider" },
    "That is no longer a conflict.",
  ],
  ["work was put back", seen([consumer, provider]), { rule: "started-blocked" }, "This item is no longer in progress."],
  ["work goes on", seen([inProgress, provider]), { rule: "started-blocked" }, "That is no longer a conflict."],
  ["the link was removed", seen([consumer, provider], []), {}, "The dependency was removed."],
  [
    "the link was turned round",
    seen([consumer, provider], [needs(jiraId("2"), githubId("1")), needs(jiraId("1"), jiraId("2"))]),
    {},
    "The dependency was removed.",
  ],
  [
    "no team of the train owns an end any more",
    seen([planned(anItem(), { role: "neighbour" }), planned(aGithubItem(), { role: "unassigned" })], []),
    {},
    "Neither item belongs to a team of this train any more.",
  ],
  ["nothing changed", seen([consumer, provider]), {}, "That is no longer a conflict."],
  ["what is not readable", seen([consumer]), unread, "That is no longer a conflict."],
  ["what has no name", seen([consumer]), { provider: null }, "That is no longer a conflict."],
  [
    "both moved",
    seen([planned(anItem(), { iteration: fourth }), planned(aGithubItem(), { iteration: third })]),
    {},
    "acme/api#1 was moved to iteration 3. This item was moved to iteration 4.",
  ],
  [
    "only the calendar changed around it",
    seen([consumer, planned(aGithubItem(), { iteration: third, startsAt: noon, endsAt: noon + dayMs })]),
    {
      evidence: {
        ...aConflict().evidence,
        provider: evidence({ iteration: "4", increment: "2026.4", startsAt: noon, endsAt: noon + dayMs }),
      },
    },
    "acme/api#1 is now planned for iteration 3.",
  ],
  [
    "the train file calls its iteration by another name now",
    seen([consumer, planned(aGithubItem(), { iteration: third, startsAt: noon, endsAt: noon + dayMs })]),
    {
      evidence: {
        ...aConflict().evidence,
        provider: evidence({ iteration: "3", increment: "PI 14", startsAt: noon, endsAt: noon + dayMs }),
      },
    },
    "That is no longer a conflict.",
  ],
  [
    "its parts, which plan it, were moved",
    seen([
      consumer,
      planned(aGithubItem(), {
        iteration: third,
        through: { from: "parts", first: jiraId("2"), last: jiraId("2"), end: null, unplanned: 0, next: null },
      }),
    ]),
    {},
    "acme/api#1 is now planned for iteration 3.",
  ],
  [
    "it was planned",
    seen([consumer, planned(aGithubItem(), { iteration: third })]),
    {
      rule: "unscheduled-provider",
      evidence: { ...aConflict().evidence, provider: evidence() },
    },
    "acme/api#1 was planned for iteration 3.",
  ],
  [
    "it takes one iteration instead of several",
    seen([consumer, planned(aGithubItem(), { iteration: third })]),
    { evidence: { ...aConflict().evidence, provider: evidence({ startsAt: noon, endsAt: noon + 40 * dayMs }) } },
    "acme/api#1 is now planned for iteration 3.",
  ],
  [
    "another increment's iteration of that name",
    seen([
      consumer,
      planned(aGithubItem(), { iteration: fourth === null ? null : { ...fourth, increment: "2027.1" } }),
    ]),
    {},
    "acme/api#1 was moved to 2027.1 iteration 4.",
  ],
  [
    "its own dates went, the iteration stays",
    seen([consumer, planned(aGithubItem(), { iteration: fourth })]),
    {
      evidence: {
        ...aConflict().evidence,
        provider: evidence({ iteration: "4", increment: "2026.4", endsAt: noon, datesFrom: "item" }),
      },
    },
    "acme/api#1 no longer has dates of its own.",
  ],
];

test("an item that needed itself no longer does", () => {
  const evidenceOfSelf = { ...aConflict().evidence, cycle: [jiraId("1")] };
  const change = { rule: "cycle", provider: jiraId("1"), evidence: evidenceOfSelf } as const;
  expect(told(seen([consumer], []), change).says).toMatch(/needed itself\. This item no longer needs itself\.$/u);
});

describe("how it ended", () => {
  test.each(endings)("%s", (_name, view, change, expected) => {
    const { says, certain } = told(view, change);
    expect(says.slice(-expected.length - 1)).toBe(` ${expected}`);
    expect(certain).toBe(true);
  });

  test.each(moved)("the provider was moved %s", (_name, change, expected) => {
    const view = seen([consumer, planned(aGithubItem(), { iteration: fourth, ...change })]);
    expect(told(view).says.slice(-expected.length - 1)).toBe(` ${expected}`);
  });

  test("one link of a cycle is enough", () => {
    const cycle = [jiraId("1"), jiraId("2"), githubId("1")];
    const change = { rule: "cycle", evidence: { ...aConflict().evidence, cycle } } as const;
    const items = [consumer, planned(anItem({ nativeId: "2" })), provider];
    const [first, next, last] = [
      needs(jiraId("1"), jiraId("2")),
      needs(jiraId("2"), githubId("1")),
      needs(githubId("1"), jiraId("1")),
    ];
    expect(told(seen(items, [first, next]), change).says).toMatch(/ acme\/api#1 no longer needs this item\.$/u);
    expect(told(seen(items, [next, last]), change).says).toMatch(/ This item no longer needs PAY-2\.$/u);
    expect(told(seen(items, [first, next, last]), change).says).toMatch(/ That is no longer a conflict\.$/u);
  });
});

test("a provider that was closed as a duplicate is no dependency that was removed", () => {
  const other = planned(aGithubItem({ nativeId: "2" }), { iteration: third });
  const shut = planned(aGithubItem({ status: "cancelled" }));
  const instead: Dependency = {
    ...needs(jiraId("1"), githubId("2")),
    written: [{ origin: "text", words: "Blocked by acme/api#1", in: jiraId("1"), names: githubId("1") }],
  };
  expect(told(seen([consumer, shut, other], [instead])).says).toContain(
    "acme/api#1 was closed as a duplicate of acme/api#2, which counts instead.",
  );
  const two = planned(aGithubItem({ nativeId: "3" }), { iteration: third });
  const both = [instead, { ...instead, provider: githubId("3") }];
  expect(told(seen([consumer, shut, other, two], both)).says).toContain(
    "acme/api#1 was closed as a duplicate of acme/api#2 and acme/api#3, which count instead.",
  );
});
