import { describe, expect, test } from "vitest";
import type { Conflict } from "../../src/domain/conflicts/conflict.ts";
import type { PlannedItem } from "../../src/domain/model/planned-item.ts";
import { aConflict, aGithubItem, anItem, evidence, githubId, jiraId, noon, planned } from "../support/builders.ts";
import { consumer, dayMs, provider, seen, told } from "./ended-lines.ts";

const was: readonly (readonly [string, Partial<Conflict>, string])[] = [
  ["late by iteration", {}, "planned too late (iteration 4)"],
  [
    "late by its date",
    {
      evidence: {
        consumer: evidence({ startsAt: noon }),
        provider: evidence({ endsAt: noon + dayMs }),
        cycle: [],
        written: [],
      },
    },
    "planned too late (it ends on 25 Nov 2026)",
  ],
  [
    "late, nothing known",
    { evidence: { consumer: evidence(), provider: null, cycle: [], written: [] } },
    "planned too late",
  ],
  [
    "later increment",
    {
      rule: "cross-increment",
      evidence: {
        consumer: evidence({ iteration: "2", increment: "2026.4" }),
        provider: evidence({ iteration: "1", increment: "2027.1" }),
        cycle: [],
        written: [],
      },
    },
    "planned for increment 2027.1",
  ],
  ["same iteration", { rule: "same-iteration" }, "planned for the same iteration"],
  ["unscheduled", { rule: "unscheduled-provider" }, "not planned"],
  [
    "overdue",
    {
      rule: "overdue-provider",
      evidence: { consumer: evidence(), provider: evidence({ endsAt: noon }), cycle: [], written: [] },
    },
    "overdue (due on 24 Nov 2026)",
  ],
  ["overdue without a day", { rule: "overdue-provider" }, "overdue"],
  ["cancelled", { rule: "cancelled-provider" }, "cancelled (status “To Do”)"],
  [
    "gone",
    {
      rule: "cancelled-provider",
      evidence: { consumer: evidence(), provider: evidence({ status: "gone" }), cycle: [], written: [] },
    },
    "no longer in its tracker",
  ],
  ["started", { rule: "started-blocked" }, "not done when work began"],
  ["likely to slip", { rule: "probable-slip" }, "will probably not be done in time"],
  ["unreadable", { rule: "unreadable-provider" }, "not readable"],
];

describe("what it was", () => {
  const done = seen([planned(anItem({ status: "done" })), provider]);

  test.each(was)("%s, at either end", (_name, change, words) => {
    expect(told(done, change)).toStrictEqual({
      says: `Resolved on 27 Nov 2026: this item needed acme/api#1 “Title of api#1” (API), ${words}. This item is done.`,
      certain: true,
    });
    expect(told(done, change, githubId("1")).says).toBe(
      `Resolved on 27 Nov 2026: this item, ${words}, blocked PAY-1 “Title of PAY-1” (Checkout). PAY-1 is done.`,
    );
  });

  test("a cycle, from the reader's item on", () => {
    const cycle = {
      rule: "cycle",
      evidence: { ...aConflict().evidence, cycle: [githubId("1"), jiraId("1")] },
    } as const;
    expect(told(done, cycle).says).toBe(
      "Resolved on 27 Nov 2026: this item needed acme/api#1 “Title of api#1” (API), which needed this item. This item is done.",
    );
    const alone = { rule: "cycle", evidence: { ...aConflict().evidence, cycle: [jiraId("1")] } } as const;
    expect(told(done, alone).says).toBe("Resolved on 27 Nov 2026: this item needed itself. This item is done.");
  });

  test("something without a name", () => {
    expect(told(done, { provider: null }).says).toContain("this item needed an unknown item, planned");
  });
});

const unseen: readonly (readonly [string, readonly PlannedItem[], Partial<Conflict>, string])[] = [
  [
    "the provider is gone",
    [consumer, planned(aGithubItem({ presence: "gone" }))],
    {},
    "acme/api#1 can no longer be read by Signalbox.",
  ],
  [
    "the provider is a stub",
    [consumer, planned(aGithubItem({ presence: "stub" }))],
    {},
    "acme/api#1 can no longer be read by Signalbox.",
  ],
  [
    "the provider left the model",
    [consumer],
    {},
    "this item needed another item, planned too late (iteration 4). It can no longer be read by Signalbox.",
  ],
  [
    "the provider became a mere key",
    [consumer],
    { provider: "key:github:acme/api#9" },
    "acme/api#9 can no longer be read by Signalbox.",
  ],
];

describe("what cannot be checked any more", () => {
  test.each(unseen)("%s", (_name, items, change, expected) => {
    const { says, certain } = told(seen(items), change);
    expect(says).toMatch(/^Can no longer be checked since 27 Nov 2026: this item needed /u);
    expect(says.slice(-expected.length - 1)).toBe(` ${expected}`);
    expect(certain).toBe(false);
  });

  test("the consumer is gone, at the provider", () => {
    const view = seen([planned(anItem({ presence: "gone" })), provider], []);
    expect(told(view, {}, githubId("1")).says).toMatch(/ PAY-1 can no longer be read by Signalbox\.$/u);
  });

  test("a stub that is known to be done is done", () => {
    const stub = planned(aGithubItem({ presence: "stub", status: "done" }));
    expect(told(seen([consumer, stub]))).toMatchObject({ certain: true });
  });
});
