import type { Parameter } from "./database.ts";
import { fieldsOf, type Table } from "./table.ts";

/** Rows as parameters of a statement over a table (`recordsSql`): a list of the values of each column. */
export function columnLists<Row extends object>(table: Table<Row>, rows: readonly NoInfer<Row>[]): string[] {
  return fieldsOf(table).map((field) => {
    const values = rows.map((row) => row[field]);
    if (table.columns[field] === "jsonb") return listOf(values.map(jsonOf));
    return table.columns[field] === "text[]" ? listOf(values.map(innerList)) : listOf(values);
  });
}

function innerList(value: unknown): string | null {
  return Array.isArray(value) ? listOf(value) : null;
}

function jsonOf(value: unknown): string | null {
  return value === null ? null : storableJson(value);
}

/**
 * A list in PostgreSQL's notation. It is JSON's notation in other brackets, but knows no names for special characters.
 * Replaces what PostgreSQL cannot store in a text, as `jsonRows`.
 */
export function listOf(values: readonly unknown[]): string {
  const json = JSON.stringify(values);
  return otherEscape.test(json) ? `{${values.map(elementOf).join(",")}}` : `{${json.slice(1, -1)}}`;
}

/** A backslash before anything but a quotation mark or another backslash; may also match an escaped backslash. */
const otherEscape = /\\[^"\\]/u;

function elementOf(value: unknown): string {
  if (typeof value === "string") return `"${storableText(value).replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
  return JSON.stringify(value ?? null);
}

/**
 * Rows as JSON for one parameter. Replaces what PostgreSQL cannot store in a text (a zero byte, half a surrogate pair) by
 * `\uFFFD`, so that such a title does not fail the whole page.
 */
export function jsonRows(rows: readonly object[]): string {
  return storableJson(rows);
}

function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  return /\\u(?:0000|d[89a-f])/u.test(text) ? JSON.stringify(value, storable) : text;
}

function storable(_key: string, value: unknown): unknown {
  return typeof value === "string" ? storableText(value) : value;
}

export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** Replaces zero bytes in texts, which the engines reject with different errors. */
export function storableParameters(parameters: readonly Parameter[]): Parameter[] {
  return parameters.map((one) => {
    if (typeof one === "string") return storableText(one);
    return typeof one === "object" && one !== null ? one.map(storableText) : one;
  });
}
