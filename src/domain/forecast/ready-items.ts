import { at, type Integers } from "../tracking/integers.ts";

/** Items in one word: as many as it has bits. */
const wordItems = 32;

/** In place of an item. */
export const none = -1;

/** Where the items of some teams are: the first number of each team, and after the last team. */
export type TeamRanges = Integers;

/** Gives each team a range of numbers for its items. It begins with a word: no word has items of two teams. */
export function rangesFor(sizes: Integers): TeamRanges {
  const begins = new Int32Array(sizes.length + 1);
  sizes.forEach((size, team) => {
    begins[team + 1] = at(begins, team) + Math.ceil(size / wordItems) * wordItems;
  });
  return begins;
}

/** Items that may be finished, a bit for each: trials take millions of them, for which a heap takes several times as long. */
export class ReadyItems {
  readonly #words: Integers;
  /** By word. */
  readonly #teams: Integers;
  /* By team, in words. */
  readonly #ends: Integers;
  /** Before it, there is none. */
  readonly #firsts: Integers;

  constructor(ranges: TeamRanges) {
    const begins = ranges.map((item) => item / wordItems);
    this.#words = new Int32Array(at(begins, begins.length - 1));
    this.#teams = new Int32Array(this.#words.length);
    this.#ends = begins.slice(1);
    this.#firsts = this.#ends.slice();
    this.#ends.forEach((end, team) => this.#teams.fill(team, at(begins, team), end));
  }

  add(item: number): void {
    const word = Math.floor(item / wordItems);
    this.#words[word] = at(this.#words, word) | (1 << (item % wordItems));
    const team = at(this.#teams, word);
    if (word < at(this.#firsts, team)) this.#firsts[team] = word;
  }

  /** Removes the team's smallest number. @returns `none` if the team has none */
  take(team: number): number {
    const end = at(this.#ends, team);
    let word = at(this.#firsts, team);
    while (word < end && at(this.#words, word) === 0) word += 1;
    this.#firsts[team] = word;
    if (word === end) return none;
    const bits = at(this.#words, word);
    const lowest = bits & -bits;
    this.#words[word] = bits ^ lowest;
    return (word + 1) * wordItems - 1 - Math.clz32(lowest);
  }
}
