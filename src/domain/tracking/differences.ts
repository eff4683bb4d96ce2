import { atOnce, inSteps } from "./in-steps.ts";

/** A changed entry: `was` is null for a new one, `is` null for a removed one. */
export type Difference<K, V> = { readonly id: K; readonly was: V | null; readonly is: V | null };

/** The former map, and the keys in which a map may differ from it. */
type Patch = { readonly before: WeakRef<object>; readonly keys: readonly unknown[] };

const patches = new WeakMap<object, Patch>();

/** Notes that a map may differ from a former one in these keys only: then `inDifferences` looks at no others. */
export function notePatch<M extends ReadonlyMap<unknown, unknown>>(before: M, next: M, keys: readonly unknown[]): void {
  patches.set(next, { before: new WeakRef(before), keys });
}

/** Null if nothing is noted. */
function patchedKeys<K>(before: ReadonlyMap<K, unknown>, next: ReadonlyMap<K, unknown>): readonly K[] | null {
  const patch = patches.get(next);
  if (patch === undefined || patch.before.deref() !== before) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `notePatch` took keys of these maps
  return patch.keys as readonly K[];
}

/** Takes the entries whose objects differ from before, several per step; other work may run between two steps. */
export function* inDifferences<K, V>(
  before: ReadonlyMap<K, V>,
  next: ReadonlyMap<K, V>,
  take: (difference: Difference<K, V>) => void,
): Generator<void, void> {
  if (before === next) return;
  const keys = patchedKeys(before, next);
  if (keys !== null) {
    yield* inSteps(keys, (id) => {
      const difference = { id, was: before.get(id) ?? null, is: next.get(id) ?? null };
      if (difference.was !== difference.is) take(difference);
    });
    return;
  }
  let kept = 0;
  let taken = 0;
  for (const [id, is] of next) {
    const was = before.get(id) ?? null;
    if (was !== null) kept += 1;
    if (was === is) continue;
    take({ id, was, is });
    if (++taken % atOnce === 0) yield;
  }
  if (kept === before.size) return;
  for (const [id, was] of before) {
    if (next.has(id)) continue;
    take({ id, was, is: null });
    if (++taken % atOnce === 0) yield;
  }
}
