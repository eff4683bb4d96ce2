import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { CycleIndex } from "../../../src/domain/conflicts/cycle-index.ts";
import { cyclicComponents, type Arrow } from "../../../src/domain/conflicts/cyclic-components.ts";
import { Cells } from "../../../src/domain/tracking/cells.ts";
import { Rows } from "../../../src/domain/tracking/rows.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";

const ids = ["a", "b", "c", "d", "e", "f"] as const;
const id = fc.constantFrom(...ids);
const changes = fc.array(
  fc.record({ consumer: id, providers: fc.uniqueArray(id, { maxLength: 3 }), isSettled: fc.boolean() }),
);

function circlesOf(arrows: Readonly<Record<string, readonly string[]>>): CycleIndex<string> {
  const cycles = new CycleIndex<string>(new Rows(new Cells()));
  for (const [consumer, providers] of Object.entries(arrows)) cycles.set(consumer, providers);
  atOneGo(cycles.settle());
  return cycles;
}

describe("circles, as arrows come and go", () => {
  property.prop([changes])("are those of all arrows, and no change of them goes untold", (steps) => {
    const cycles = new CycleIndex<string>(new Rows(new Cells()));
    const arrows = new Map<string, readonly string[]>();
    for (const { consumer, providers, isSettled } of [...steps, { consumer: "a", providers: ["b"], isSettled: true }]) {
      cycles.set(consumer, providers);
      arrows.set(consumer, providers);
      if (!isSettled) continue;
      const before = cycles.groups;
      const told = atOneGo(cycles.settle());
      const all = [...arrows].flatMap(([from, to]) => to.map((one): Arrow => [from, one]));
      expect(cycles.groups).toEqual(cyclicComponents(all));
      if (!told) expect(cycles.groups).toBe(before);
    }
  });

  test("are those of many new arrows at once, looked at together", () => {
    const ring = Array.from({ length: 60 }, (_, place) => [`n${place}`, [`n${(place + 1) % 60}`]] as const);
    expect(circlesOf(Object.fromEntries(ring)).groups).toEqual([ring.map(([from]) => from).toSorted()]);
  });

  test.each<[string, string, readonly string[], boolean]>([
    ["an arrow within a circle goes", "b", [], true],
    ["a member of a circle waits for one more", "b", ["a", "x"], true],
    ["a new arrow closes a circle", "e", ["c"], true],
    ["a new arrow closes none", "x", ["a"], false],
    ["an arrow outside of circles goes", "c", [], false],
    ["a member of a circle waits for the same", "a", ["b"], false],
    ["one outside waits for the same", "c", ["d"], false],
    ["an item outside waits for no other, as before", "x", [], false],
  ])("%s: they may be others is %s", (_, consumer, providers, expected) => {
    const cycles = circlesOf({ a: ["b"], b: ["a"], c: ["d"], d: ["e"] });
    cycles.set(consumer, providers);
    expect(atOneGo(cycles.settle())).toBe(expected);
    expect(atOneGo(cycles.settle())).toBe(false);
  });

  test("a list that is changed afterwards changes nothing", () => {
    const providers = ["b"];
    const cycles = circlesOf({ a: providers, b: [] });
    providers.push("a");
    cycles.set("b", ["c"]);
    cycles.set("c", ["b"]);
    atOneGo(cycles.settle());
    expect(cycles.groups).toEqual([["b", "c"]]);
  });
});
