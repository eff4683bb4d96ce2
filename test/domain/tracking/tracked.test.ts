import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { Cells } from "../../../src/domain/tracking/cells.ts";
import { derived, isSameList, keyed, Kept, TrackedMap } from "../../../src/domain/tracking/tracked.ts";
import { TrackedGroups } from "../../../src/domain/tracking/tracked-groups.ts";
import { atOnce, atOneGo } from "../../../src/domain/tracking/in-steps.ts";

const cells = new Cells();

describe("a value that is computed from others", () => {
  test("is computed again only after one of them has changed, and once", () => {
    const prices = new TrackedMap<string, number>(cells);
    const computed: string[] = [];
    const doubled = keyed(cells, (name: string) => {
      computed.push(name);
      return (prices.get(name) ?? 0) * 2;
    });
    prices.set("tea", 3);
    expect([doubled("tea"), doubled("tea"), doubled("milk")]).toEqual([6, 6, 0]);
    prices.set("tea", 4);
    expect([doubled("tea"), doubled("milk")]).toEqual([8, 0]);
    expect(computed).toEqual(["tea", "milk", "tea"]);
  });

  test("keeps those who read it where it comes out the same", () => {
    const prices = new TrackedMap<string, number>(cells);
    let asked = 0;
    const isDear = keyed(cells, (name: string) => (prices.get(name) ?? 0) > 10);
    const advice = derived(cells, () => {
      asked += 1;
      return isDear("tea") ? "wait" : "buy";
    });
    prices.set("tea", 3);
    expect(advice()).toBe("buy");
    prices.set("tea", 4);
    expect(advice()).toBe("buy");
    expect(asked).toBe(1);
    prices.set("tea", 40);
    expect(advice()).toBe("wait");
    expect(asked).toBe(2);
  });

  test("keeps the former value, and those who read it, if its own comparison says that nothing changed", () => {
    const stock = new TrackedMap<string, readonly string[]>(cells);
    const sorted = keyed(cells, (shop: string) => (stock.get(shop) ?? []).toSorted(), isSameList);
    const seen: (readonly string[])[] = [];
    const shown = derived(cells, () => {
      seen.push(sorted("corner"));
      return sorted("corner").join(" ");
    });
    stock.set("corner", ["tea", "milk"]);
    expect(shown()).toBe("milk tea");
    stock.set("corner", ["milk", "tea"]);
    expect(shown()).toBe("milk tea");
    expect(sorted("corner")).toBe(seen.at(0));
    stock.set("corner", ["milk"]);
    expect([shown(), seen]).toEqual(["milk", [["milk", "tea"], ["milk"]]]);
  });

  test("forgets what it does not read any more", () => {
    const flags = new TrackedMap<string, boolean>(cells);
    let asked = 0;
    const both = derived(cells, () => {
      asked += 1;
      return flags.get("first") === true && flags.get("second") === true;
    });
    flags.set("first", true);
    expect(both()).toBe(false);
    flags.set("first", false);
    expect(both()).toBe(false);
    flags.set("second", true);
    expect(both()).toBe(false);
    expect(asked).toBe(2);
  });

  test("is computed again after an error", () => {
    const numbers = new TrackedMap<string, number>(cells);
    const inverse = derived(cells, () => {
      const number = numbers.get("one") ?? 0;
      if (number === 0) throw new Error("nothing");
      return 1 / number;
    });
    expect(() => inverse()).toThrow("nothing");
    numbers.set("one", 2);
    expect(inverse()).toBe(0.5);
  });

  test("does not compute what its first input rules out now", () => {
    const numbers = new TrackedMap<string, number>(cells);
    const inverse = derived(cells, () => {
      const number = numbers.get("divisor") ?? 0;
      if (number === 0) throw new Error("nothing");
      return 1 / number;
    });
    const share = derived(cells, () => (numbers.get("parts") === 0 ? 0 : inverse()));
    numbers.set("parts", 2);
    numbers.set("divisor", 2);
    expect(share()).toBe(0.5);
    numbers.set("divisor", 0);
    numbers.set("parts", 0);
    expect(share()).toBe(0);
  });

  test("that depends on itself says so", () => {
    const own: () => number = derived(cells, () => own() + 1);
    expect(() => own()).toThrow(/depends on itself/u);
  });
});

test("settle reports each value that may be another, and no other", () => {
  const prices = new TrackedMap<string, number>(cells);
  const doubled = new Kept(
    cells,
    (name: string) => (prices.get(name) ?? 0) * 2,
    () => false,
  );
  const reported: [string, number][] = [];
  const settle = () => atOneGo(doubled.settle((name, value) => void reported.push([name, value])));
  doubled.watch("tea");
  doubled.watch("milk");
  settle();
  prices.set("tea", 4);
  settle();
  settle();
  expect(reported.toSorted(([a, one], [b, other]) => a.localeCompare(b) || one - other)).toEqual([
    ["milk", 0],
    ["tea", 0],
    ["tea", 8],
  ]);
});

test.each([
  [atOnce - 1, 0],
  [2 * atOnce + 5, 2],
])("an update of %i values leaves room for other work %i times", (size, pauses) => {
  const squares = new Kept(
    new Cells(),
    (number: number) => number ** 2,
    () => false,
  );
  for (let number = 0; number < size; number += 1) squares.watch(number);
  const reported: number[] = [];
  expect([...squares.settle((_, square) => reported.push(square))]).toHaveLength(pauses);
  expect(reported).toHaveLength(size);
});

const member = fc.nat(60).map((number) => `m${number}`);

property.prop([
  fc.array(fc.oneof(fc.record({ put: member, value: fc.nat(3) }), fc.record({ remove: member })), {
    minLength: 100,
    maxLength: 300,
  }),
])("groups hold what a map would hold, however many there are", (changes) => {
  const groups = new TrackedGroups<string, string, string>(cells, (value) => value.split(" ")[0] ?? "");
  const held = new Map<string, string>();
  const seen = derived(cells, () => [...groups.of("g")].toSorted());
  for (const change of changes) {
    if ("put" in change) {
      const value = `${change.put} ${change.value}`;
      groups.put("g", value);
      held.set(change.put, value);
    } else {
      groups.remove("g", change.remove);
      held.delete(change.remove);
    }
    expect(seen()).toEqual([...held.values()].toSorted());
  }
});
