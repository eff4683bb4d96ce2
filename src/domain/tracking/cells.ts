import { at, newIntegers, withRoomFor } from "./integers.ts";
import { Links } from "./links.ts";

/*
 * Values that record what they were computed from. A change marks the values computed from it, and those computed from
 * them. A marked value is computed again when it is read, and only if one of its inputs has changed by then.
 */

/** How values of one kind are computed. */
export type Family = {
  /** @param row the place of the value's key among those of its kind, see `Rows` */
  readonly compute: (row: number) => unknown;
  /** If true, the former value stays, and values computed from it are not computed again. */
  readonly isSame: (former: unknown, next: unknown) => boolean;
  /** Marked cells, for `Kept.settle`; null if it does not watch their values. */
  readonly queue: number[] | null;
};

/* States of a cell. */
const current = 0;
/** One of its inputs may have changed. */
const doubtful = 1;
/** One of its inputs has changed. */
const outdated = 2;
const computing = 3;

const unset = Symbol("unset");

/** Of values that are not computed. */
const given: Family = { compute: Number, isSame: Object.is, queue: null };

/**
 * Values that may depend on each other. A cell is the number of one of them. Only cells of the same object can depend
 * on each other.
 */
export class Cells {
  /* By cell; the first one is 1. */
  readonly #values: unknown[] = [unset];
  readonly #families: (Family | undefined)[] = [undefined];
  readonly #links = new Links();
  #rows = newIntegers();
  #states = newIntegers();
  /** The number of the last computation that read it. */
  #readBy = newIntegers();

  /** The cell that is being computed; 0 for none. */
  #running = 0;
  /** The number of its computation. */
  #run = 0;
  #runs = 0;
  /** The link to the last input that it has read so far. */
  #last = 0;

  /** Whether reads are being recorded. */
  isComputing(): boolean {
    return this.#running !== 0;
  }

  newGiven(value: unknown): number {
    return this.#add(value, undefined);
  }

  newComputed(family: Family, row: number): number {
    const cell = this.#add(unset, family);
    this.#rows[cell] = row;
    this.#states[cell] = outdated;
    family.queue?.push(cell);
    return cell;
  }

  #add(value: unknown, family: Family | undefined): number {
    const cell = this.#values.push(value) - 1;
    this.#families.push(family);
    this.#links.addCell(cell);
    this.#rows = withRoomFor(cell, this.#rows);
    this.#states = withRoomFor(cell, this.#states);
    this.#readBy = withRoomFor(cell, this.#readBy);
    return cell;
  }

  #familyOf(cell: number): Family {
    return this.#families[cell] ?? given;
  }

  rowOf(cell: number): number {
    return at(this.#rows, cell);
  }

  /** The running computation depends on the cell from now on. */
  read(cell: number): unknown {
    if (this.#running !== 0) this.#noteRead(cell);
    if (this.#states[cell] !== current) this.#bringUpToDate(cell);
    return this.#values[cell];
  }

  give(cell: number, value: unknown): void {
    if (value === this.#values[cell]) return;
    this.#values[cell] = value;
    this.alter(cell);
  }

  /** Its value changed, perhaps only a part of it: marks every cell computed from it. */
  alter(cell: number): void {
    if (this.#links.nextReader(cell, 0) === 0) return;
    this.#doubt(cell);
    this.#states[cell] = current;
    this.#outdateReaders(cell);
  }

  /** Marks the cell, those computed from it, and those computed from them. */
  #doubt(changed: number): void {
    const links = this.#links;
    const waiting = [changed];
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      if (this.#states[cell] !== current) continue;
      this.#states[cell] = doubtful;
      this.#familyOf(cell).queue?.push(cell);
      for (let link = links.nextReader(cell, 0); link !== 0; link = links.nextReader(cell, link))
        waiting.push(links.readerOf(link));
    }
  }

  /** A computation that reads the same as before changes no links. */
  #noteRead(cell: number): void {
    if (this.#readBy[cell] === this.#run) return;
    this.#readBy[cell] = this.#run;
    const links = this.#links;
    const next = links.nextSource(this.#running, this.#last);
    if (links.sourceOf(next) === cell) {
      this.#last = next;
      return;
    }
    links.dropAfter(this.#running, this.#last);
    this.#last = links.add(this.#running, this.#last, cell);
  }

  #bringUpToDate(cell: number): void {
    if (this.#states[cell] === computing)
      throw new Error("A value was read while it was computed: it depends on itself.");
    const links = this.#links;
    // In order: the first inputs decided whether later ones were read at all.
    for (let link = links.nextSource(cell, 0); link !== 0; link = links.nextSource(cell, link)) {
      if (this.#states[cell] === outdated) break;
      const source = links.sourceOf(link);
      // Checking a doubtful source may outdate this cell.
      if (this.#states[source] !== current) this.#bringUpToDate(source);
    }
    if (this.#states[cell] === outdated) this.#computeAgain(cell);
    else this.#states[cell] = current;
  }

  #computeAgain(cell: number): void {
    const running = this.#running;
    const run = this.#run;
    const last = this.#last;
    this.#running = cell;
    this.#run = ++this.#runs;
    this.#last = 0;
    let state = outdated;
    this.#states[cell] = computing;
    try {
      const isAnother = this.#compute(cell);
      this.#links.dropAfter(cell, this.#last);
      if (isAnother) this.#outdateReaders(cell);
      state = current;
    } finally {
      this.#states[cell] = state;
      this.#running = running;
      this.#run = run;
      this.#last = last;
    }
  }

  /** @returns whether the value changed */
  #compute(cell: number): boolean {
    const { compute, isSame } = this.#familyOf(cell);
    const value = compute(this.rowOf(cell));
    const former = this.#values[cell];
    if (former !== unset && (former === value || isSame(former, value))) return false;
    this.#values[cell] = value;
    return true;
  }

  #outdateReaders(cell: number): void {
    const links = this.#links;
    for (let link = links.nextReader(cell, 0); link !== 0; link = links.nextReader(cell, link))
      this.#states[links.readerOf(link)] = outdated;
  }
}
