import type { RawRecord } from "../data.ts";
import { parseInstant } from "./instant.ts";
import { recordAt, recordsAt, textAt, without } from "../record.ts";

/** One issue at one moment. Immutable: a write creates a new one, so that search can still hold the old one. */
export type StoredIssue = {
  /** Numeric id as text; it never changes. */
  readonly id: string;
  readonly number: number;
  readonly key: string;
  readonly keyNumber: number;
  readonly projectKey: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The loaded fields, including unknown ones, without `comment`. */
  readonly fields: RawRecord;
  /** Other top-level members of the record; reads of a single issue return them. */
  readonly extra: RawRecord;
  /** Changelog entries, oldest first. */
  readonly histories: readonly RawRecord[];
};

/** Reads a raw record; null if it lacks a numeric id, key or fields. */
export function storedIssue(record: RawRecord): StoredIssue | null {
  const id = textAt(record, "id");
  const key = textAt(record, "key");
  const fields = recordAt(record, "fields");
  if (id === null || !/^\d+$/.test(id) || key === null || !/-\d+$/.test(key) || fields === null) return null;
  const createdAt = parseInstant(textAt(fields, "created")) ?? 0;
  return {
    id,
    number: Number(id),
    ...keyParts(key),
    createdAt,
    updatedAt: parseInstant(textAt(fields, "updated")) ?? createdAt,
    fields: Object.hasOwn(fields, "comment") ? without(fields, "comment") : fields,
    extra: without(record, "id", "key", "self", "fields", "changelog", "expand", "properties"),
    histories: sortedHistories(record),
  };
}

/** Splits `PAY-12` into its parts. */
export function keyParts(key: string): Pick<StoredIssue, "key" | "keyNumber" | "projectKey"> {
  const dash = key.lastIndexOf("-");
  return { key, keyNumber: Number(key.slice(dash + 1)), projectKey: key.slice(0, dash) };
}

function sortedHistories(record: RawRecord): readonly RawRecord[] {
  const histories = [...recordsAt(record, "changelog", "histories")];
  const time = (history: RawRecord) => parseInstant(textAt(history, "created")) ?? 0;
  return histories.toSorted((a, b) => time(a) - time(b));
}
