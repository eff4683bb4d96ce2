import type { WorkItemId } from "../ids.ts";
import type { Amount } from "../history/commitment.ts";
import { inIdOrder, type ScopeItem } from "../history/scope.ts";
import { rounded } from "../rollup/load.ts";
import { CoverageTally, type Coverage, type Gaps } from "./coverage.ts";
import type { DayInstant } from "./delivery-times.ts";

/** Scope and done work at the end of a day; `remaining` is the burn-down. */
export type BurnUpDay = {
  readonly day: string;
  /** The instant, epoch milliseconds: the end of the day, or before it that of the report. */
  readonly at: number;
  readonly scope: Amount;
  readonly done: Amount;
  readonly remaining: Amount;
};

/** An increment's scope and done work, day by day. */
export type BurnUp = {
  /** Empty before the increment begins. */
  readonly days: readonly BurnUpDay[];
  /** The scope of the last day. */
  readonly done: readonly WorkItemId[];
  readonly open: readonly WorkItemId[];
  readonly coverage: Coverage;
};

/** Adds up days of an increment, at the cost of what changes in its scope. */
export class BurnUpTally {
  readonly #days: BurnUpDay[] = [];
  readonly #coverage = new CoverageTally();
  readonly #scope = new Map<WorkItemId, ScopeItem>();
  /** Of these something may be different since the last day. */
  readonly #turned = new Set<WorkItemId>();
  /** Of the last day. */
  #last: readonly ScopeItem[] = [];
  #amounts = amountsOf([]);
  #hasChanged = false;

  /** @param item null if it does not count in the increment */
  set(id: WorkItemId, item: ScopeItem | null): void {
    this.#hasChanged = true;
    this.#turned.add(id);
    if (item === null) this.#scope.delete(id);
    else this.#scope.set(id, item);
  }

  /** Notes that history may tell something else of an item. */
  turn(id: WorkItemId): void {
    this.#turned.add(id);
  }

  /** Takes what counts in the increment now, at the day's end. */
  take({ day, at }: DayInstant, gaps: Gaps): void {
    const turned = [...this.#turned].flatMap((id) => this.#scope.get(id) ?? []);
    this.#coverage.take({ items: turned, gaps });
    this.#turned.clear();
    if (this.#hasChanged) {
      this.#last = [...this.#scope.values()];
      this.#amounts = amountsOf(this.#last);
      this.#hasChanged = false;
    }
    this.#days.push({ day, at, ...this.#amounts });
  }

  burnUp(): BurnUp {
    const last = inIdOrder(this.#last);
    const ids = (some: readonly ScopeItem[]) => some.map(({ id }) => id);
    return {
      days: this.#days,
      done: ids(last.filter(({ isDone }) => isDone)),
      open: ids(last.filter(({ isDone }) => !isDone)),
      coverage: this.#coverage.coverage(),
    };
  }
}

/** Sums up each amount in the order of the scope. */
function amountsOf(items: readonly ScopeItem[]): Pick<BurnUpDay, "scope" | "done" | "remaining"> {
  const scope = { items: items.length, points: 0 };
  const done = { items: 0, points: 0 };
  const remaining = { items: 0, points: 0 };
  for (const { isDone, points } of items) {
    const part = isDone ? done : remaining;
    part.items += 1;
    part.points += points ?? 0;
    scope.points += points ?? 0;
  }
  return { scope: exact(scope), done: exact(done), remaining: exact(remaining) };
}

/** Points to thousandths. */
function exact({ items, points }: Amount): Amount {
  return { items, points: rounded(points) };
}
