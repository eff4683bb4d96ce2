import type { z } from "zod";
import type { RejectedRecord } from "../../src/ports/connector.ts";

export type Records<T> = { readonly records: readonly T[]; readonly rejected: readonly RejectedRecord[] };

export type RecordParser<T> = {
  readonly schema: z.ZodType<T>;
  /** The record's reference for the log. */
  readonly refOf: (value: unknown) => string;
};

/** Parses each record of a page by itself; names and omits those that do not match the schema. */
export function parseRecords<T>(values: readonly unknown[], { schema, refOf }: RecordParser<T>): Records<T> {
  const records: T[] = [];
  const rejected: RejectedRecord[] = [];
  for (const value of values) {
    const parsed = schema.safeParse(value);
    if (parsed.success) records.push(parsed.data);
    else rejected.push({ ref: refOf(value), reason: reasonOf(parsed.error) });
  }
  return { records, rejected };
}

/** The first error, with its path. */
function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? "unknown shape" : `${issue.path.join(".") || "record"}: ${issue.message}`;
}
