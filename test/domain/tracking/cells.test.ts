import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { Cells } from "../../../src/domain/tracking/cells.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { Rows } from "../../../src/domain/tracking/rows.ts";
import { Kept, TrackedMap } from "../../../src/domain/tracking/tracked.ts";

const givenValues = 20;
const given = fc.nat(givenValues - 1);

/** The given value at `first` decides whether it reads an earlier value, or the given one at `third`. */
const formula = fc.record({ first: given, second: fc.nat(), third: given });
type Formula = { readonly first: number; readonly second: number; readonly third: number };

const change = fc.record({ at: given, to: fc.nat(5) });
const changesAtOnce = fc.record({
  changes: fc.uniqueArray(change, { minLength: 1, maxLength: 3, selector: ({ at }) => at }),
  look: fc.nat(),
});

type Reads = { readonly given: (at: number) => number; readonly computed: (at: number) => number };

function evaluate({ first, second, third }: Formula, place: number, reads: Reads): number {
  const decides = reads.given(first);
  if (place > 0 && decides % 2 === 1) return (decides + reads.computed(second % place)) % 7;
  return decides + reads.given(third);
}

/** All values, each with the names of its inputs, and the inputs themselves. */
function plainly(formulas: readonly Formula[], present: ReadonlyMap<number, number>) {
  const inputs = new Map<string, number>();
  const values: number[] = [];
  const readBy = formulas.map((one, place) => {
    const read: string[] = [];
    const noted = (name: string, value: number) => {
      read.push(name);
      inputs.set(name, value);
      return value;
    };
    const reads: Reads = {
      given: (at) => noted(`given ${at}`, present.get(at) ?? 0),
      computed: (at) => noted(`computed ${at}`, values[at] ?? 0),
    };
    values.push(evaluate(one, place, reads));
    return read;
  });
  for (let at = 0; at < givenValues; at += 1) inputs.set(`given ${at}`, present.get(at) ?? 0);
  for (const [place, value] of values.entries()) inputs.set(`computed ${place}`, value);
  return { values, readBy, inputs };
}

property.prop([
  fc.array(formula, { minLength: 40, maxLength: 120 }),
  fc.array(changesAtOnce, { minLength: 1, maxLength: 30 }),
])("a change computes again, once, the values that read something that differs now, and no other", (formulas, all) => {
  const rows = new Rows<number>(new Cells());
  const numbers = new TrackedMap<number, number>(rows);
  for (let at = 0; at < givenValues; at += 1) numbers.set(at, 0);
  const computations: number[] = [];
  const reads: Reads = { given: (at) => numbers.get(at) ?? 0, computed: (at) => values.of(at) };
  const compute = (place: number) => {
    computations.push(place);
    return formulas.slice(place, place + 1).reduce((_, one) => evaluate(one, place, reads), 0);
  };
  const values = new Kept<number, number>(rows, compute, (former, next) => former === next);
  const reported: number[] = [];
  const settle = () => atOneGo(values.settle((place, value) => void (reported[place] = value)));
  const present = new Map<number, number>();
  for (const place of formulas.keys()) values.watch(place);
  settle();
  for (const { changes, look } of all) {
    const before = plainly(formulas, present);
    for (const { at, to } of changes) {
      numbers.set(at, to);
      present.set(at, to);
    }
    const now = plainly(formulas, present);
    computations.length = 0;
    values.of(look % formulas.length);
    settle();
    expect(reported).toEqual(now.values);
    const isAsBefore = (read: readonly string[]) =>
      read.every((name) => before.inputs.get(name) === now.inputs.get(name));
    const unaffected = new Set(before.readBy.flatMap((read, place) => (isAsBefore(read) ? [place] : [])));
    expect(computations.filter((place) => unaffected.has(place))).toEqual([]);
    expect(new Set(computations).size).toBe(computations.length);
  }
});

test("an equal value computes nothing again", () => {
  const cells = new Cells();
  const input = cells.newGiven(1);
  const computations: number[] = [];
  const compute = (row: number) => computations.push(row) + Number(cells.read(input));
  const cell = cells.newComputed({ compute, isSame: () => false, queue: null }, 7);
  expect([cells.rowOf(cell), cells.read(cell), cells.read(cell)]).toEqual([7, 2, 2]);
  cells.give(input, 1);
  expect(cells.read(cell)).toBe(2);
  cells.give(input, 2);
  expect([cells.read(cell), computations]).toEqual([4, [7, 7]]);
});
