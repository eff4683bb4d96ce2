import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { dependencyHints } from "../../../src/domain/figures/dependency-hints.ts";
import { redundantArrows } from "../../../src/domain/figures/redundant-arrows.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, day, idOf, item, model, now, train, type ModelParts } from "../plan.ts";

type Arrows = readonly (readonly [consumer: string, provider: string])[];

const search = (arrows: Arrows) => atOneGo(redundantArrows(arrows));

/** `a>b b>c` */
const arrowsOf = (words: string): Arrows =>
  words === "" ? [] : words.split(" ").map((word) => [word.charAt(0), word.charAt(2)]);

describe("redundant arrows", () => {
  test.each<[string, string, readonly string[]]>([
    ["nothing", "", []],
    ["a chain", "a>b b>c", []],
    ["a triangle", "a>b a>c b>c", ["a>c by b"]],
    ["two ways that part and meet", "a>b a>c b>d c>d", []],
    ["a long way round", "a>d a>b b>c c>d", ["a>d by b c"]],
    ["the shortest of two ways", "a>e a>b b>c c>e a>d d>e", ["a>e by d"]],
    ["a way that uses a redundant arrow", "a>d a>b a>c b>c c>d b>d", ["a>d by b", "a>c by b", "b>d by c"]],
    ["a circle, and a way through it", "a>b b>a a>c x>a x>c", []],
    ["an item that waits for itself", "a>a a>b a>c b>c", []],
    ["a triangle beside a circle", "a>b a>c b>c c>x x>y y>x", ["a>c by b"]],
  ])("of %s", (_, words, expected) => {
    const { found, cutShort } = search(arrowsOf(words));
    const said = found.map(({ consumer, provider, through }) => `${consumer}>${provider} by ${through.join(" ")}`);
    expect(said.toSorted()).toEqual([...expected].toSorted());
    expect(cutShort).toBe(0);
  });

  const id = fc.constantFrom("a", "b", "c", "d", "e", "f", "g");
  const arrows = fc.uniqueArray(fc.tuple(id, id), { maxLength: 16, selector: ([a, b]) => `${a}${b}` });

  function reached(all: Arrows, from: string, seen = new Set<string>()): ReadonlySet<string> {
    for (const [consumer, provider] of all) {
      if (consumer !== from || seen.has(provider)) continue;
      seen.add(provider);
      reached(all, provider, seen);
    }
    return seen;
  }

  property.prop([arrows])("can be removed together: each item still waits for the same ones", (all) => {
    const removed = new Set(search(all).found.map(({ consumer, provider }) => `${consumer}${provider}`));
    const rest = all.filter((arrow) => !removed.has(arrow.join("")));
    for (const [consumer] of all) expect(reached(rest, consumer)).toEqual(reached(all, consumer));
  });

  property.prop([arrows])("without circles are all that can be removed, each with a path", (all) => {
    const downward = all.filter(([a, b]) => a < b);
    const others = (arrow: Arrows[number]) => downward.filter((other) => other !== arrow);
    const expected = downward.filter((arrow) => reached(others(arrow), arrow[0]).has(arrow[1]));
    const { found } = search(downward);
    expect(found.map(({ consumer, provider }) => `${consumer}${provider}`).toSorted()).toEqual(
      expected.map((arrow) => arrow.join("")).toSorted(),
    );
    const known = new Set(downward.map((arrow) => arrow.join("")));
    for (const { consumer, provider, through } of found) {
      const path = [consumer, ...through, provider];
      expect(through.length).toBeGreaterThan(0);
      for (const [place, next] of path.slice(1).entries()) expect(known).toContain(`${path[place]}${next}`);
    }
  });

  test("are searched without what is below the lowest provider", () => {
    const [way, below] = [
      arrowsOf("a>b a>d b>c c>d"),
      Array.from({ length: 150 }, (_, place) => ["d", `x${place}`] as const),
    ];
    const expected = { found: [{ consumer: "a", provider: "d", through: ["b", "c"] }], cutShort: 0 };
    expect([search([...way, ...below]), search([...below, ...way.toReversed()])]).toEqual([expected, expected]);
  });

  test("are searched to a bound, nearest first, and counted where it ends the search", () => {
    const name = (place: number) => `${place}`.padStart(4, "0");
    const along = (length: number) => Array.from({ length }, (_, place) => [name(place), name(place + 1)] as const);
    expect(search([...along(101), [name(0), name(101)]])).toMatchObject({ found: [{ provider: "0101" }], cutShort: 0 });
    expect(search([...along(102), [name(0), name(102)]])).toEqual({ found: [], cutShort: 1 });
    const tooFar = search([...along(500), [name(0), name(500)], [name(0), name(3)]]);
    expect(tooFar).toMatchObject({ found: [{ consumer: "0000", provider: "0003" }], cutShort: 1 });
  });
});

function hintsOf(parts: ModelParts) {
  return atOneGo(dependencyHints(viewTrain(model(parts), train(), now)));
}

describe("redundant dependencies", () => {
  const triangle = [blocks("PAY-2", "PAY-1"), blocks("LED-1", "PAY-2"), blocks("LED-1", "PAY-1")];
  const items = (change: Partial<WorkItem> = {}) => [item("PAY-1"), item("PAY-2", change), item("LED-1")];

  test("name the items between", () => {
    const { redundant } = hintsOf({ items: items(), links: triangle });
    const [consumer, provider, through] = [idOf("PAY-1"), idOf("LED-1"), [idOf("PAY-2")]];
    expect(redundant).toEqual({ sample: 3, cutShort: 0, items: [{ consumer, provider, through }] });
  });

  test.each<[string, Partial<WorkItem>, number]>([
    ["done", { status: "done" }, 1],
    ["cancelled", { status: "cancelled" }, 1],
    ["not read", { presence: "stub" }, 1],
    ["gone", { presence: "gone" }, 1],
  ])("are none if the item between is %s", (_, change, sample) => {
    expect(hintsOf({ items: items(change), links: triangle }).redundant).toEqual({ sample, cutShort: 0, items: [] });
  });

  test("are none if one dependency is only stated twice, or leads to an unread end", () => {
    const twice = [blocks("LED-1", "PAY-1"), blocks("LED-1", "PAY-1", { origin: "text", id: "text:1" })];
    const unread = blocks("?LED-77", "PAY-1", { origin: "text", id: "text:2" });
    expect(hintsOf({ items: items(), links: [...twice, unread] }).redundant).toEqual({
      sample: 1,
      cutShort: 0,
      items: [],
    });
  });
});

describe("the closing order of a link type", () => {
  /** Pairs in which PAY waits for LED; the consumer is done on day 2, the provider a day earlier or later. */
  function closed(consumerFirst: number, providerFirst: number, change: Partial<WorkItem> = {}) {
    const pairs = Array.from({ length: consumerFirst + providerFirst }, (_, place) => ({
      waits: item(`PAY-${place + 1}`, { status: "done", closedAt: day(2) }),
      awaited: item(`LED-${place + 1}`, {
        status: "done",
        closedAt: day(place < consumerFirst ? 3 : 1),
        ...change,
      }),
    }));
    const links = pairs.map(({ waits, awaited }) => blocks(awaited.key, waits.key));
    return { items: pairs.flatMap(({ waits, awaited }) => [waits, awaited]), links };
  }

  test.each<[number, number, boolean]>([
    [19, 0, false],
    [20, 0, true],
    [14, 6, false],
    [15, 5, true],
    [32, 18, false],
    [33, 17, true],
    [5, 15, false],
  ])(
    "with %i consumers and %i providers done first tells of a wrong direction: %s",
    (consumers, providers, isReversed) => {
      expect(hintsOf(closed(consumers, providers)).linkTypes).toEqual([
        { linkType: "Blocks", consumerFirst: consumers, providerFirst: providers, open: 0, isReversed },
      ]);
    },
  );

  test.each<[string, Partial<WorkItem>]>([
    ["cancelled", { status: "cancelled" }],
    ["gone", { presence: "gone" }],
    ["not read", { presence: "stub" }],
    ["done at an unknown instant", { closedAt: null }],
    ["done at the same instant", { closedAt: day(2) }],
    ["open", { status: "todo", closedAt: null }],
  ])("does not count providers that are %s", (_, change) => {
    expect(hintsOf(closed(20, 0, change)).linkTypes).toEqual([]);
  });

  test("is that of each type by its name; texts and relations of GitHub have none", () => {
    const done = { status: "done", closedAt: day(1) } as const;
    const items = [
      item("PAY-1", { status: "done", closedAt: day(2) }),
      item("LED-1", done),
      item("PAY-2"),
      item("LED-2"),
      item("LED-3", done),
      item("acme/api#1", done),
    ];
    const links = [
      blocks("PAY-1", "LED-1", { typeName: "Depends" }),
      blocks("LED-1", "PAY-1", { id: "2" }),
      blocks("LED-2", "PAY-2", { id: "3" }),
      blocks("LED-2", "PAY-2", { id: "4" }),
      blocks("LED-3", "PAY-1", { origin: "text", id: "5" }),
      blocks("LED-3", "acme/api#1"),
      blocks("?LED-77", "PAY-2", { origin: "text", id: "6" }),
    ];
    expect(hintsOf({ items, links }).linkTypes).toEqual([
      { linkType: "Blocks", consumerFirst: 0, providerFirst: 1, open: 1, isReversed: false },
      { linkType: "Depends", consumerFirst: 0, providerFirst: 1, open: 0, isReversed: false },
    ]);
  });
});
