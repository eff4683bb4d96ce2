import { componentsInSteps, inOrder } from "./cyclic-components.ts";
import { RowMap, type RowsFor } from "../tracking/rows.ts";

/** Above this number of new arrows one search covers them all. */
const fewArrows = 50;

const none: readonly number[] = [];

type Waiting<Id> = {
  readonly id: Id;
  /** By row. */
  readonly providers: readonly number[];
};

/** A changing graph of dependencies, and its groups of items that wait for each other. */
export class CycleIndex<Id extends string> {
  readonly #rows: RowsFor<Id>;
  readonly #waiting: RowMap<Id, Waiting<Id>>;
  /** Rows of consumers with changed arrows, and the new arrows: while they are few. */
  #changed = new Set<number>();
  #added: (readonly [consumer: number, provider: number])[] = [];
  #groups: readonly (readonly Id[])[] = [];

  constructor(rows: RowsFor<Id>) {
    this.#rows = rows;
    this.#waiting = new RowMap(rows);
  }

  /** The groups as of the last `settle`. */
  get groups(): readonly (readonly Id[])[] {
    return this.#groups;
  }

  /** @param ids all providers of the consumer */
  set(consumer: Id, ids: readonly Id[]): void {
    const row = this.#rows.of(consumer);
    const before = this.#providersOf(row);
    if (before.length === 0 && ids.length === 0) return;
    const providers = ids.map((id) => this.#rows.of(id));
    const added = providers.filter((provider) => !before.includes(provider));
    if (added.length === 0 && providers.length === before.length) return;
    this.#waiting.set(consumer, { id: consumer, providers });
    if (this.#added.length > fewArrows) return;
    this.#changed.add(row);
    for (const provider of added) this.#added.push([row, provider]);
  }

  #providersOf(row: number): readonly number[] {
    return this.#waiting.at(row)?.providers ?? none;
  }

  /** Finds the groups again if they may have changed. @returns whether they may have */
  *settle(): Generator<void, boolean> {
    const changed = this.#changed;
    const added = this.#added;
    this.#changed = new Set();
    this.#added = [];
    if (changed.size === 0 || !this.#mayMatter(changed, added)) return false;
    const found = yield* componentsInSteps(this.#rows.length, (row) => this.#providersOf(row));
    this.#groups = inOrder(found.map((group) => group.flatMap((row) => this.#waiting.at(row)?.id ?? [])));
    return true;
  }

  /** A removed arrow matters within a group; a new one if it closes a circle. */
  #mayMatter(changed: ReadonlySet<number>, added: readonly (readonly [number, number])[]): boolean {
    const grouped = new Set(this.#groups.flat().map((id) => this.#rows.of(id)));
    if (added.length > fewArrows || [...changed].some((consumer) => grouped.has(consumer))) return true;
    return added.some(([consumer, provider]) => this.#leadsTo(provider, consumer));
  }

  #leadsTo(start: number, end: number): boolean {
    const seen = new Set([start]);
    // The loop appends to `seen`.
    for (const row of seen) {
      if (row === end) return true;
      for (const next of this.#providersOf(row)) seen.add(next);
    }
    return false;
  }
}
