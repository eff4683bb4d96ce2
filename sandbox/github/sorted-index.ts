/** Position of a value in an index; the id breaks ties. */
export type Position = { readonly value: number; readonly id: number };

/** Things kept in ascending order of one of their numbers, found again by binary search. */
export class SortedIndex<T> {
  readonly #position: (item: T) => Position;
  #items: T[] = [];

  constructor(position: (item: T) => Position) {
    this.#position = position;
  }

  /** Replaces the whole content. */
  fill(items: readonly T[]): void {
    this.#items = items.toSorted((a, b) => comparePositions(this.#position(a), this.#position(b)));
  }

  add(item: T): void {
    this.#items.splice(this.#rank(this.#position(item)), 0, item);
  }

  remove(item: T): void {
    const rank = this.#rank(this.#position(item));
    if (this.#items[rank] === item) this.#items.splice(rank, 1);
  }

  /** All of it, in ascending order. Callers must not change it; valid until the next write. */
  ascending(): readonly T[] {
    return this.#items;
  }

  #rank(wanted: Position): number {
    return rankIn(this.#items, (item) => comparePositions(this.#position(item), wanted) >= 0);
  }
}

/**
 * Index of the first item of a sorted list for which `isBehind` holds, found by halving: it must hold for all that
 * follow. The length of the list if it holds for none.
 */
export function rankIn<T>(items: readonly T[], isBehind: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item === undefined || isBehind(item)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

export function comparePositions(a: Position, b: Position): number {
  return a.value - b.value || a.id - b.id;
}
