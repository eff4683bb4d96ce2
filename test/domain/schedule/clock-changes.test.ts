import { describe, expect, test } from "vitest";
import { iterationsOf, type Iteration, type Train } from "../../../src/domain/model/train.ts";
import { zoneOf } from "../../../src/domain/schedule/civil-day.ts";
import { blocks, date, item, iteration, model, sprint, train } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

/** First instant of a day of the train there. */
function dayIn(timeZone: string, number: number): number {
  const at = zoneOf(timeZone).startOf(date(number));
  if (at === null) throw new RangeError(`no day ${number}`);
  return at;
}

/** Four fortnights from a day of the year on. */
function trainFrom(first: number, timeZone: string): Train {
  const iterations = [0, 1, 2, 3].map((ordinal): Iteration => {
    const [starts, ends] = [first + ordinal * 14, first + ordinal * 14 + 14];
    const days = { startsOn: date(starts), endsOn: date(ends) };
    return iteration(ordinal, { ...days, startsAt: dayIn(timeZone, starts), endsAt: dayIn(timeZone, ends) });
  });
  const [startsAt, endsAt] = [dayIn(timeZone, first), dayIn(timeZone, first + 56)];
  return train({ timeZone, increments: [{ key: "first", startsAt, endsAt, iterations }] });
}

type Days = readonly [from: number, to: number];

/** PAY-1 waits for LED-1, each in a sprint of its own, as the train's first day begins. Days count from that one. */
function waiting(first: number, timeZone: string, [consumer, provider]: readonly [Days, Days]) {
  const lasting = (nativeId: string, [from, to]: Days) =>
    sprint(nativeId, { startsAt: dayIn(timeZone, first + from), endsAt: dayIn(timeZone, first + to), boardId: 1 });
  const [mine, theirs] = [lasting("901", consumer), lasting("902", provider)];
  const items = [item("PAY-1", { sprintIds: [mine.id] }), item("LED-1", { sprintIds: [theirs.id] })] as const;
  const facts = model({ items, sprints: [mine, theirs], links: [blocks("LED-1", "PAY-1")] });
  const on = trainFrom(first, timeZone);
  return { items, iterations: iterationsOf(on), view: viewTrain(facts, on, dayIn(timeZone, first)) };
}

/** The iterations of both sprints, and the rule by which PAY-1 waits in vain. */
function found(...question: Parameters<typeof waiting>): string {
  const { items, view } = waiting(...question);
  const places = items.map(({ id }) => view.items.get(id)?.iteration?.key ?? "none");
  return [...places, ...view.conflicts.map(({ rule }) => rule)].join(" ");
}

const year = Array.from({ length: 52 }, (_, week) => week * 7);

describe.each(["Europe/Berlin", "America/St_Johns", "America/Santiago", "Australia/Lord_Howe"])("in %s", (timeZone) => {
  test.each<readonly [string, Days, Days, string]>([
    ["a sprint of two iterations is in the first", [0, 28], [14, 42], "1 2 late-provider"],
    ["a sprint whose second half is after the calendar is in the last", [42, 70], [0, 14], "4 1"],
    ["a sprint may begin three days early", [11, 28], [0, 14], "2 1"],
    ["a sprint may end three days late", [14, 28], [0, 17], "2 1"],
    ["a sprint that begins four days early does not", [10, 28], [0, 14], "2 1 late-provider"],
    ["a sprint that ends four days late does not", [14, 28], [0, 18], "2 1 late-provider"],
  ])("%s, whenever clocks change", (_, consumer, provider, expected) => {
    const weeks = year.map((first) => [first, found(first, timeZone, [consumer, provider])]);
    expect(weeks).toEqual(year.map((first) => [first, expected]));
  });

  test("a sprint across two iterations is one to move into for both, whenever clocks change", () => {
    const into = (first: number) => {
      const { items, iterations, view } = waiting(first, timeZone, [
        [7, 21],
        [42, 56],
      ]);
      const provider = view.items.get(items[1].id);
      if (provider === undefined) throw new TypeError("LED-1 is planned");
      const places = iterations.map((one) => view.plan.replan.destinations(provider, one));
      return places.map((some) => some.map(({ box }) => box?.nativeId ?? "none").join());
    };
    expect(year.map(into)).toEqual(year.map(() => ["901", "901", "none", "902"]));
  });
});
