import type { Scope } from "../../src/ports/connector.ts";

/** Searches lag behind writes and read minutes, not seconds: so much is read again each time. */
export const overlapMs = 10 * 60 * 1000;

/**
 * Everything a connection has to read, changed since an instant. No upper bound, which would lose items that change
 * while they are read; the instant in epoch milliseconds, since a date would be read in the account's time zone.
 * @returns null where there is nothing to read.
 */
export function issuesJql(projects: readonly string[], jqls: Scope["jqls"], since: number | null): string | null {
  const scope = scopeJql(projects, jqls);
  if (scope === null) return null;
  const from = since === null ? "" : ` AND updated >= ${Math.max(0, Math.floor(since - overlapMs))}`;
  return `${scope}${from} ORDER BY updated ASC, id ASC`;
}

/** All of it, in an order that does not change while it is read. @returns null where there is nothing to read */
export function identitiesJql(projects: readonly string[], jqls: Scope["jqls"]): string | null {
  const scope = scopeJql(projects, jqls);
  return scope === null ? null : `${scope} ORDER BY id ASC`;
}

function scopeJql(projects: readonly string[], jqls: Scope["jqls"]): string | null {
  const clauses = [
    ...(projects.length === 0 ? [] : [projectsJql(projects)]),
    ...jqls.map((jql) => `(${withoutOrder(jql)})`),
  ];
  return clauses.length === 0 ? null : `(${clauses.join(" OR ")})`;
}

/** @param projects at least one */
export function projectsJql(projects: readonly string[]): string {
  return `project in (${projects.map(quoted).join(", ")})`;
}

/** A team's own query, in a steady order. */
export function membersJql(jql: string): string {
  return `${withoutOrder(jql)} ORDER BY id ASC`;
}

/** A value that cannot end its own quotes. */
export function quoted(value: string): string {
  return `"${value.replaceAll(/[\\"]/g, String.raw`\$&`)}"`;
}

/** Cuts the last ORDER BY that stands outside quotes. */
function withoutOrder(jql: string): string {
  const masked = jql.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (text) => "_".repeat(text.length));
  const at = masked.search(/\border\s+by\b/i);
  return (at === -1 ? jql : jql.slice(0, at)).trim();
}
