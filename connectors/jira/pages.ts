import type { z } from "zod";
import type { RejectedRecord } from "../../src/ports/connector.ts";
import { parseRecords, type Records } from "../kit/records.ts";
import type { JiraApi, JiraRequest } from "./api.ts";
import type { Call, JiraClient } from "./client.ts";
import { Page } from "./schema.ts";

export type PagedCall<T> = {
  readonly client: JiraClient;
  readonly what: string;
  readonly remedies?: Call<unknown>["remedies"];
  readonly record: z.ZodType<T>;
  readonly request: (api: JiraApi, startAt: number) => JiraRequest;
  /** Reads this many pages at most; all by default. */
  readonly mostPages?: number;
};

/** Records of a list. `total`: by Jira, null if it does not say. */
export type Listed<T> = Records<T> & { readonly total: number | null };

/** Reads one of Jira's older lists to its end (`startAt`, `isLast`, `total`). Rejects malformed records. */
export async function pagesOf<T>({
  client,
  what,
  remedies = {},
  record,
  request,
  mostPages = Number.POSITIVE_INFINITY,
}: PagedCall<T>): Promise<Listed<T>> {
  const records: T[] = [];
  const rejected: RejectedRecord[] = [];
  for (let startAt = 0, pages = 1; ; pages += 1) {
    const from = startAt;
    const page = await client.call({ what, remedies, schema: Page, request: (api) => request(api, from) });
    const parsed = parseAll(record, page.values, what);
    records.push(...parsed.records);
    rejected.push(...parsed.rejected);
    startAt += page.values.length;
    if (page.values.length === 0 || isEnd(page, startAt) || pages >= mostPages) {
      return { records, rejected, total: page.total ?? null };
    }
  }
}

/** Whether a page is the last: by `total`, else by `isLast`, else by an empty page. */
function isEnd({ isLast, total }: Page, read: number): boolean {
  return total === undefined ? isLast === true : read >= total;
}

export function parseAll<T>(schema: z.ZodType<T>, values: readonly unknown[], what: string): Records<T> {
  return parseRecords(values, { schema, refOf: (value) => refOf(value) ?? what });
}

/** A record's reference for the log. */
function refOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const named: { key?: unknown; id?: unknown; name?: unknown } = value;
  for (const name of [named.key, named.id, named.name]) {
    if (typeof name === "string" || typeof name === "number") return String(name).slice(0, 100);
  }
  return null;
}
