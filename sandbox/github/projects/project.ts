/** An iteration of a project's field; its id changes with each edit of the field, as GitHub's do. */
export type Iteration = {
  readonly id: string;
  readonly title: string;
  /** `yyyy-mm-dd`. */
  readonly startDate: string;
  /** Days. */
  readonly duration: number;
};

export type ProjectField =
  | { readonly nodeId: string; name: string; readonly type: "NUMBER" | "SINGLE_SELECT" }
  | { readonly nodeId: string; name: string; readonly type: "ITERATION"; iterations: readonly Iteration[] };

/** A value by its field's name: a number, the name of an option, or the title of an iteration. */
export type ProjectItem = {
  readonly nodeId: string;
  /** Id of the issue or pull request; null for a draft. */
  issueId: number | null;
  /** Of a draft. */
  readonly title: string;
  readonly values: Map<string, string | number>;
  isArchived: boolean;
};

export type Project = {
  readonly nodeId: string;
  readonly owner: string;
  readonly number: number;
  readonly title: string;
  readonly fields: ProjectField[];
  readonly items: ProjectItem[];
  closed: boolean;
  /** Epoch milliseconds. */
  updatedAt: number;
};

/** The projects of all owners. */
export class ProjectStore {
  readonly #byAddress = new Map<string, Project>();

  add(project: Project): void {
    this.#byAddress.set(addressOf(project), project);
  }

  find(owner: string, number: number): Project | null {
    return this.#byAddress.get(addressOf({ owner, number })) ?? null;
  }

  of(owner: string): readonly Project[] {
    return this.all().filter((one) => one.owner.toLowerCase() === owner.toLowerCase());
  }

  all(): readonly Project[] {
    return [...this.#byAddress.values()];
  }

  /** Projects keep an issue that was transferred. */
  move(fromIssueId: number, toIssueId: number): void {
    for (const item of this.all().flatMap(({ items }) => items)) {
      if (item.issueId === fromIssueId) item.issueId = toIssueId;
    }
  }

  /** Takes an issue out of all projects. */
  forget(issueId: number): void {
    for (const { items } of this.all()) {
      const place = items.findIndex((item) => item.issueId === issueId);
      if (place !== -1) items.splice(place, 1);
    }
  }
}

function addressOf({ owner, number }: Pick<Project, "owner" | "number">): string {
  return `${owner.toLowerCase()}/${number}`;
}
