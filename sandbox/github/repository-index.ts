import type { Label, Milestone, Repository } from "./entity.ts";

/** One repository with its labels and milestones. */
export class RepositoryIndex {
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
  readonly #byName: Map<string, RepositoryIndex>;
  readonly #byId: Map<number, RepositoryIndex>;
  readonly #idByFormerName: Map<string, number>;
  readonly #hidden: Set<number>;
  readonly #isShown: (repository: Repository) => boolean;

  constructor(whole: Repositories | null = null, isShown: (repository: Repository) => boolean = () => true) {
    this.#byName = whole === null ? new Map<string, RepositoryIndex>() : whole.#byName;
    this.#byId = whole === null ? new Map<number, RepositoryIndex>() : whole.#byId;
    this.#idByFormerName = whole === null ? new Map<string, number>() : whole.#idByFormerName;
    this.#hidden = whole === null ? new Set<number>() : whole.#hidden;
    this.#isShown = isShown;
  }

  /** The same repositories, of which others than these are unreadable. */
  limitedTo(isShown: (repository: Repository) => boolean): Repositories {
    return new Repositories(this, isShown);
  }

  add(index: RepositoryIndex): void {
    this.#byName.set(index.repository.fullName.toLowerCase(), index);
    this.#byId.set(index.repository.id, index);
  }

  /** By its `owner/name` or a former one that is still free, readable or not. */
  named(fullName: string): RepositoryIndex | null {
    const name = fullName.toLowerCase();
    return this.#byName.get(name) ?? this.byId(this.#idByFormerName.get(name) ?? -1);
  }

  rename({ repository }: RepositoryIndex, fullName: string): void {
    const index = this.of(repository);
    this.#byName.delete(repository.fullName.toLowerCase());
    this.#idByFormerName.set(repository.fullName.toLowerCase(), repository.id);
    const [owner = "", name = ""] = fullName.split("/");
    Object.assign(repository, { owner, name, fullName });
    this.#byName.set(fullName.toLowerCase(), index);
  }

  remove({ repository }: RepositoryIndex): void {
    this.#byName.delete(repository.fullName.toLowerCase());
    this.#byId.delete(repository.id);
  }

  byId(id: number): RepositoryIndex | null {
    return this.#byId.get(id) ?? null;
  }

  of(repository: Repository): RepositoryIndex {
    const index = this.#byId.get(repository.id);
    if (index === undefined) throw new Error(`${repository.fullName} is not on this host`);
    return index;
  }

  all(): Iterable<RepositoryIndex> {
    return this.#byName.values();
  }

  /** Hides a repository from the account, or shows it again. */
  setHidden(fullName: string, isHidden: boolean): void {
    const index = this.named(fullName);
    if (index === null) return;
    if (isHidden) {
      this.#hidden.add(index.repository.id);
    } else {
      this.#hidden.delete(index.repository.id);
    }
  }

  isReadable(repository: Repository): boolean {
    return this.#byId.has(repository.id) && !this.#hidden.has(repository.id) && this.#isShown(repository);
  }
}
