import { atOnce } from "./in-steps.ts";

/** A changed entry: `was` is null for a new one, `is` null for a removed one. */
export type Difference<K, V> = { readonly id: K; readonly was: V | null; readonly is: V | null };

/** Takes the entries whose objects differ from before, several per step; other work may run between two steps. */
export function* inDifferences<K, V>(
  before: ReadonlyMap<K, V>,
  next: ReadonlyMap<K, V>,
  take: (difference: Difference<K, V>) => void,
): Generator<void, void> {
  if (before === next) return;
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
