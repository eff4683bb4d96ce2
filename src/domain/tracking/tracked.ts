import { Cells, type Family } from "./cells.ts";
import { atOnce } from "./in-steps.ts";
import { Column, Rows, type RowsFor } from "./rows.ts";

/** Where values live: among others with the same keys, or by themselves. */
export type Home<K> = Cells | RowsFor<K>;

export function rowsIn<K>(home: Home<K>): RowsFor<K> {
  return home instanceof Cells ? new Rows<K>(home) : home;
}

/** Values by key. */
export class TrackedMap<K, V> {
  readonly #cells: Cells;
  readonly #rows: RowsFor<K>;
  readonly #column = new Column();

  constructor(home: Home<K>) {
    this.#rows = rowsIn(home);
    this.#cells = this.#rows.cells;
  }

  get(key: K): V | undefined {
    const row = this.#cells.isComputing() ? this.#rows.of(key) : this.#rows.find(key);
    return row === -1 ? undefined : this.#valueAt(row);
  }

  /** @param value undefined removes the key */
  set(key: K, value: V | undefined): void {
    this.#cells.give(this.#cellAt(this.#rows.of(key)), value);
  }

  /** The value itself, for changing a part of it at once. @param fresh the initial value */
  toChange(key: K, fresh: () => V): V {
    const row = this.#rows.of(key);
    const known = this.#valueAt(row);
    if (known !== undefined) {
      this.#cells.alter(this.#cellAt(row));
      return known;
    }
    const value = fresh();
    this.#cells.give(this.#cellAt(row), value);
    return value;
  }

  #valueAt(row: number): V | undefined {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this column has values of this map only
    return this.#cells.read(this.#cellAt(row)) as V | undefined;
  }

  #cellAt(row: number): number {
    const cell = this.#column.get(row);
    return cell === 0 ? this.#column.set(row, this.#cells.newGiven(undefined)) : cell;
  }
}

type Same<V> = (former: V, next: V) => boolean;

const never = () => false;

/**
 * Computes once for each key, and again only after one of its inputs has changed.
 * @param isSame if true, the former value stays, and values computed from it are not computed again
 */
export function keyed<K, V>(home: Home<K>, compute: (key: K) => V, isSame: Same<V> = never): (key: K) => V {
  const values = new ComputedValues(home, { compute, isSame, queue: null });
  return (key) => values.of(key);
}

/** Like `keyed`, for a single value. */
export function derived<V>(cells: Cells, compute: () => V): () => V {
  const of = keyed(cells, (_only: null) => compute());
  return () => of(null);
}

type Computing<K, V> = {
  readonly compute: (key: K) => V;
  readonly isSame: Same<V>;
  readonly queue: Family["queue"];
};

class ComputedValues<K, V> {
  readonly #cells: Cells;
  readonly #rows: RowsFor<K>;
  readonly #column = new Column();
  readonly #family: Family;

  constructor(home: Home<K>, { compute, isSame, queue }: Computing<K, V>) {
    const rows = rowsIn(home);
    this.#rows = rows;
    this.#cells = rows.cells;
    this.#family = {
      compute: (row) => {
        const before = rows.turnTo(row);
        const value = compute(this.#keyAt(row));
        rows.turnTo(before);
        return value;
      },
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both are results of `compute`
      isSame: (former, next) => isSame(former as V, next as V),
      queue,
    };
  }

  of(key: K): V {
    return this.valueOf(this.cellOf(key));
  }

  /** Adds a new cell for a new key. */
  cellOf(key: K): number {
    const row = this.#rows.of(key);
    const cell = this.#column.get(row);
    return cell === 0 ? this.#column.set(row, this.#cells.newComputed(this.#family, row)) : cell;
  }

  valueOf(cell: number): V {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a result of `compute`
    return this.#cells.read(cell) as V;
  }

  /** The key of a cell. Until the next call, it needs no lookup. */
  turnTo(cell: number): K {
    const row = this.#cells.rowOf(cell);
    this.#rows.turnTo(row);
    return this.#keyAt(row);
  }

  #keyAt(row: number): K {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `cellOf` made a cell in this row for this key
    return this.#rows.keyOf(row) as K;
  }
}

/** Like `keyed`, for values whose changes `settle` reports. */
export class Kept<K, V> {
  readonly #waiting: number[] = [];
  readonly #values: ComputedValues<K, V>;

  constructor(home: Home<K>, compute: (key: K) => V, isSame: Same<V>) {
    this.#values = new ComputedValues(home, { compute, isSame, queue: this.#waiting });
  }

  of(key: K): V {
    return this.#values.of(key);
  }

  /** From now on `settle` reports its changes, like those of every value read before. */
  watch(key: K): void {
    this.#values.cellOf(key);
  }

  /** Updates all values. @param keep receives each one that may have changed */
  *settle(keep: (key: K, value: V) => void): Generator<void, void> {
    const values = this.#values;
    let settled = 0;
    for (let cell = this.#waiting.pop(); cell !== undefined; cell = this.#waiting.pop()) {
      keep(values.turnTo(cell), values.valueOf(cell));
      if (++settled % atOnce === 0) yield;
    }
  }
}

/** For lists whose elements compare by identity. */
export function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, place) => one === b[place]);
}

/** For plain values. Parts that are the same object are not compared. */
export function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isAlike(a[key], b[key]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
