import { describe, expect, test } from "vitest";
import type { PlannedItem } from "../../../src/domain/model/planned-item.ts";
import { decidingIn, isLate, isWithin, lateProvider } from "../../../src/domain/conflicts/rules/late-provider.ts";
import { situationOf } from "../../../src/domain/conflicts/situation.ts";
import { day, iteration, model, now, train } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";
import { anItem, jiraId, planned } from "../../support/builders.ts";

type Plan = Partial<PlannedItem>;
type Days = readonly [from: number | null, to: number | null];

const at = (one: number | null) => (one === null ? null : day(one));
const days = ([from, to]: Days): Plan => ({ startsAt: at(from), endsAt: at(to) });
const own = (plan: Days): Plan => ({ ...days(plan), datesFrom: "item" });
const box = (plan: Days): Plan => ({ ...days(plan), datesFrom: "sprint" });
/** In the iteration of fourteen days by name, whatever the days. */
const named = (ordinal: number, plan: Plan = box([null, null])): Plan => ({ ...plan, iteration: iteration(ordinal) });

const nothingElse = situationOf(viewTrain(model(), train(), now).plan).rulePlan;
const one = (plan: Plan, id = "1") => planned(anItem({ nativeId: id }), plan);

describe("a provider lies within the time of its consumer", () => {
  test.each<[string, Plan, Plan, boolean]>([
    ["from its start to its end", box([0, 28]), box([0, 28]), true],
    ["inside", box([7, 14]), box([0, 28]), true],
    ["not where it begins before", box([-1, 14]), box([0, 28]), false],
    ["not where it ends after", box([7, 29]), box([0, 28]), false],
    ["not where it has no start", box([null, 14]), box([0, 28]), false],
    ["not where it has no end", box([7, null]), box([0, 28]), false],
    ["not where the consumer has no start", box([7, 14]), box([null, 28]), false],
    ["not where the consumer has no end", box([7, 14]), box([0, null]), false],
    ["not where nothing is known", box([null, null]), box([null, null]), false],
    ["not by dates of its own", own([7, 14]), box([0, 28]), false],
    ["not by the consumer's own", box([7, 14]), own([0, 28]), false],
    [
      "by what its box counts as",
      { ...box([-1, 29]), counted: { startsAt: day(0), endsAt: day(28) } },
      box([0, 28]),
      true,
    ],
  ])("%s", (_, provider, consumer, expected) => {
    expect(isWithin(one(provider), one(consumer, "2"))).toBe(expected);
  });
});

describe("a provider is late", () => {
  const beyond = (end: number): Plan => named(0, { ...box([0, end]) });
  test.each<[string, Plan, Plan, boolean]>([
    ["where it ends after the consumer starts", own([0, 8]), own([7, 20]), true],
    ["not where it ends as the consumer starts", own([0, 7]), own([7, 20]), false],
    ["where it starts after the consumer's start, without an end", own([8, null]), own([7, 20]), true],
    ["and where it starts with it", own([7, null]), own([7, 20]), true],
    ["not where it starts before, without an end", own([6, null]), own([7, 20]), false],
    ["where it ends after the end of one without a start", own([0, 8]), own([null, 7]), true],
    ["not where nothing is known of the consumer", own([0, 8]), own([null, null]), false],
    ["not where nothing is known of the provider", own([null, null]), own([-9, -8]), false],
    ["in a later iteration, whatever the days", named(1, own([0, 1])), named(0, own([5, 6])), true],
    ["in an earlier iteration, only by its days", named(0, own([0, 20])), named(1, own([14, 28])), true],
    ["not in an earlier iteration, and over", named(0, own([0, 14])), named(1, own([14, 28])), false],
    ["in the same, where it starts as the consumer ends", named(0, own([7, 9])), named(0, own([0, 7])), true],
    ["not in the same, where it starts before", named(0, own([6, 9])), named(0, own([0, 7])), false],
    ["not in the same, where its start is not known", named(0, own([null, 14])), named(0, own([-9, -8])), false],
    [
      "not in the same, where the consumer's end is not known",
      named(0, own([99, null])),
      named(0, own([0, null])),
      false,
    ],
    ["in the same by name, where it lasts more than three days beyond", beyond(18), named(0, own([0, 9])), true],
    ["not where it lasts three days beyond", beyond(17), named(0, own([0, 9])), false],
    ["not where the consumer lasts as long", beyond(28), named(0, own([0, 25])), false],
    ["nor where neither has days", named(0), named(0), false],
    [
      "by days of a box that count as over",
      { ...box([0, 15]), counted: { startsAt: day(0), endsAt: day(14) } },
      box([14, 20]),
      false,
    ],
    [
      "by its own days, whatever they count as",
      { ...own([0, 15]), counted: { startsAt: day(0), endsAt: day(14) } },
      box([14, 20]),
      true,
    ],
    [
      "not by what counts alone",
      { ...box([0, 14]), counted: { startsAt: day(0), endsAt: day(20) } },
      box([14, 20]),
      false,
    ],
  ])("%s", (_, provider, consumer, expected) => {
    expect(isLate(one(provider), one(consumer, "2"))).toBe(expected);
  });
});

describe("one that is planned by its parts", () => {
  const end = one(own([0, 99]), "3");
  const parts = { from: "parts", first: jiraId("3"), last: jiraId("3"), end, unplanned: 0, next: null } as const;

  test("stands where the part stands that ends last", () => {
    const whole = one({ ...box([0, 7]), datesFrom: "parts", through: parts });
    expect(decidingIn(whole)).toBe(end);
  });

  test.each<[string, Plan]>([
    ["by dates of its own", { ...own([0, 7]), through: parts }],
    ["where none of them is planned", { datesFrom: "parts", through: { ...parts, end: null } }],
    ["by its parent", { ...box([0, 7]), datesFrom: "parent", through: { from: "parent", parent: jiraId("4") } }],
    ["by a box", box([0, 7])],
  ])("stands for itself %s", (_, plan) => {
    const whole = one(plan);
    expect(decidingIn(whole)).toBe(whole);
  });
});

describe("what is below the consumer only has to end with it", () => {
  test.each<[string, Plan, Plan, boolean]>([
    ["by the same day", own([0, 14]), own([7, 14]), false],
    ["after it", own([0, 15]), own([7, 14]), true],
    [
      "after the days of its box, which count as the same",
      { ...box([0, 15]), counted: { startsAt: 0, endsAt: day(14) } },
      box([7, 14]),
      false,
    ],
    [
      "by days of its own after the box, though they count as the same",
      { ...own([0, 15]), counted: { startsAt: 0, endsAt: day(14) } },
      box([7, 14]),
      true,
    ],
    ["after the box by what counts as well", box([0, 16]), box([7, 14]), true],
    ["without an end", own([0, null]), own([7, 14]), false],
    ["where the consumer has none", own([0, 14]), own([7, null]), false],
  ])("%s", (_, part, whole, expected) => {
    const provider = one(part);
    const edge = { provider, providerEnd: provider.item.id, written: [], isPart: true, plan: nothingElse };
    expect(lateProvider.fires({ ...edge, consumer: one(whole, "2") })).toBe(expected);
    expect(lateProvider.fires({ ...edge, consumer: one(whole, "2"), provider: null })).toBe(false);
  });
});
