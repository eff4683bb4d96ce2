/** The trackers' raw records of one moment. */
export type Reading = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly jira: {
    /** Issues with their changelogs. */
    readonly issues: readonly unknown[];
    readonly sprints: readonly unknown[];
    readonly statuses: readonly unknown[];
  };
  readonly github: {
    readonly issues: readonly GithubIssue[];
    readonly milestones: readonly { readonly repository: string; readonly record: unknown }[];
  };
};

/** An issue as REST gives it, its timeline, and the entries of it that only GraphQL gives whole. */
export type GithubIssue = {
  readonly repository: string;
  readonly record: unknown;
  readonly timeline: readonly unknown[];
  readonly transfers: readonly unknown[];
};

/** The value at a path of names in a record; undefined if it ends before. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}

export function words(value: unknown, ...path: readonly string[]): string | null {
  const found = at(value, ...path);
  return typeof found === "string" ? found : typeof found === "number" ? String(found) : null;
}

export function list(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** Epoch milliseconds; null without a time. */
export function time(value: unknown, ...path: readonly string[]): number | null {
  const found = words(value, ...path);
  return found === null ? null : Date.parse(found);
}
