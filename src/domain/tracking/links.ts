/** Typed arrays grow by doubling from this length. */
const firstLength = 64;

/**
 * Which cell was computed from which. A link connects a cell with one of its sources: it is in the list of the cell's
 * sources, in the order of reading, and in the list of the source's readers, in no particular order. Cells and links
 * are numbers from 1; 0 means none. They are integers in typed arrays, because the garbage collector would need more
 * time for lists of objects than the computations need.
 */
export class Links {
  /** By cell. */
  #firstSource = new Int32Array(firstLength);
  #firstReader = new Int32Array(firstLength);
  /** By link. */
  #source = new Int32Array(firstLength);
  #reader = new Int32Array(firstLength);
  #nextSource = new Int32Array(firstLength);
  #nextReader = new Int32Array(firstLength);
  #previousReader = new Int32Array(firstLength);
  #count = 0;
  /** The first free link; `#nextSource` leads to the others. */
  #free = 0;

  /** Call it for each new cell. */
  addCell(cell: number): void {
    if (cell < this.#firstSource.length) return;
    this.#firstSource = doubled(this.#firstSource);
    this.#firstReader = doubled(this.#firstReader);
  }

  /** @param after one of the cell's links; 0 for the first one */
  nextSource(cell: number, after: number): number {
    return (after === 0 ? this.#firstSource[cell] : this.#nextSource[after]) ?? 0;
  }

  sourceOf(link: number): number {
    return this.#source[link] ?? 0;
  }

  firstReader(cell: number): number {
    return this.#firstReader[cell] ?? 0;
  }

  nextReader(link: number): number {
    return this.#nextReader[link] ?? 0;
  }

  readerOf(link: number): number {
    return this.#reader[link] ?? 0;
  }

  /** @param last the last link of the reader; 0 for none */
  add(reader: number, last: number, source: number): number {
    const link = this.#newLink();
    this.#source[link] = source;
    this.#reader[link] = reader;
    this.#nextSource[link] = 0;
    if (last === 0) this.#firstSource[reader] = link;
    else this.#nextSource[last] = link;
    const next = this.firstReader(source);
    this.#nextReader[link] = next;
    this.#previousReader[link] = 0;
    if (next !== 0) this.#previousReader[next] = link;
    this.#firstReader[source] = link;
    return link;
  }

  /** @param last the last link that the reader keeps; 0 for none */
  dropAfter(reader: number, last: number): void {
    const first = this.nextSource(reader, last);
    if (first === 0) return;
    if (last === 0) this.#firstSource[reader] = 0;
    else this.#nextSource[last] = 0;
    let end = first;
    for (let link = first; link !== 0; link = this.#nextSource[link] ?? 0) {
      this.#leaveReaders(link);
      end = link;
    }
    this.#nextSource[end] = this.#free;
    this.#free = first;
  }

  #leaveReaders(link: number): void {
    const next = this.nextReader(link);
    const previous = this.#previousReader[link] ?? 0;
    if (next !== 0) this.#previousReader[next] = previous;
    if (previous === 0) this.#firstReader[this.sourceOf(link)] = next;
    else this.#nextReader[previous] = next;
  }

  #newLink(): number {
    const free = this.#free;
    if (free !== 0) {
      this.#free = this.#nextSource[free] ?? 0;
      return free;
    }
    this.#count += 1;
    if (this.#count === this.#source.length) this.#grow();
    return this.#count;
  }

  #grow(): void {
    this.#source = doubled(this.#source);
    this.#reader = doubled(this.#reader);
    this.#nextSource = doubled(this.#nextSource);
    this.#nextReader = doubled(this.#nextReader);
    this.#previousReader = doubled(this.#previousReader);
  }
}

/** A copy of twice the length. */
export function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}
