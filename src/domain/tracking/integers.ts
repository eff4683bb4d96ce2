/** A list of integers by index, such as cells by row. It is one block of memory for the garbage collector. */
export type Integers = Int32Array<ArrayBuffer>;

export function newIntegers(): Integers {
  return new Int32Array(64);
}

/** @returns 0 beyond the end */
export function at(integers: Integers, index: number): number {
  return integers[index] ?? 0;
}

/** @returns the same list, or a longer copy with room for the index */
export function withRoomFor(index: number, integers: Integers): Integers {
  if (index < integers.length) return integers;
  const longer = new Int32Array(Math.max(index + 1, integers.length * 2));
  longer.set(integers);
  return longer;
}
