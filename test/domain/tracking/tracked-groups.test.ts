import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { Cells } from "../../../src/domain/tracking/cells.ts";
import { Rows } from "../../../src/domain/tracking/rows.ts";
import { isAlike, isSameList, keyed, TrackedMap } from "../../../src/domain/tracking/tracked.ts";
import { TrackedGroups } from "../../../src/domain/tracking/tracked-groups.ts";

const member = fc.nat(40);
const cells = new Cells();
const memberOf = (value: string) => Number(value.split(":")[0]);
const change = fc.record({ member, value: fc.option(fc.nat(3)) });

property.prop([fc.array(change, { minLength: 30, maxLength: 200 })])(
  "a group holds what a map would, small and large, and tells its readers of each change and of nothing else",
  (changes) => {
    const groups = new TrackedGroups<string, number, string>(cells, memberOf);
    const known = new Map<number, string>();
    let asked = 0;
    const sorted = keyed(cells, (key: string) => {
      asked += 1;
      return groups.of(key).toSorted();
    });
    sorted("one");
    // Enough of them at first, so that members are looked up.
    const first = Array.from({ length: 30 }, (_, place) => ({ member: place, value: place % 4 }));
    for (const { member, value } of [...first, ...changes]) {
      const before = asked;
      const isAnother = value === null ? known.has(member) : known.get(member) !== `${member}:${value}`;
      if (value === null) {
        groups.remove("one", member);
        known.delete(member);
      } else {
        if (known.has(member) || value === 0) groups.put("one", `${member}:${value}`);
        else groups.add("one", `${member}:${value}`);
        known.set(member, `${member}:${value}`);
      }
      expect(sorted("one")).toEqual([...known.values()].toSorted());
      expect(asked - before).toBe(Number(isAnother));
    }
  },
);

test("a group that nobody put anything into is empty, and loses nothing", () => {
  const groups = new TrackedGroups<string, number, string>(cells, memberOf);
  groups.remove("one", 1);
  groups.put("two", "1:a");
  groups.remove("two", 2);
  expect([groups.of("one"), groups.of("two")]).toEqual([[], ["1:a"]]);
});

test("a look outside of computations makes no place for an unknown key", () => {
  const rows = new Rows<string>(cells);
  const prices = new TrackedMap<string, number>(rows);
  const groups = new TrackedGroups<string, number, string>(rows, memberOf);
  expect([prices.get("tea"), groups.of("tea"), rows.find("tea")]).toEqual([undefined, [], -1]);
});

test("kinds of one key stand side by side", () => {
  const rows = new Rows<string>(cells);
  const [prices, names] = [new TrackedMap<string, number>(rows), new TrackedMap<string, string>(rows)];
  prices.set("tea", 3);
  names.set("tea", "Tea");
  names.set("milk", "Milk");
  expect([prices.get("tea"), names.get("tea"), prices.get("milk"), names.get("milk")]).toEqual([
    3,
    "Tea",
    undefined,
    "Milk",
  ]);
});

test.each<[readonly number[], readonly number[], boolean]>([
  [[], [], true],
  [[1, 2], [1, 2], true],
  [[1, 2], [1, 3], false],
  [[1, 2], [2, 1], false],
  [[1], [1, 2], false],
  [[1, 2], [1], false],
])("%j and %j are the same list: %s", (a, b, expected) => {
  expect(isSameList(a, b)).toBe(expected);
});

test("plain values are alike by what they hold", () => {
  expect(isAlike({ a: [1] }, { a: [1] })).toBe(true);
  expect(isAlike({ a: [1] }, { a: [2] })).toBe(false);
});
