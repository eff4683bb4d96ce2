/** A changed entry: `was` is null for a new one, `is` null for a removed one. */
export type Difference<K, V> = { readonly id: K; readonly was: V | null; readonly is: V | null };

/** The entries whose objects differ from before. */
export function* differences<K, V>(
  before: ReadonlyMap<K, V>,
  next: ReadonlyMap<K, V>,
): Generator<Difference<K, V>, void> {
  if (before === next) return;
  let kept = 0;
  for (const [id, is] of next) {
    const was = before.get(id) ?? null;
    if (was !== null) kept += 1;
    if (was !== is) yield { id, was, is };
  }
  if (kept === before.size) return;
  for (const [id, was] of before) if (!next.has(id)) yield { id, was, is: null };
}
