/** Computes a constant property of each object once, and forgets it with the object. */
export function once<T extends object, R>(work: (of: T) => R): (of: T) => R {
  const known = new WeakMap<T, { readonly result: R }>();
  return (of) => {
    const found = known.get(of);
    if (found !== undefined) return found.result;
    const result = work(of);
    known.set(of, { result });
    return result;
  };
}
