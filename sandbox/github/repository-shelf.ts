import type { Label, Milestone, Repository } from "./entity.ts";

/** One repository with its labels and milestones. */
export class RepositoryShelf {
  readonly repository: Repository;
  readonly #labels = new Map<string, Label>();
  readonly #milestones = new Map<number, Milestone>();

  constructor(repository: Repository) {
    this.repository = repository;
  }

  labels(): readonly Label[] {
    return [...this.#labels.values()];
  }

  /** By name, without regard to case. */
  label(name: string): Label | null {
    return this.#labels.get(name.toLowerCase()) ?? null;
  }

  putLabel(label: Label): void {
    this.#labels.set(label.name.toLowerCase(), label);
  }

  removeLabel(label: Label): void {
    this.#labels.delete(label.name.toLowerCase());
  }

  milestones(): readonly Milestone[] {
    return [...this.#milestones.values()];
  }

  milestone(number: number | null): Milestone | null {
    return number === null ? null : (this.#milestones.get(number) ?? null);
  }

  milestoneTitled(title: string): Milestone | null {
    return this.milestones().find((milestone) => milestone.title === title) ?? null;
  }

  putMilestone(milestone: Milestone): void {
    this.#milestones.set(milestone.number, milestone);
  }

  removeMilestone(milestone: Milestone): void {
    this.#milestones.delete(milestone.number);
  }

  nextMilestoneNumber(): number {
    return Math.max(0, ...this.#milestones.keys()) + 1;
  }
}

/** All repositories, by name (without regard to case), id and node id. */
export class Repositories {
  readonly #byName = new Map<string, RepositoryShelf>();
  readonly #byId = new Map<number, RepositoryShelf>();
  readonly #hidden = new Set<string>();

  add(shelf: RepositoryShelf): void {
    this.#byName.set(shelf.repository.fullName.toLowerCase(), shelf);
    this.#byId.set(shelf.repository.id, shelf);
  }

  /** `owner/name`, whether readable or not. */
  named(fullName: string): RepositoryShelf | null {
    return this.#byName.get(fullName.toLowerCase()) ?? null;
  }

  byId(id: number): RepositoryShelf | null {
    return this.#byId.get(id) ?? null;
  }

  of(repository: Repository): RepositoryShelf {
    const shelf = this.#byId.get(repository.id);
    if (shelf === undefined) {
      throw new Error(`${repository.fullName} is not on this host`);
    }
    return shelf;
  }

  all(): Iterable<RepositoryShelf> {
    return this.#byName.values();
  }

  /** Takes a repository out of the account's sight, or gives it back. */
  setHidden(fullName: string, isHidden: boolean): void {
    if (isHidden) {
      this.#hidden.add(fullName.toLowerCase());
    } else {
      this.#hidden.delete(fullName.toLowerCase());
    }
  }

  isReadable(repository: Repository): boolean {
    return !this.#hidden.has(repository.fullName.toLowerCase());
  }
}
