import { recordsAt, textAt } from "../record.ts";
import type { StoredIssue } from "./stored-issue.ts";

/** A write that search has not seen yet. */
type Pending = { readonly at: number; readonly id: string; readonly issue: StoredIssue | null };

/**
 * The issues as they are now, found by id, key or any earlier key, and the writes that search lacks. The site alone
 * uses hidden ones, which the account behind the token cannot see.
 */
export class IssueStore {
  readonly #live = new Map<string, StoredIssue>();
  readonly #idByKey = new Map<string, string>();
  readonly #hidden = new Set<string>();
  readonly #pending: Pending[] = [];
  readonly #permissionsLag: boolean;

  /**
   * @param permissionsLag whether search learns of a permission as late as of a write. On Data Center it does not: Jira
   * restricts each search by the permissions of its instant (`PermissionsFilterGenerator` of its Java API). Atlassian
   * documents neither for Cloud, so there the stand-in does what is harder for its clients.
   */
  constructor(issues: Iterable<StoredIssue>, { permissionsLag }: { readonly permissionsLag: boolean }) {
    this.#permissionsLag = permissionsLag;
    for (const issue of issues) {
      this.#live.set(issue.id, issue);
      for (const key of formerKeys(issue)) this.#idByKey.set(key.toUpperCase(), issue.id);
    }
    // A key in use wins over the same key as another issue's past.
    for (const issue of this.#live.values()) this.#idByKey.set(issue.key.toUpperCase(), issue.id);
  }

  *all(): Iterable<StoredIssue> {
    for (const issue of this.#live.values()) if (!this.#hidden.has(issue.id)) yield issue;
  }

  byId(id: string): StoredIssue | null {
    return this.#hidden.has(id) ? null : this.evenHidden(id);
  }

  allEvenHidden(): Iterable<StoredIssue> {
    return this.#live.values();
  }

  evenHidden(id: string): StoredIssue | null {
    return this.#live.get(id) ?? null;
  }

  isHidden(id: string): boolean {
    return this.#hidden.has(id);
  }

  /** By numeric id, key, or a key the issue had before it was moved. Keys are read without regard to case. */
  find(idOrKey: string): StoredIssue | null {
    const id = this.#idByKey.get(idOrKey.toUpperCase()) ?? idOrKey;
    return this.byId(id);
  }

  /** Stores a new state of an issue as of `at` (epoch milliseconds). */
  put(issue: StoredIssue, at: number): void {
    this.#live.set(issue.id, issue);
    this.#idByKey.set(issue.key.toUpperCase(), issue.id);
    this.#pending.push({ at, id: issue.id, issue: this.#isUnindexed(issue.id) ? null : issue });
  }

  hide(id: string, at: number): void {
    this.#hidden.add(id);
    if (this.#permissionsLag) this.#pending.push({ at, id, issue: null });
  }

  show(id: string, at: number): void {
    const issue = this.evenHidden(id);
    if (!this.#hidden.delete(id) || issue === null) return;
    if (this.#permissionsLag) this.#pending.push({ at, id, issue });
  }

  /** Whether a search may return what the index holds of an issue. */
  isSearchable(id: string): boolean {
    return this.#permissionsLag || !this.#hidden.has(id);
  }

  /** Hides an issue from searches only. */
  unlist(id: string, at: number): void {
    this.#pending.push({ at, id, issue: null });
  }

  remove(id: string, at: number): void {
    this.#live.delete(id);
    this.#pending.push({ at, id, issue: null });
  }

  #isUnindexed(id: string): boolean {
    return this.#permissionsLag && this.#hidden.has(id);
  }

  /** Returns the writes at or before an instant, each once, in order. */
  *settled(until: number): Generator<Pending> {
    let next = this.#pending[0];
    while (next !== undefined && next.at <= until) {
      this.#pending.shift();
      yield next;
      next = this.#pending[0];
    }
  }
}

/** Keys an issue had before moves, from its changelog. */
function formerKeys(issue: StoredIssue): readonly string[] {
  return issue.histories
    .flatMap((history) => recordsAt(history, "items"))
    .filter((item) => textAt(item, "field") === "Key")
    .map((item) => textAt(item, "fromString"))
    .filter((key) => key !== null);
}
