import type { Scope } from "../../src/ports/connector.ts";

/** Searches lag behind writes and read minutes, not seconds: so much is read again each time. */
const overlapMs = 10 * 60 * 1000;

/**
 * Everything a connection has to read, changed since an instant. No upper bound, which would lose items that change
 * while they are read; the instant in epoch milliseconds, since a date would be read in the account's time zone.
 * @returns null where there is nothing to read.
 */
export function issuesJql(projects: readonly string[], jqls: Scope["jqls"], since: number | null): string | null {
  const clauses = [
    ...(projects.length === 0 ? [] : [`project in (${projects.map(quoted).join(", ")})`]),
    ...jqls.map((jql) => `(${withoutOrder(jql)})`),
  ];
  if (clauses.length === 0) return null;
  const from = since === null ? "" : ` AND updated >= ${Math.max(0, Math.floor(since - overlapMs))}`;
  return `(${clauses.join(" OR ")})${from} ORDER BY updated ASC, id ASC`;
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
