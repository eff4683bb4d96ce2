import { describe, expect, test } from "vitest";
import { deliveryTimes, instantsOf } from "../../../src/domain/figures/delivery-times.ts";
import { DAY, date, day, iteration, now, train } from "../plan.ts";

const on = train();
const namesOf = (at: number, calendar = on) =>
  deliveryTimes(calendar, at).periods.map(({ increment, iteration }) => `${increment} ${iteration ?? "all"}`);

describe("the periods", () => {
  test.each([
    ["before the calendar", day(-1), []],
    ["as the first one begins", day(0), ["first all", "first 1"]],
    ["in the second iteration", now, ["first all", "first 1", "first 2"]],
    [
      "in the second increment: the one before, and iterations of both",
      day(70),
      ["first all", "second all", "first 1", "first 2", "first 3", "first 4", "second 5", "second 6"],
    ],
    [
      "after the calendar: the last five of the first increment's, and all of the second",
      day(112),
      ["first all", "second all", "first 4", "second 5", "second 6", "second 7", "second 8"],
    ],
  ])("%s", (_, at, expected) => {
    expect(namesOf(at)).toEqual(expected);
  });

  describe("of three increments, each with iterations 1 and 2", () => {
    const on = train({
      increments: ["a", "b", "c"].map((key, place) => ({
        key,
        startsAt: day(28 * place),
        endsAt: day(28 * place + 28),
        iterations: [1, 2].map((number) => ({
          ...iteration(2 * place + number - 1),
          increment: key,
          key: `${number}`,
        })),
      })),
    });

    test.each([
      ["in the second: the first and itself", day(40), ["a all", "b all", "a 1", "a 2", "b 1"]],
      ["as the second begins: the first has ended", day(28), ["a all", "b all", "a 1", "a 2", "b 1"]],
      ["in the third: the one before, not the first", day(60), ["b all", "c all", "a 1", "a 2", "b 1", "b 2", "c 1"]],
      ["after all: the last five iterations", day(90), ["b all", "c all", "a 2", "b 1", "b 2", "c 1", "c 2"]],
    ])("%s", (_, at, expected) => {
      expect(namesOf(at, on)).toEqual(expected);
    });
  });

  test("are none without a calendar", () => {
    expect(deliveryTimes(train({ increments: [] }), now)).toEqual({
      at: now,
      increment: "",
      periods: [],
      ended: [],
      days: [],
    });
  });
});

test("the last five iterations that have ended are those of a velocity", () => {
  expect(deliveryTimes(on, day(28)).ended.map(({ key }) => key)).toEqual(["1", "2"]);
  expect(deliveryTimes(on, day(100)).ended.map(({ key }) => key)).toEqual(["3", "4", "5", "6", "7"]);
});

describe("the days", () => {
  test("are those of the increment until the report, each at its end, the last at the report", () => {
    const { days } = deliveryTimes(on, now);
    expect(days).toHaveLength(17);
    expect(days[0]).toEqual({ day: date(0), at: day(1) });
    expect(days.slice(-2)).toEqual([
      { day: date(15), at: day(16) },
      { day: date(16), at: now },
    ]);
  });

  test.each([
    ["increment", day(0), [{ day: date(0), at: day(0) }]],
    [
      "day",
      day(1),
      [
        { day: date(0), at: day(1) },
        { day: date(1), at: day(1) },
      ],
    ],
  ])("begin with a report as the %s begins", (_, at, expected) => {
    expect(deliveryTimes(on, at).days).toEqual(expected);
  });

  test("end with the increment", () => {
    const { days } = deliveryTimes(on, day(112) + 1000);
    expect([days.length, days[0], days.at(-1)]).toEqual([
      56,
      { day: date(56), at: day(57) },
      { day: date(111), at: day(112) },
    ]);
  });

  test("are none before it", () => {
    expect(deliveryTimes(on, day(0) - 1).days).toEqual([]);
  });

  test("lie in the years of four digits", () => {
    const startsAt = Date.UTC(10_000, 0, 1);
    const far = train({ increments: [{ key: "first", startsAt, endsAt: startsAt + 5 * DAY, iterations: [] }] });
    expect(deliveryTimes(far, startsAt + DAY).days).toEqual([{ day: "+010000-01-01", at: startsAt + DAY }]);
  });

  test("follow the train's clock: one day a year has 25 hours", () => {
    const zone = "Europe/Berlin";
    const startsAt = Date.parse("2026-10-23T22:00:00Z");
    const endsAt = Date.parse("2026-10-26T23:00:00Z");
    const autumn = train({ timeZone: zone, increments: [{ key: "first", startsAt, endsAt, iterations: [] }] });
    expect(deliveryTimes(autumn, endsAt).days).toEqual([
      { day: "2026-10-24", at: Date.parse("2026-10-24T22:00:00Z") },
      { day: "2026-10-25", at: Date.parse("2026-10-25T23:00:00Z") },
      { day: "2026-10-26", at: endsAt },
    ]);
  });
});

test("the instants are each once, in order, the report's last", () => {
  const instants = instantsOf(deliveryTimes(on, now));
  expect(instants).toEqual([...Array.from({ length: 17 }, (_, place) => day(place)), now]);
});
