import { describe, expect, test } from "vitest";
import type { Past } from "../../bench/past.ts";
import { staysIn } from "../../bench/past-stays.ts";
import { describeStays } from "../../src/domain/forecast/slip-rates.ts";
import { hasSlipped } from "../../src/domain/forecast/sprint-stay.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import { aTrain, anItem, checkout } from "../support/builders.ts";
import { idOf, sprintsFrom } from "./past-sprints.ts";

const dayMs = 86_400_000;
const start = Date.UTC(2024, 0, 1);
/** Days after the first sprint's start. */
const day = (days: number) => start + days * dayMs;

const sprintAt = sprintsFrom(start);

function sprint(place: number, change: Partial<Sprint> = {}): Sprint {
  return { ...sprintAt(place), ...change };
}

function pastOf(items: readonly WorkItem[], change: Partial<Past> = {}): Past {
  const sprints = Array.from({ length: 8 }, (_, place) => sprint(place));
  return {
    train: aTrain({ teams: [checkout] }),
    items,
    sprints: new Map(sprints.map((one) => [one.id, one])),
    links: [],
    skipped: 0,
    ...change,
  };
}

const item = (change: Partial<WorkItem>) => anItem({ createdAt: day(-20), sprintIds: [idOf(0)], ...change });

describe("a stay of an item in a sprint", () => {
  test.each([
    ["is done within it", { closedAt: day(9), status: "done" }, ["0 kept"]],
    ["is cancelled within it: not carried over", { closedAt: day(9), status: "cancelled" }, ["0 kept"]],
    ["is done at its planned end", { closedAt: day(14), status: "done" }, ["0 kept"]],
    ["is done after it, before the team completed the sprint", { closedAt: day(15), status: "done" }, ["0 slipped"]],
    ["is never done", {}, ["0 slipped"]],
    [
      "is in the next two as well",
      { sprintIds: [idOf(1), idOf(0), idOf(2)], closedAt: day(30) },
      ["0 slipped", "1 slipped", "2 kept"],
    ],
    ["was closed before it began: known by then", { closedAt: day(-1), status: "done" }, []],
    ["was closed in the first of two", { sprintIds: [idOf(0), idOf(1)], closedAt: day(5) }, ["0 kept"]],
    ["was created during it", { createdAt: day(5), closedAt: day(8), status: "done" }, ["0 kept"]],
    ["was created after it", { createdAt: day(15), closedAt: day(20) }, []],
    ["is in a sprint that the export does not have", { sprintIds: [idOf(99)] }, []],
  ] satisfies [string, Partial<WorkItem>, string[]][])("whose item %s", (_name, change, expected) => {
    const stays = staysIn(pastOf([item(change)]));
    expect(stays.map((one) => `${one.carried} ${hasSlipped(one) ? "slipped" : "kept"}`)).toEqual(expected);
  });

  test.each([
    ["without a start", { startsAt: null }],
    ["without an end", { endsAt: null }],
    ["that ends as it begins", { endsAt: day(0) }],
  ])("needs a sprint with dates: none in one %s", (_name, change) => {
    const sprints = new Map([[idOf(0), sprint(0, change)]]);
    expect(staysIn(pastOf([item({})], { sprints }))).toEqual([]);
  });

  test("belongs to the team of that sprint, and begins when item and sprint exist", () => {
    const [one] = staysIn(pastOf([item({ createdAt: day(3) })]));
    expect(one).toMatchObject({
      team: "checkout",
      container: "PAY",
      from: day(3),
      createdAt: day(3),
      lastEndedAt: null,
    });
  });

  test("counts providers and parts that are open then", () => {
    const consumer = item({ nativeId: "1", sprintIds: [idOf(1)] });
    const provider = item({ nativeId: "2", closedAt: day(20), sprintIds: [] });
    const ended = item({ nativeId: "3", closedAt: day(2), sprintIds: [] });
    const part = item({ nativeId: "4", parentId: consumer.id, createdAt: day(16), sprintIds: [] });
    const links = [provider, ended].map(({ id }) => ({
      id,
      origin: "jira-link" as const,
      typeId: "1",
      typeName: "Blocks",
      source: id,
      target: consumer.id,
    }));
    const stays = staysIn(pastOf([consumer, provider, ended, part], { links }));
    expect(stays).toMatchObject([{ item: consumer.id, openProviders: 1, openParts: 0 }]);
  });

  test("is described alike whatever happens after it begins", () => {
    const items = Array.from({ length: 40 }, (_, place) => {
      const first = place % 8;
      const sprintIds = [idOf(first), ...(place % 3 === 0 ? [idOf(Math.min(7, first + 1))] : [])];
      return item({ nativeId: String(place), sprintIds, closedAt: day(14 * first + 2 * (place % 13)), status: "done" });
    });
    const instant = day(60);
    // What a tracker would have shown at that instant.
    const known = items.map((one): WorkItem => {
      const sprintIds = one.sprintIds.filter((id) => (sprint(Number(id.split(":").at(-1))).startsAt ?? 0) <= instant);
      return (one.closedAt ?? 0) > instant
        ? { ...one, sprintIds, closedAt: null, status: "todo" }
        : { ...one, sprintIds };
    });
    const before = (all: readonly WorkItem[]) =>
      describeStays(staysIn(pastOf(all)))
        .filter(({ stay }) => stay.from <= instant)
        .map(({ stay, row, baseRate }) => [stay.item, stay.carried, [...row], baseRate]);
    const expected = before(known);
    expect(expected.length).toBeGreaterThan(20);
    expect(before(items)).toEqual(expected);
  });
});
