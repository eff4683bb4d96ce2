import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { dayMs } from "../../../src/domain/forecast/finishes.ts";
import type { CannotForecast, Stated } from "../../../src/domain/forecast/outlook.ts";
import { forecastTrain } from "../../../src/domain/forecast/train-forecast.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { aTrain, api, checkout, noon } from "../../support/builders.ts";
import { madeUpTeam } from "./made-up-teams.ts";
import {
  forecastBy,
  forecastOf,
  halvedRanges,
  inIteration,
  pasts,
  questionAbout,
  stories,
  story,
} from "./made-up-trains.ts";
import type { MadeUp } from "./made-up-trains.ts";

function stated<T>(one: Stated<T> | CannotForecast | undefined): Stated<T> {
  if (one?.kind !== "stated") throw new Error(`nothing is stated: ${JSON.stringify(one)}`);
  return one;
}

function outlookOf(made: MadeUp, team = "checkout") {
  const outlook = forecastOf(made).teams.find((one) => one.team === team);
  if (outlook === undefined) throw new Error("there is no such team");
  return outlook;
}

function featureOf(made: MadeUp) {
  const [feature] = forecastOf(made).features;
  if (feature === undefined) throw new Error("there is no feature");
  return feature;
}

/** Days from the forecast's day to the day by which the rest is likely done. */
function restOf(made: MadeUp, team = "checkout"): number {
  return daysTo(stated(outlookOf(made, team).rest).likely);
}

function daysTo(day: string | null): number {
  return (Date.parse(day ?? "") - Date.parse("2026-11-24")) / dayMs;
}

describe("the forecast of a team", () => {
  test("counts what is left in the increment, says how much of it comes, and when the rest is done", () => {
    const items = [
      ...stories(80),
      story("1", { status: "done" }),
      story("2", {}, { iteration: null }),
      story("3", {}, { role: "neighbour", team: null }),
    ];
    const { left, without, byEnd, rest } = outlookOf({ items });
    expect([left, without]).toEqual([80, 0]);
    const [count, day] = [stated(byEnd), stated(rest)];
    // 55 days left at one item a day.
    expect(count.half).toBeGreaterThan(42);
    expect(count.half).toBeLessThan(70);
    expect(count.likely).toBeLessThan(count.half);
    expect(daysTo(day.likely)).toBeGreaterThan(daysTo(day.half));
    expect(Math.abs(daysTo(day.half) - 79)).toBeLessThan(20);
  });

  test("carries the record of as many days ahead", () => {
    const { byEnd, rest } = outlookOf({ items: stories(5) });
    expect([stated(byEnd).horizonDays, stated(rest).horizonDays]).toEqual([84, 14]);
    const { record, level } = stated(rest);
    expect(level).toBe(0.85);
    expect(record).toMatchObject({ said: 0.85, of: "team" });
    expect(record.times).toBeGreaterThan(45);
    expect(record.held / record.times).toBeGreaterThan(0.75);
  });

  test("is the same for the same seed, and for items in another order", () => {
    const { question, work } = questionAbout({ items: stories(20), waits: [["101", "105"]] });
    const made = atOneGo(forecastTrain(question, work));
    expect(atOneGo(forecastTrain(question, work))).toEqual(made);
    const other = questionAbout({ items: stories(20).toReversed(), waits: [["101", "105"]] });
    expect(atOneGo(forecastTrain(other.question, other.work))).toEqual(made);
  });

  test("gives a waiting item's capacity to the next item", () => {
    const [own, theirs] = [stories(10, 100), story("500", {}, { team: api })];
    const free = restOf({ items: [...own, theirs] });
    const waiting = restOf({ items: [...own, theirs], waits: [["100", "500"]] });
    expect(waiting).toBeLessThanOrEqual(free + 6);
    expect(waiting).toBeGreaterThanOrEqual(free);
  });

  test("ends after the provider, never at the later of two separate ends", () => {
    const providers = Array.from({ length: 20 }, (_, place) => story(String(500 + place), {}, { team: api }));
    const items = [...stories(10), ...providers];
    const waits = stories(10).map(({ item }) => [item.nativeId, "519"] as const);
    const provider = restOf({ items }, "api");
    expect(restOf({ items })).toBeLessThan(provider);
    expect(restOf({ items, waits })).toBeGreaterThan(provider + 3);
  });

  test("works on no holiday, the train's or its own", () => {
    const items = stories(10);
    const days = (from: number, count: number) =>
      Array.from({ length: count }, (_, place) => new Date(noon + (from + place) * dayMs).toISOString().slice(0, 10));
    const holidays = days(-3, 23);
    const [own, free] = [restOf({ items }), { ...aTrain(), teams: [{ ...checkout, holidays }, api] }];
    expect(restOf({ items, train: { ...aTrain(), holidays } })).toBeGreaterThanOrEqual(20);
    expect(restOf({ items, train: free })).toBeGreaterThanOrEqual(20);
    expect(own).toBeLessThan(20);
    const other = { ...aTrain(), teams: [checkout, { ...api, holidays }] };
    expect(restOf({ items, train: other })).toBe(own);
  });

  test("takes earlier iterations first, then work in progress, then older keys", () => {
    const items = [
      story("20", {}, inIteration(3)),
      story("9"),
      story("10"),
      story("11", { status: "in-progress" }),
      story("12", { key: "PAY-1000" }, inIteration(1)),
    ];
    const finishes = [madeUpTeam("checkout", 730, () => 0.05)];
    // Each epic has one story, so that its day is the story's.
    const ends = items.map((only, place) => {
      const epic = story("1", { kind: "epic" });
      const made = items.map((one, other) =>
        other === place ? { ...only, item: { ...only.item, parentId: epic.item.id } } : one,
      );
      return stated(featureOf({ items: [...made, epic], finishes: [...finishes, madeUpTeam("api", 9, () => 0)] }).rest)
        .half;
    });
    const order = [4, 3, 1, 2, 0].map((place) => ends[place] ?? "later");
    expect(order.toSorted()).toEqual(order);
    expect(new Set(order).size).toBeGreaterThan(3);
  });

  test("has nothing left, or no day within half a year", () => {
    expect(outlookOf({ items: [] })).toMatchObject({ left: 0, without: 0, byEnd: { likely: 0 } });
    const { byEnd, rest } = outlookOf({ items: stories(400) });
    expect(stated(byEnd).likely).toBeLessThan(80);
    expect(stated(rest).likely).toBeNull();
  });
});

describe("items without a day", () => {
  const cannot = (because: object) => ({ kind: "cannot-forecast", because });

  test.each<[string, MadeUp, number]>([
    ["of no team", { items: [story("9", {}, { role: "neighbour", team: null })], waits: [["100", "9"]] }, 1],
    ["that Signalbox has not read", { items: [], waits: [["100", "9"]] }, 1],
    ["that wait for each other", { items: [], waits: [["100", "101"], ["101", "100"], ["102", "101"]] }, 3], // prettier-ignore
    ["that are done", { items: [story("9", { status: "done" })], waits: [["100", "9"]] }, 0],
    ["that are gone", { items: [story("9", { presence: "gone" })], waits: [["100", "9"]] }, 0],
    ["of the backlog, which the team takes last", { items: [story("9", {}, { iteration: null })], waits: [["100", "9"]] }, 0], // prettier-ignore
  ])("wait for items %s", (_, { items, waits = [] }, without) => {
    expect(outlookOf({ items: [...stories(5), ...items], waits })).toMatchObject({ left: 5, without });
  });

  test("make no difference where only work that is over or unread waits for them", () => {
    const items = [...stories(5), story("9", { status: "done" })];
    const waits = ["9", "8"].map((id) => [id, "100"] as const);
    expect(outlookOf({ items, waits })).toEqual(outlookOf({ items }));
  });

  test("are left out of the statements; if all are, there is none", () => {
    const items = [...stories(3), story("9", {}, { role: "neighbour", team: null })];
    const some = outlookOf({ items, waits: [["100", "9"]] });
    expect(stated(some.byEnd).likely).toBe(2);
    const waits = ["100", "101", "102"].map((id) => [id, "9"] as const);
    const none = outlookOf({ items, waits });
    expect(none).toMatchObject({ left: 3, without: 3, byEnd: cannot({ kind: "waits", items: 3 }) });
  });

  test("are all items of a team whose past is too short, and what waits for them", () => {
    const items = [...stories(3), story("9", {}, { team: api })];
    const finishes = [pasts[0] ?? madeUpTeam("checkout", 1, () => 1), madeUpTeam("api", 9, () => 1)];
    const { teams, train } = forecastOf({ items, finishes, waits: [["100", "9"]] });
    expect(teams[0]).toMatchObject({ left: 3, without: 1 });
    expect(teams[1]).toMatchObject({
      left: 1,
      without: 1,
      rest: cannot({ kind: "short-past", days: 7, neededDays: 28 }),
    });
    expect(train).toMatchObject({ left: 4, without: 2, byEnd: { kind: "stated" } });
  });
});

describe("features", () => {
  const epic = story("1", { kind: "epic" }, inIteration(4));
  const part = (nativeId: string, plan = {}) => story(nativeId, { parentId: epic.item.id }, plan);

  test("end with the last of their work, and with what they wait for themselves", () => {
    const theirs = Array.from({ length: 30 }, (_, place) => story(String(500 + place), {}, { team: api }));
    const items = [epic, part("2"), part("3"), ...theirs];
    const alone = featureOf({ items });
    expect(alone).toMatchObject({ left: 2, plannedUntil: "2026-12-06", rest: { kind: "stated" } });
    const dropped = story("4", { parentId: part("3").item.id, status: "cancelled" });
    expect(featureOf({ items: [...items, dropped] })).toMatchObject({ left: 2 });
    const waiting = featureOf({ items, waits: [["1", "529"]] });
    expect(daysTo(stated(waiting.rest).likely)).toBe(restOf({ items }, "api"));
  });

  test("stand for their open work where others wait for them, a sub-task for its story", () => {
    const task = story("4", { kind: "subtask", parentId: story("3").item.id });
    const other = story("100", {}, { team: api, ...inIteration(1) });
    const items = [epic, part("2"), part("3"), task, other, ...stories(20, 200)];
    const late = restOf({ items, waits: [["100", "1"]] }, "api");
    expect(late).toBeGreaterThan(restOf({ items }, "api"));
    expect(restOf({ items, waits: [["100", "2"], ["100", "3"]] }, "api")).toBe(late); // prettier-ignore
    expect(restOf({ items, waits: [["100", "4"]] }, "api")).toBe(restOf({ items, waits: [["100", "3"]] }, "api"));
    const mutual = outlookOf({ items, waits: [["4", "100"], ["100", "3"]] }); // prettier-ignore
    expect(mutual.without).toBe(1);
    expect(outlookOf({ items, waits: [["4", "3"]] }).without).toBe(0);
  });

  test("are not waited for once all their work is done, nor is a sub-task of a finished story", () => {
    const done = story("2", { parentId: epic.item.id, status: "done" });
    const task = story("4", { kind: "subtask", parentId: done.item.id });
    const items = [epic, done, task, ...stories(1)];
    expect(outlookOf({ items, waits: [["100", "1"], ["100", "4"]] }).without).toBe(0); // prettier-ignore
  });

  test("cannot be forecast with work without an iteration or of no team, or with work that has no day", () => {
    const open = featureOf({ items: [epic, part("2"), part("3", { iteration: null })] });
    expect(open).toMatchObject({ rest: { kind: "cannot-forecast", because: { kind: "unplanned", items: 1 } } });
    const foreign = featureOf({ items: [epic, part("2"), part("3", { role: "neighbour", team: null })] });
    expect(foreign).toMatchObject({ rest: { because: { kind: "unplanned", items: 1 } } });
    const waiting = featureOf({ items: [epic, part("2")], waits: [["2", "999"]] });
    expect(waiting).toMatchObject({ rest: { because: { kind: "waits", items: 1 } } });
    const own = featureOf({ items: [epic, story("2", { parentId: epic.item.id })], waits: [["1", "999"]] });
    expect(own).toMatchObject({ left: 2, rest: { because: { kind: "waits", items: 1 } } });
  });

  test("without open work end with what they wait for, and have no plan", () => {
    const done = story("2", { parentId: epic.item.id, status: "done" });
    const made = { items: [epic, done, ...stories(1)], waits: [["1", "100"]] as const };
    expect(featureOf(made)).toMatchObject({ left: 1, plannedUntil: null, rest: { kind: "stated" } });
  });
});

property.prop([fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 19 }), fc.boolean()], { numRuns: 15 })(
  "an earlier provider never makes its own consumer later",
  (count, place, isSameTeam) => {
    const epic = story("1", { kind: "epic" });
    const consumer = story("2", { parentId: epic.item.id });
    const team = isSameTeam ? checkout : api;
    const provider = String(500 + (place % count));
    const items = (iteration: number) => [
      epic,
      consumer,
      ...stories(8),
      ...Array.from({ length: count }, (_, other) => {
        const id = String(500 + other);
        return story(id, {}, { team, ...inIteration(id === provider ? iteration : 2) });
      }),
    ];
    const dayIf = (iteration: number) => {
      const { half, likely } = stated(featureOf({ items: items(iteration), waits: [["2", provider]] }).rest);
      return [daysTo(half), daysTo(likely)] as const;
    };
    const [late, early] = [dayIf(3), dayIf(1)];
    expect(early[0]).toBeLessThanOrEqual(late[0]);
    expect(early[1]).toBeLessThanOrEqual(late[1]);
  },
);

test("ranges that were halved by mistake have a bad record: the forecast widens them, or gives none", () => {
  const made = { items: stories(30) };
  const planted = forecastBy(halvedRanges(made), made).teams[0];
  const honest = forecastOf(made).teams[0];
  expect(stated(honest?.byEnd).level).toBe(0.85);
  const level = planted?.rest.kind === "stated" ? planted.rest.level : 1;
  expect(level).toBeGreaterThan(0.85);
});
