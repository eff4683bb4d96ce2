import type { IssueStore } from "./issue-store.ts";
import type { SortKey, Sorting } from "./jql/order.ts";
import type { StoredIssue } from "./stored-issue.ts";

export type Entry = { readonly keys: readonly SortKey[]; readonly issue: StoredIssue };

type Ordered = { readonly projectKey: string | null; readonly sorting: Sorting; readonly entries: Entry[] };

/** Number of cached sort orders; drops the least recently used first. */
const MOST_ORDERS = 24;

/**
 * The issues as search sees them: behind the store by the lag. Results are kept sorted per project and order, so that a
 * page costs a walk from its cursor, not a scan.
 */
export class SearchIndex {
  readonly #store: IssueStore;
  readonly #issues = new Map<string, StoredIssue>();
  readonly #orders = new Map<string, Ordered>();

  constructor(store: IssueStore) {
    this.#store = store;
    for (const issue of store.all()) this.#issues.set(issue.id, issue);
  }

  /** Adds writes at or before `until` (epoch milliseconds). */
  catchUp(until: number): void {
    for (const { id, issue } of this.#store.settled(until)) this.#replace(id, issue);
  }

  /** The issue in the state of search. */
  seen(id: string): StoredIssue | null {
    return this.#issues.get(id) ?? null;
  }

  /** All issues, or those of one project, in an order. Callers must not change it. */
  sorted(projectKey: string | null, sorting: Sorting): readonly Entry[] {
    const key = `${projectKey ?? ""}|${sorting.signature}`;
    const known = this.#orders.get(key);
    this.#orders.delete(key);
    const ordered = known ?? { projectKey, sorting, entries: this.#sort(projectKey, sorting) };
    this.#orders.set(key, ordered);
    const [oldest] = this.#orders.keys();
    if (this.#orders.size > MOST_ORDERS && oldest !== undefined) this.#orders.delete(oldest);
    return ordered.entries;
  }

  #sort(projectKey: string | null, sorting: Sorting): Entry[] {
    const issues = [...this.#issues.values()].filter((issue) => projectKey === null || issue.projectKey === projectKey);
    return sortedEntries(issues, sorting);
  }

  #replace(id: string, issue: StoredIssue | null): void {
    const before = this.#issues.get(id);
    for (const { projectKey, sorting, entries } of this.#orders.values()) {
      const belongs = (candidate: StoredIssue) => projectKey === null || candidate.projectKey === projectKey;
      if (before !== undefined && belongs(before)) {
        entries.splice(lowerBound(entries, sorting.keysOf(before), sorting), 1);
      }
      if (issue !== null && belongs(issue)) {
        const keys = sorting.keysOf(issue);
        entries.splice(lowerBound(entries, keys, sorting), 0, { keys, issue });
      }
    }
    if (issue === null) {
      this.#issues.delete(id);
    } else {
      this.#issues.set(id, issue);
    }
  }
}

/** Sorts issues outside of the cached orders. */
export function sortedEntries(issues: readonly StoredIssue[], sorting: Sorting): Entry[] {
  return issues
    .map((issue) => ({ keys: sorting.keysOf(issue), issue }))
    .toSorted((a, b) => sorting.compare(a.keys, b.keys));
}

/** Index of the first entry that does not come before `keys`. */
export function lowerBound(entries: readonly Entry[], keys: readonly SortKey[], sorting: Sorting): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && sorting.compare(entry.keys, keys) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
