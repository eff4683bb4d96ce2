import { at, newIntegers, withRoomFor } from "./integers.ts";

/**
 * Which cell was computed from which. A link connects a cell with one of its sources: it is in the list of the cell's
 * sources, in the order of reading, and in the list of the source's readers, in no particular order. Cells and links
 * are numbers from 1; 0 means none. As objects, they would take the garbage collector longer than all computations
 * take.
 */
export class Links {
  /* By cell. */
  #firstSource = newIntegers();
  #firstReader = newIntegers();
  /* By link. */
  #source = newIntegers();
  #reader = newIntegers();
  #nextSource = newIntegers();
  #nextReader = newIntegers();
  #previousReader = newIntegers();
  #count = 0;
  /** The first free link; `#nextSource` leads to the others. */
  #free = 0;

  /** Call it for each new cell. */
  addCell(cell: number): void {
    this.#firstSource = withRoomFor(cell, this.#firstSource);
    this.#firstReader = withRoomFor(cell, this.#firstReader);
  }

  /** @param link one of the cell's links to sources; 0 for the first one */
  nextSource(cell: number, link: number): number {
    return link === 0 ? at(this.#firstSource, cell) : at(this.#nextSource, link);
  }

  sourceOf(link: number): number {
    return at(this.#source, link);
  }

  /** @param link one of the cell's links to readers; 0 for the first one */
  nextReader(cell: number, link: number): number {
    return link === 0 ? at(this.#firstReader, cell) : at(this.#nextReader, link);
  }

  readerOf(link: number): number {
    return at(this.#reader, link);
  }

  /** @param last the reader's last link; 0 for none */
  add(reader: number, last: number, source: number): number {
    const link = this.#newLink();
    this.#source[link] = source;
    this.#reader[link] = reader;
    this.#nextSource[link] = 0;
    this.#follow(reader, last, link);
    const next = at(this.#firstReader, source);
    this.#nextReader[link] = next;
    this.#previousReader[link] = 0;
    this.#previousReader[next] = link;
    this.#firstReader[source] = link;
    return link;
  }

  /** @param last the last link that the reader keeps; 0 for none */
  dropAfter(reader: number, last: number): void {
    const first = this.nextSource(reader, last);
    if (first === 0) return;
    this.#follow(reader, last, 0);
    let end = first;
    for (let link = first; link !== 0; link = at(this.#nextSource, link)) {
      this.#leaveReaders(link);
      end = link;
    }
    this.#nextSource[end] = this.#free;
    this.#free = first;
  }

  #follow(reader: number, last: number, link: number): void {
    if (last === 0) this.#firstSource[reader] = link;
    else this.#nextSource[last] = link;
  }

  #leaveReaders(link: number): void {
    const next = at(this.#nextReader, link);
    const previous = at(this.#previousReader, link);
    this.#previousReader[next] = previous;
    if (previous === 0) this.#firstReader[this.sourceOf(link)] = next;
    else this.#nextReader[previous] = next;
  }

  #newLink(): number {
    const free = this.#free;
    if (free !== 0) {
      this.#free = at(this.#nextSource, free);
      return free;
    }
    const link = ++this.#count;
    this.#source = withRoomFor(link, this.#source);
    this.#reader = withRoomFor(link, this.#reader);
    this.#nextSource = withRoomFor(link, this.#nextSource);
    this.#nextReader = withRoomFor(link, this.#nextReader);
    this.#previousReader = withRoomFor(link, this.#previousReader);
    return link;
  }
}
