import { z } from "zod";
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
  const parser = values.length < manyRecords ? schema : compiled(schema);
  for (const value of values) {
    const parsed = parser.safeParse(value);
    if (parsed.success) records.push(parsed.data);
    else rejected.push({ ref: refOf(value), reason: reasonOf(parsed.error) });
  }
  return { records, rejected };
}

/** From this number on, zod compiles the schema: that takes up to 20 ms, and saves three quarters of each parse. */
const manyRecords = 20;

const compiledSchemas = new WeakMap<z.ZodType, z.ZodType>();

function compiled<T>(schema: z.ZodType<T>): z.ZodType<T> {
  const known = compiledSchemas.get(schema);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same schema, with the same type
  if (known !== undefined) return known as z.ZodType<T>;
  const made = z.compile(schema);
  compiledSchemas.set(schema, made);
  return made;
}

/** The first error, with its path. */
function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? "unknown shape" : `${issue.path.join(".") || "record"}: ${issue.message}`;
}
