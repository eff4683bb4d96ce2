import type { z } from "zod";
import type { RejectedRecord, SourcePage } from "../../src/ports/connector.ts";

export const emptyPage: SourcePage = {
  items: [],
  edges: [],
  sprints: [],
  pullRequests: [],
  members: [],
  rejected: [],
  newestAt: null,
};

export type Records<T> = { readonly records: readonly T[]; readonly rejected: readonly RejectedRecord[] };

export type RecordParser<T> = {
  readonly schema: z.ZodType<T>;
  /** What people would look the record up by. */
  readonly refOf: (value: unknown) => string;
};

/** Looks at each record of a page by itself: one that cannot be understood is named and left out. */
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

/** The first thing wrong, with its place. */
function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? "unknown shape" : `${issue.path.join(".") || "record"}: ${issue.message}`;
}
