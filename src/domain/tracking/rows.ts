import type { Cells } from "./cells.ts";
import { at, newIntegers, withRoomFor } from "./integers.ts";

/**
 * Numbers for keys. Kinds of values with the same keys share them: each keeps its values in a list by row, and finding
 * a key takes one lookup for all of them.
 */
export class Rows<K> {
  readonly cells: Cells;
  readonly #rows = new Map<K, number>();
  readonly #keys: K[] = [];
  #present = 0;

  constructor(cells: Cells) {
    this.cells = cells;
  }

  /** The number of rows. */
  get length(): number {
    return this.#keys.length;
  }

  /** @returns -1 for a key without a row */
  find(key: K): number {
    return this.#keys[this.#present] === key ? this.#present : (this.#rows.get(key) ?? -1);
  }

  /** Adds a row for a new key. */
  of(key: K): number {
    const row = this.find(key);
    if (row !== -1) return row;
    this.#rows.set(key, this.#keys.length);
    return this.#keys.push(key) - 1;
  }

  keyOf(row: number): K | undefined {
    return this.#keys[row];
  }

  /** Call it before work on one row: its key needs no lookup then. @returns the row before */
  turnTo(row: number): number {
    const before = this.#present;
    this.#present = row;
    return before;
  }
}

/** Rows of these keys, and possibly of others. */
export type RowsFor<K> = {
  readonly cells: Cells;
  readonly length: number;
  find(key: K): number;
  of(key: K): number;
  keyOf(row: number): unknown;
  turnTo(row: number): number;
};

/** A map of keys that have rows. Computations do not record what they read in it. */
export class RowMap<K, V> {
  readonly #rows: RowsFor<K>;
  readonly #values: (V | undefined)[] = [];

  constructor(rows: RowsFor<K>) {
    this.#rows = rows;
  }

  get(key: K): V | undefined {
    const row = this.#rows.find(key);
    return row === -1 ? undefined : this.#values[row];
  }

  at(row: number): V | undefined {
    return this.#values[row];
  }

  /** @param fresh the value of a key without one */
  of(key: K, fresh: () => V): V {
    const row = this.#rows.of(key);
    const value = this.#values[row];
    if (value !== undefined) return value;
    const added = fresh();
    this.#setAt(row, added);
    return added;
  }

  set(key: K, value: V | undefined): void {
    this.#setAt(this.#rows.of(key), value);
  }

  #setAt(row: number, value: V | undefined): void {
    // An index far beyond the end would make V8 keep the list as a table.
    while (this.#values.length <= row) this.#values.push(undefined);
    this.#values[row] = value;
  }
}

/** Cells by row. */
export class Column {
  #cells = newIntegers();

  /** @returns 0 for none */
  get(row: number): number {
    return at(this.#cells, row);
  }

  set(row: number, cell: number): number {
    this.#cells = withRoomFor(row, this.#cells);
    this.#cells[row] = cell;
    return cell;
  }
}
