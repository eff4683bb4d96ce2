import type { Issue, Repository } from "./entity.ts";
import { SortedIndex } from "./sorted-index.ts";

export type IssueKind = "any" | "issue" | "pull";

type Indexes = Readonly<Record<"updated" | "created", SortedIndex<Issue>>>;

type RepositoryIssues = {
  readonly indexes: Readonly<Record<IssueKind, Indexes>>;
  /** Open and closed issues by milestone number. */
  readonly milestones: Map<number, { open: number; closed: number }>;
  lastNumber: number;
};

/** Target of an address. */
export type Found =
  | { readonly at: "here"; readonly issue: Issue }
  | { readonly at: "moved"; readonly issue: Issue }
  | { readonly at: "deleted" }
  | { readonly at: "nowhere" };

/** A write that search lacks. */
type Pending = { readonly at: number; readonly id: number; readonly issue: Issue | null };

/** All issues and pull requests of the host as they are now, by id, by node id and by address, in order of update and creation. */
export class IssueStore {
  readonly #byId = new Map<number, Issue>();
  readonly #idByPlace = new Map<string, number>();
  readonly #idByNode = new Map<string, number>();
  readonly #movedTo = new Map<string, number>();
  readonly #deleted = new Set<string>();
  readonly #byRepository = new Map<number, RepositoryIssues>();
  readonly #searchable = new Map<number, Issue>();
  readonly #pending: Pending[] = [];

  /** Adds a repository's loaded issues; search returns them at once. */
  load(repository: Repository, issues: readonly Issue[]): void {
    const own = this.#issuesOf(repository);
    for (const issue of issues) {
      this.#enter(issue);
      this.#searchable.set(issue.id, issue);
      count(own, issue, 1);
      own.lastNumber = Math.max(own.lastNumber, issue.number);
    }
    for (const [kind, { updated, created }] of Object.entries(own.indexes)) {
      const fitting = issues.filter((issue) => kind === "any" || kind === kindOf(issue));
      updated.fill(fitting);
      created.fill(fitting);
    }
  }

  /** Stores a new issue or a new state of one, as of `at` (epoch milliseconds). */
  put(issue: Issue, at: number): void {
    const own = this.#issuesOf(issue.repository);
    const before = this.#byId.get(issue.id);
    if (before !== undefined) this.#takeOff(own, before);
    this.#enter(issue);
    for (const { updated, created } of [own.indexes.any, own.indexes[kindOf(issue)]]) {
      updated.add(issue);
      created.add(issue);
    }
    count(own, issue, 1);
    own.lastNumber = Math.max(own.lastNumber, issue.number);
    this.#pending.push({ at, id: issue.id, issue });
  }

  /** Removes an issue; its address answers as deleted, or redirects to `movedTo`. */
  remove(issue: Issue, { at, movedTo }: { readonly at: number; readonly movedTo: Issue | null }): void {
    const place = placeOf(issue.repository, issue.number);
    this.#takeOff(this.#issuesOf(issue.repository), issue);
    this.#byId.delete(issue.id);
    this.#idByNode.delete(issue.nodeId);
    this.#idByPlace.delete(place);
    if (movedTo === null) {
      this.#deleted.add(place);
    } else {
      this.#movedTo.set(place, movedTo.id);
      for (const [earlier, target] of this.#movedTo) {
        this.#movedTo.set(earlier, target === issue.id ? movedTo.id : target);
      }
    }
    this.#pending.push({ at, id: issue.id, issue: null });
  }

  byId(id: number): Issue | null {
    return this.#byId.get(id) ?? null;
  }

  byNodeId(nodeId: string): Issue | null {
    const id = this.#idByNode.get(nodeId);
    return id === undefined ? null : this.byId(id);
  }

  find(repository: Repository, number: number): Found {
    const place = placeOf(repository, number);
    const issue = this.byId(this.#idByPlace.get(place) ?? -1);
    if (issue !== null) return { at: "here", issue };
    const target = this.byId(this.#movedTo.get(place) ?? -1);
    if (target !== null) return { at: "moved", issue: target };
    return { at: this.#deleted.has(place) || this.#movedTo.has(place) ? "deleted" : "nowhere" };
  }

  /** Issues, pull requests or both of a repository, in ascending order. */
  sorted(repository: Repository, by: "updated" | "created", kind: IssueKind = "any"): readonly Issue[] {
    return this.#issuesOf(repository).indexes[kind][by].ascending();
  }

  /** The next free number of a repository. */
  nextNumber(repository: Repository): number {
    return this.#issuesOf(repository).lastNumber + 1;
  }

  /** Open and closed issues of a milestone. */
  milestoneCounts(repository: Repository, number: number): { readonly open: number; readonly closed: number } {
    return this.#issuesOf(repository).milestones.get(number) ?? { open: 0, closed: 0 };
  }

  all(): Iterable<Issue> {
    return this.#byId.values();
  }

  /** The state of search: all issues as of an instant. Instants must not go back. */
  searchableAt(until: number): Iterable<Issue> {
    let next = this.#pending[0];
    while (next !== undefined && next.at <= until) {
      this.#pending.shift();
      if (next.issue === null) {
        this.#searchable.delete(next.id);
      } else {
        this.#searchable.set(next.id, next.issue);
      }
      next = this.#pending[0];
    }
    return this.#searchable.values();
  }

  #enter(issue: Issue): void {
    this.#byId.set(issue.id, issue);
    this.#idByNode.set(issue.nodeId, issue.id);
    this.#idByPlace.set(placeOf(issue.repository, issue.number), issue.id);
  }

  #takeOff(own: RepositoryIssues, issue: Issue): void {
    for (const { updated, created } of [own.indexes.any, own.indexes[kindOf(issue)]]) {
      updated.remove(issue);
      created.remove(issue);
    }
    count(own, issue, -1);
  }

  #issuesOf(repository: Repository): RepositoryIssues {
    const known = this.#byRepository.get(repository.id);
    if (known !== undefined) return known;
    const own: RepositoryIssues = {
      indexes: { any: emptyIndexes(), issue: emptyIndexes(), pull: emptyIndexes() },
      milestones: new Map(),
      lastNumber: 0,
    };
    this.#byRepository.set(repository.id, own);
    return own;
  }
}

function emptyIndexes(): Indexes {
  return {
    updated: new SortedIndex((issue) => ({ value: issue.updatedAt, id: issue.id })),
    created: new SortedIndex((issue) => ({ value: issue.createdAt, id: issue.id })),
  };
}

function kindOf(issue: Issue): "issue" | "pull" {
  return issue.pull === null ? "issue" : "pull";
}

function placeOf(repository: Repository, number: number): string {
  return `${repository.id}#${number}`;
}

function count(own: RepositoryIssues, issue: Issue, step: 1 | -1): void {
  if (issue.milestone === null) return;
  const counts = own.milestones.get(issue.milestone) ?? { open: 0, closed: 0 };
  counts[issue.state] += step;
  own.milestones.set(issue.milestone, counts);
}
