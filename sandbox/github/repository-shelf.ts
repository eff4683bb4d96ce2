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

/** All repositories, by name (without regard to case), former name, id and node id. */
export class Repositories {
  readonly #byName = new Map<string, RepositoryShelf>();
  readonly #byId = new Map<number, RepositoryShelf>();
  readonly #idByFormerName = new Map<string, number>();
  readonly #hidden = new Set<number>();

  add(shelf: RepositoryShelf): void {
    this.#byName.set(shelf.repository.fullName.toLowerCase(), shelf);
    this.#byId.set(shelf.repository.id, shelf);
  }

  /** By its `owner/name` or one it had before that is free since, whether readable or not. */
  named(fullName: string): RepositoryShelf | null {
    const name = fullName.toLowerCase();
    return this.#byName.get(name) ?? this.byId(this.#idByFormerName.get(name) ?? -1);
  }

  rename({ repository }: RepositoryShelf, fullName: string): void {
    const shelf = this.of(repository);
    this.#byName.delete(repository.fullName.toLowerCase());
    this.#idByFormerName.set(repository.fullName.toLowerCase(), repository.id);
    const [owner = "", name = ""] = fullName.split("/");
    Object.assign(repository, { owner, name, fullName });
    this.#byName.set(fullName.toLowerCase(), shelf);
  }

  remove({ repository }: RepositoryShelf): void {
    this.#byName.delete(repository.fullName.toLowerCase());
    this.#byId.delete(repository.id);
  }

  byId(id: number): RepositoryShelf | null {
    return this.#byId.get(id) ?? null;
  }

  of(repository: Repository): RepositoryShelf {
    const shelf = this.#byId.get(repository.id);
    if (shelf === undefined) throw new Error(`${repository.fullName} is not on this host`);
    return shelf;
  }

  all(): Iterable<RepositoryShelf> {
    return this.#byName.values();
  }

  /** Takes a repository out of the account's sight, or gives it back. */
  setHidden(fullName: string, isHidden: boolean): void {
    const shelf = this.named(fullName);
    if (shelf === null) return;
    if (isHidden) {
      this.#hidden.add(shelf.repository.id);
    } else {
      this.#hidden.delete(shelf.repository.id);
    }
  }

  isReadable(repository: Repository): boolean {
    return this.#byId.has(repository.id) && !this.#hidden.has(repository.id);
  }
}
