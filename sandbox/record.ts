import type { RawRecord } from "./data.ts";

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is RawRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The value at a path of member names, or undefined if the path ends early. Own members only: `toString` is data here.
 */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    if (!isRecord(current) || !Object.hasOwn(current, name)) return undefined;
    current = current[name];
  }
  return current;
}

/** The string at a path; numbers are given as text, since ids come as either. */
export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = valueAt(value, ...path);
  if (typeof found === "number") return String(found);
  return typeof found === "string" ? found : null;
}

/** The number at a path, also from a string of digits. */
export function numberAt(value: unknown, ...path: readonly string[]): number | null {
  const found = valueAt(value, ...path);
  if (typeof found === "number") return found;
  return typeof found === "string" && /^\d+$/.test(found) ? Number(found) : null;
}

/** The array at a path; empty without one. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The objects in the array at a path. */
export function recordsAt(value: unknown, ...path: readonly string[]): readonly RawRecord[] {
  return listAt(value, ...path).filter(isRecord);
}

/** The object at a path, or null. */
export function recordAt(value: unknown, ...path: readonly string[]): RawRecord | null {
  const found = valueAt(value, ...path);
  return isRecord(found) ? found : null;
}

/** A copy without some members. */
export function without(record: RawRecord, ...names: readonly string[]): RawRecord {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
