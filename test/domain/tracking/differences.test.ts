import { describe, expect, test } from "vitest";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { inDifferences } from "../../../src/domain/tracking/differences.ts";

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
    const taken: unknown[] = [];
    atOneGo(inDifferences<string, object>(before, next, ({ id, was, is }) => taken.push([id, was, is])));
    expect(taken).toEqual(expected);
  });
});
