import type { StoredIssue } from "../stored-issue.ts";
import type { Catalogue } from "../catalogue.ts";
import { jqlField } from "./field.ts";
import type { Ordering } from "./syntax.ts";

export type SortKey = number | string | null;

/** How results are sorted. The numeric id always comes last, so that no two issues are equal. */
export type Sorting = {
  /** Equal for equal sortings. */
  readonly signature: string;
  readonly keysOf: (issue: StoredIssue) => readonly SortKey[];
  readonly compare: (a: readonly SortKey[], b: readonly SortKey[]) => number;
};

/**
 * Compiles ORDER BY; without one, the newest issue comes first.
 * @throws JiraError 400 for a field the site does not have
 */
export function compileOrder(order: readonly Ordering[], catalogue: Catalogue): Sorting {
  const parts = order.map(({ field, descending }) => ({ keys: keysOf(field, catalogue), sign: descending ? -1 : 1 }));
  const last = { keys: (issue: StoredIssue) => [issue.number], sign: order.length === 0 ? -1 : 1 };
  const all = [...parts, last];
  const signs = all.flatMap(({ sign, keys }) => keys(SAMPLE).map(() => sign));
  return {
    signature: order.map(({ field, descending }) => `${field.toLowerCase()}${descending ? " desc" : ""}`).join(","),
    keysOf: (issue) => all.flatMap(({ keys }) => keys(issue)),
    compare: (a, b) => compareKeys(a, b, signs),
  };
}

const SAMPLE: StoredIssue = {
  id: "1",
  number: 1,
  key: "A-1",
  keyNumber: 1,
  projectKey: "A",
  createdAt: 0,
  updatedAt: 0,
  fields: {},
  extra: {},
  histories: [],
};

function keysOf(name: string, catalogue: Catalogue): (issue: StoredIssue) => readonly SortKey[] {
  if (name.toLowerCase() === "id") return (issue) => [issue.number];
  const field = jqlField(name, catalogue);
  switch (field.kind) {
    case "issue":
      return (issue) => [issue.projectKey, issue.keyNumber];
    case "parent":
      return () => [null];
    case "time":
    case "number":
      return (issue) => [field.size(issue)];
    case "text":
      return (issue) => [field.text(issue)?.toLowerCase() ?? null];
    case "names":
      return (issue) => [field.names(issue).at(0) ?? null];
    default: {
      const never: never = field;
      return never;
    }
  }
}

function compareKeys(a: readonly SortKey[], b: readonly SortKey[], signs: readonly number[]): number {
  for (const [index, sign] of signs.entries()) {
    const by = compareKey(a[index] ?? null, b[index] ?? null);
    if (by !== 0) return by * sign;
  }
  return 0;
}

/** Empty values come last in rising order. */
function compareKey(a: SortKey, b: SortKey): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
