/*
 * Values that record what they were computed from. A change marks the values computed from it, and those computed from
 * them. A marked value is computed again when it is read, and only if one of its inputs has changed by then.
 */

/** The running computation. `again`: number of sources read in the same order as before; then others. */
type Run = { readonly cell: Cell; again: number; readonly others: Cell[] };

let running: Run | null = null;

/** Whether reads are being recorded. */
export function isComputing(): boolean {
  return running !== null;
}

/** Every cell begins with it. Never written to: `withOne` makes a new list. */
const none: Cell[] = [];

/** One value: given, or computed from others. */
abstract class Cell {
  /** `doubtful`: one of its inputs may have changed; `outdated`: has changed. */
  state: "current" | "doubtful" | "outdated" = "current";
  /** Its inputs, in the order of reading. */
  sources: readonly Cell[] = none;
  /** The cells computed from it. */
  readers: Cell[] = none;

  /** Called once when it is marked. */
  protected abstract isMarked(): void;

  /** @returns whether the value changed */
  protected abstract compute(): boolean;

  /** Its reader is computed again when it changes. */
  protected noteRead(): void {
    if (running !== null) noteSource(running, this);
    if (this.state !== "current") this.bringUpToDate();
  }

  bringUpToDate(): void {
    if (this.state === "doubtful") {
      // In order: the first inputs decided whether later ones were read at all.
      for (const source of this.sources) {
        source.bringUpToDate();
        if (this.#isOutdated()) break;
      }
    }
    if (this.#isOutdated()) this.#computeAgain();
    this.state = "current";
  }

  /** Checking a doubtful source may have outdated this cell. */
  #isOutdated(): boolean {
    return this.state === "outdated";
  }

  #computeAgain(): void {
    const outer = running;
    const run: Run = { cell: this, again: 0, others: [] };
    running = run;
    try {
      const isAnother = this.compute();
      noteSources(run);
      if (isAnother) for (const reader of this.readers) reader.state = "outdated";
    } finally {
      running = outer;
    }
  }

  /** Its value changed: marks every cell computed from it. */
  protected changed(): void {
    const waiting: Cell[] = [];
    for (const reader of this.readers) {
      waiting.push(reader);
      for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
        if (cell.state !== "current") continue;
        cell.state = "doubtful";
        cell.isMarked();
        waiting.push(...cell.readers);
      }
      reader.state = "outdated";
    }
  }
}

function noteSource(run: Run, source: Cell): void {
  const { cell, again, others } = run;
  if (others.length > 0) {
    if (others.at(-1) !== source) others.push(source);
  } else if (cell.sources[again] === source) run.again += 1;
  else if (again === 0 || cell.sources[again - 1] !== source) others.push(source);
}

function noteSources({ cell, again, others }: Run): void {
  if (others.length === 0 && again === cell.sources.length) return;
  for (const source of cell.sources.slice(again)) source.readers = withoutOne(source.readers, cell);
  for (const source of others) source.readers = withOne(source.readers, cell);
  // Copies have no spare capacity: a grown list has room for sixteen more.
  cell.sources = again === 0 ? others.slice() : cell.sources.slice(0, again).concat(others);
}

/** Lists up to this length have exact size: a grown one has room for sixteen more. */
const short = 12;

/** @returns a longer one itself, grown */
function withOne(cells: Cell[], cell: Cell): Cell[] {
  if (cells.length === 0) return [cell];
  if (cells.length < short) return cells.concat(cell);
  cells.push(cell);
  return cells;
}

/** In no particular order. @returns a longer one itself */
function withoutOne(cells: Cell[], cell: Cell): Cell[] {
  const place = cells.indexOf(cell);
  if (cells.length <= short) return cells.filter((_, at) => at !== place);
  const last = cells.pop();
  if (last !== undefined && place < cells.length) cells[place] = last;
  return cells;
}

export class GivenCell<V> extends Cell {
  #value: V;

  constructor(value: V) {
    super();
    this.#value = value;
  }

  read(): V {
    this.noteRead();
    return this.#value;
  }

  give(value: V): void {
    if (value === this.#value) return;
    this.#value = value;
    this.changed();
  }

  /** Part of the value itself changed. */
  alter(): void {
    this.changed();
  }

  protected isMarked(): void {}

  protected compute(): boolean {
    return false;
  }
}

/** How values of one kind are computed. */
export type Family<K, V> = {
  readonly compute: (key: K) => V;
  /** If true, the former value stays, and values computed from it are not computed again. */
  readonly isSame: (former: V, next: V) => boolean;
  /** Marked cells, for `Kept.settle`; null if it does not watch their values. */
  readonly queue: ComputedCell<K, V>[] | null;
};

const unset = Symbol("unset");

export class ComputedCell<K, V> extends Cell {
  readonly key: K;
  readonly #family: Family<K, V>;
  #value: V | typeof unset = unset;

  constructor(family: Family<K, V>, key: K) {
    super();
    this.#family = family;
    this.key = key;
    this.state = "outdated";
    this.isMarked();
  }

  read(): V {
    this.noteRead();
    if (this.#value === unset) throw new Error("A value was asked for while it was computed: it depends on itself.");
    return this.#value;
  }

  protected isMarked(): void {
    this.#family.queue?.push(this);
  }

  protected compute(): boolean {
    const { compute, isSame } = this.#family;
    const value = compute(this.key);
    if (this.#value !== unset && (this.#value === value || isSame(this.#value, value))) return false;
    this.#value = value;
    return true;
  }
}
