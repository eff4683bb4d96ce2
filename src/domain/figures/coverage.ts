import type { WorkItemId } from "../ids.ts";
import { gaps as kinds, type Gap } from "../history/gap.ts";
import type { ScopeItem } from "../history/scope.ts";

/** What history does not tell of each item at an instant; items of which it tells everything are not in it. */
export type Gaps = ReadonlyMap<WorkItemId, readonly Gap[]>;

/** What could not be known of the items behind a figure. */
export type Coverage = {
  /** Number of items behind the figure. */
  readonly of: number;
  /** Number of those of which history tells everything, at all of the figure's instants. */
  readonly known: number;
  /** What it does not tell, with the items. An item may lack several kinds. */
  readonly missing: readonly { readonly kind: Gap; readonly items: readonly WorkItemId[] }[];
  /** Number of items without an estimate: they have no points. */
  readonly withoutEstimate: number;
};

/** Items as they counted at an instant. */
export type Counted = { readonly items: Iterable<Pick<ScopeItem, "id" | "points">>; readonly gaps: Gaps };

/** Collects the items behind a figure, instant by instant. */
export class CoverageTally {
  readonly #seen = new Set<WorkItemId>();
  readonly #withoutEstimate = new Set<WorkItemId>();
  readonly #gaps = new Map<WorkItemId, Set<Gap>>();

  take({ items, gaps }: Counted): void {
    for (const { id, points } of items) {
      this.#seen.add(id);
      if (points === null) this.#withoutEstimate.add(id);
      const found = gaps.get(id);
      if (found === undefined) continue;
      const known = this.#gaps.get(id);
      if (known === undefined) this.#gaps.set(id, new Set(found));
      else for (const gap of found) known.add(gap);
    }
  }

  coverage(): Coverage {
    const found = [...this.#gaps];
    return {
      of: this.#seen.size,
      known: this.#seen.size - found.length,
      missing: kinds
        .map((kind) => ({ kind, items: found.filter(([, some]) => some.has(kind)).map(([id]) => id) }))
        .filter(({ items }) => items.length > 0),
      withoutEstimate: this.#withoutEstimate.size,
    };
  }
}

/** Of a figure of few instants. */
export function coverageOf(...counted: readonly Counted[]): Coverage {
  const tally = new CoverageTally();
  for (const one of counted) tally.take(one);
  return tally.coverage();
}
