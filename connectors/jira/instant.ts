/**
 * Jira writes instants as ISO 8601 with or without a colon in the offset, in bulk changelogs as a number of
 * milliseconds or seconds.
 * @returns epoch milliseconds; null for nothing, and for what is no instant.
 */
export function instantOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? Math.round(value < 1e11 ? value * 1000 : value) : null;
  if (typeof value !== "string") return null;
  // The engine reads an offset without its colon only by a slow detour, and an issue brings a dozen of them.
  const at = Date.parse(/[+-]\d{4}$/.test(value) ? `${value.slice(0, -2)}:${value.slice(-2)}` : value);
  return Number.isNaN(at) ? null : at;
}

/** A plain `yyyy-mm-dd`; null for anything else. */
export function dayOf(value: unknown): string | null {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && instantOf(value) !== null ? value : null;
}
