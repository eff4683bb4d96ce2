import { describe, expect, test } from "vitest";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { inDifferences, notePatch } from "../../../src/domain/tracking/differences.ts";

const [one, two, three] = [{ n: 1 }, { n: 2 }, { n: 3 }];
const before = new Map([
  ["a", one],
  ["b", two],
]);

describe("what is another object than before", () => {
  test.each<[string, Map<string, object>, [string, object | null, object | null][]]>([
    ["nothing in the same map", before, []],
    ["nothing in a copy", new Map(before), []],
    ["one that is new", new Map([...before, ["c", three]]), [["c", null, three]]],
    ["one that is another", new Map([...before, ["b", three]]), [["b", two, three]]],
    ["one that only looks the same", new Map([...before, ["b", { n: 2 }]]), [["b", two, { n: 2 }]]],
    ["one that is gone", new Map([["b", two]]), [["a", one, null]]],
    [
      "one that is gone beside one that is new",
      new Map([
        ["b", two],
        ["c", three],
      ]),
      [
        ["c", null, three],
        ["a", one, null],
      ],
    ],
  ])("is %s", (_, next, expected) => {
    expect(taken(before, next)).toEqual(expected);
  });

  test("is looked for among the noted keys only, between the maps of the note", () => {
    const other = new Map([...before, ["a", three], ["c", two]]);
    other.delete("b");
    const all = taken(before, other);
    notePatch(before, other, ["c", "b", "x"]);
    const noted = [
      ["c", null, two],
      ["b", two, null],
    ];
    expect(taken(before, other)).toEqual(noted);
    expect(taken(new Map(before), other)).toEqual(all);
    expect(all).toHaveLength(3);
  });
});

function taken(from: ReadonlyMap<string, object>, next: ReadonlyMap<string, object>) {
  const found: unknown[] = [];
  atOneGo(inDifferences(from, next, ({ id, was, is }) => found.push([id, was, is])));
  return found;
}
