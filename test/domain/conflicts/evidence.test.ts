import { describe, expect, test } from "vitest";
import { evidenceOf } from "../../../src/domain/conflicts/evidence.ts";
import type { PlannedItem } from "../../../src/domain/model/planned-item.ts";
import { anItem, iterations, jiraId, noon, planned } from "../../support/builders.ts";

const [iteration = null] = iterations(1);
const through = (change: Partial<Extract<PlannedItem["through"], { readonly from: "parts" }>> = {}) =>
  ({ from: "parts", first: jiraId("2"), last: jiraId("3"), end: null, unplanned: 4, next: null, ...change }) as const;

describe("what the plan says of one end", () => {
  test("is its own words for its status, its iteration and its dates", () => {
    const item = anItem({ status: "in-progress", sourceStatus: "In Review" });
    const plan = { iteration, startsAt: noon, endsAt: noon + 1, datesFrom: "sprint" } as const;
    expect(evidenceOf(planned(item, plan), "consumer")).toEqual({
      status: "In Review",
      iteration: "1",
      increment: "2026.4",
      startsAt: noon,
      endsAt: noon + 1,
      datesFrom: "sprint",
    });
    expect(evidenceOf(planned(anItem({ status: "todo", sourceStatus: "" })), "provider")).toMatchObject({
      status: "todo",
      iteration: null,
      increment: null,
    });
    expect(evidenceOf(planned(anItem({ presence: "gone" })), "provider")).toMatchObject({ status: "gone" });
  });

  test.each<[string, PlannedItem["through"], "consumer" | "provider", object | undefined]>([
    ["no other item", null, "consumer", undefined],
    [
      "the first part of a consumer, beside its last",
      through(),
      "consumer",
      { from: "parts", item: jiraId("2"), unplanned: 4, otherPart: jiraId("3") },
    ],
    [
      "the last part of a provider, beside its first",
      through(),
      "provider",
      { from: "parts", item: jiraId("3"), unplanned: 4, otherPart: jiraId("2") },
    ],
    [
      "the only part with a plan",
      through({ first: jiraId("3") }),
      "provider",
      { from: "parts", item: jiraId("3"), unplanned: 4 },
    ],
    [
      "itself, where no part begins",
      through({ first: null }),
      "consumer",
      { from: "parts", item: jiraId("1"), unplanned: 4, otherPart: jiraId("3") },
    ],
    [
      "itself, where no part has a plan, beside an open one",
      through({ first: null, last: null, next: jiraId("4") }),
      "provider",
      { from: "parts", item: jiraId("1"), unplanned: 4, otherPart: jiraId("4") },
    ],
    [
      "the parent",
      { from: "parent", parent: jiraId("9") },
      "provider",
      { from: "parent", item: jiraId("9"), unplanned: 0 },
    ],
    [
      "the parent, and its first part",
      { from: "parent", parent: jiraId("9"), parts: { first: jiraId("7"), last: jiraId("8") } },
      "consumer",
      { from: "parent", item: jiraId("9"), unplanned: 0, part: jiraId("7"), otherPart: jiraId("8") },
    ],
    [
      "the parent, and its last part",
      { from: "parent", parent: jiraId("9"), parts: { first: jiraId("7"), last: jiraId("8") } },
      "provider",
      { from: "parent", item: jiraId("9"), unplanned: 0, part: jiraId("8"), otherPart: jiraId("7") },
    ],
  ])("names by whom it is planned: %s", (_, by, end, expected) => {
    expect(evidenceOf(planned(anItem(), { through: by }), end).through).toEqual(expected);
  });
});
