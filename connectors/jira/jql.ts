import type { Scope } from "../../src/ports/connector.ts";

/** Overlap (ms) of polls: searches lag behind writes and compare minutes, not seconds. */
export const overlapMs = 10 * 60 * 1000;

/**
 * JQL for everything in the scope that changed since an instant. Without an upper bound, which would lose items that
 * change meanwhile; with the instant in epoch milliseconds, since Jira interprets a date in the account's time zone.
 * @returns null for an empty scope
 */
export function issuesJql(projects: readonly string[], jqls: Scope["jqls"], since: number | null): string | null {
  const scope = scopeJql(projects, jqls);
  if (scope === null) return null;
  const from = since === null ? "" : ` AND updated >= ${Math.max(0, Math.floor(since - overlapMs))}`;
  return `${scope}${from} ORDER BY updated ASC, id ASC`;
}

/** JQL for everything in the scope, in a stable order. @returns null for an empty scope */
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

/** A team's query, in a stable order. */
export function membersJql(jql: string): string {
  return `${withoutOrder(jql)} ORDER BY id ASC`;
}

/** A quoted and escaped value. */
export function quoted(value: string): string {
  return `"${value.replaceAll(/[\\"]/g, String.raw`\$&`)}"`;
}

/** Cuts the last ORDER BY outside of quotes. */
function withoutOrder(jql: string): string {
  const masked = jql.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (text) => "_".repeat(text.length));
  const at = masked.search(/\border\s+by\b/i);
  return (at === -1 ? jql : jql.slice(0, at)).trim();
}
