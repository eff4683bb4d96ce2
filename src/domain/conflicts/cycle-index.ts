import { cyclicComponentsInSteps, type Arrow } from "./cyclic-components.ts";

/** Above this number of new arrows one search covers them all. */
const fewArrows = 50;

/** A changing graph of dependencies, and its groups of items that wait for each other. */
export class CycleIndex<Id extends string> {
  readonly #arrows = new Map<Id, readonly Id[]>();
  /** Consumers with changed arrows, and the new arrows: while they are few. */
  #changed = new Set<Id>();
  #added: Arrow<Id>[] = [];
  #groups: readonly (readonly Id[])[] = [];

  /** The groups as of the last `settle`. */
  get groups(): readonly (readonly Id[])[] {
    return this.#groups;
  }

  /** @param providers all providers of the consumer */
  set(consumer: Id, providers: readonly Id[]): void {
    const before = this.#arrows.get(consumer);
    if (before === undefined && providers.length === 0) return;
    const added = providers.filter((provider) => before?.includes(provider) !== true);
    if (added.length === 0 && providers.length === before?.length) return;
    if (providers.length === 0) this.#arrows.delete(consumer);
    else this.#arrows.set(consumer, providers.slice());
    if (this.#added.length > fewArrows) return;
    this.#changed.add(consumer);
    for (const provider of added) this.#added.push([consumer, provider]);
  }

  /** Finds the groups again if they may have changed. @returns whether they may have */
  *settle(): Generator<void, boolean> {
    const changed = this.#changed;
    const added = this.#added;
    this.#changed = new Set();
    this.#added = [];
    if (changed.size === 0 || !this.#mayMatter(changed, added)) return false;
    this.#groups = yield* cyclicComponentsInSteps(this.#all());
    return true;
  }

  /** A removed arrow matters within a group; a new one if it closes a circle. */
  #mayMatter(changed: ReadonlySet<Id>, added: readonly Arrow<Id>[]): boolean {
    const grouped = new Set(this.#groups.flat());
    if (added.length > fewArrows || [...changed].some((consumer) => grouped.has(consumer))) return true;
    return added.some(([consumer, provider]) => this.#leadsTo(provider, consumer));
  }

  #leadsTo(start: Id, end: Id): boolean {
    const seen = new Set([start]);
    // The loop appends to `seen`.
    for (const id of seen) {
      if (id === end) return true;
      for (const next of this.#arrows.get(id) ?? []) seen.add(next);
    }
    return false;
  }

  *#all(): Generator<Arrow<Id>, void> {
    for (const [consumer, providers] of this.#arrows) for (const provider of providers) yield [consumer, provider];
  }
}
