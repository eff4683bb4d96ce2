import type { RawRecord } from "../data.ts";
import { refuse } from "./failure.ts";
import type { Account } from "./account.ts";
import type { SiteState } from "./site-state.ts";

/** One request, taken apart. */
export type Call = {
  readonly state: SiteState;
  readonly actor: Account;
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The body if it is an object, else empty. */
  readonly body: RawRecord;
  /** The body as it came, for entity properties, which may be any JSON. */
  readonly rawBody: unknown;
};

export type Reply = { readonly status: number; readonly body?: unknown };

export type Route = {
  readonly method: "get" | "post" | "put" | "delete";
  readonly path: string;
  readonly handle: (call: Call) => Reply;
};

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export const NO_CONTENT: Reply = { status: 204 };

export function param(call: Call, name: string): string {
  return call.params[name] ?? "";
}

/** Values of a list parameter, repeated or comma-separated. */
export function listParam(query: URLSearchParams, name: string): readonly string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

/** A whole number of the query, or its default. @throws JiraError 400 */
export function numberParam(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null || text === "") return otherwise;
  if (!/^\d+$/.test(text)) throw refuse(400, `The value '${text}' for parameter '${name}' is not a number.`);
  return Number(text);
}

export type PageLimits = { readonly usual: number; readonly most: number };

/** A page by `startAt` and `maxResults`, never longer than the cap. */
export function pageOf(call: Call, values: readonly RawRecord[], { usual, most }: PageLimits): RawRecord {
  const startAt = numberParam(call.query, "startAt", 0);
  const maxResults = Math.min(numberParam(call.query, "maxResults", usual), most);
  const page = values.slice(startAt, startAt + maxResults);
  const isLast = startAt + page.length >= values.length;
  return { maxResults, startAt, total: values.length, isLast, values: page };
}

/** Strings of a list in a body; numbers are taken as text. */
export function bodyTexts(body: RawRecord, name: string): readonly string[] {
  const list = body[name];
  return Array.isArray(list)
    ? list.flatMap((entry: unknown) =>
        typeof entry === "string" ? [entry] : typeof entry === "number" ? [String(entry)] : [],
      )
    : [];
}
