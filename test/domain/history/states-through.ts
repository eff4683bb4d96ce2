import { expect } from "vitest";
import { itemsThrough, type Pass, type Turned } from "../../../src/domain/history/items-through.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import type { Difference } from "../../../src/domain/tracking/differences.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";

export type ItemsThen = Pick<Model, "items" | "sprints"> & Pick<Turned, "gaps">;

/** The state at each instant of a pass: its changes, applied to the state before. */
export function statesThrough(pass: Pass): readonly { readonly at: number; readonly state: ItemsThen }[] {
  const states: { readonly at: number; readonly state: ItemsThen }[] = [];
  let [items, sprints]: [Model["items"], Model["sprints"]] = [new Map(), new Map()];
  const steps = itemsThrough(pass, function* show({ gaps, ...turned }, at) {
    [items, sprints] = [after(items, turned.items), after(sprints, turned.sprints)];
    states.push({ at, state: { items, sprints, gaps } });
    yield;
  });
  atOneGo(steps);
  return states;
}

function after<K, V>(before: ReadonlyMap<K, V>, changes: readonly Difference<K, V>[]): ReadonlyMap<K, V> {
  const next = new Map(before);
  for (const { id, was, is } of changes) {
    expect(before.get(id) ?? null).toBe(was);
    if (is === null) next.delete(id);
    else next.set(id, is);
  }
  return next;
}
