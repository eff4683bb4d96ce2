import type { RawRecord } from "../../data.ts";
import type { Issue } from "../entity.ts";
import { refuse } from "../failure.ts";
import { comparePositions, rankIn, type Position } from "../sorted-index.ts";
import type { Call, Reply } from "./call.ts";

const USUAL = 30;
const MOST = 100;
/** Beyond this number of rows GitHub lists issues by cursor only. */
const DEEPEST_ROW = 10_000;

/** Rows per page: 30 by default, 100 at most. */
function perPage(call: Call): number {
  return Math.min(numberIn(call, "per_page") ?? USUAL, MOST);
}

function numberIn(call: Call, name: string): number | null {
  const value = Number(call.query.get(name) ?? Number.NaN);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** One numbered page of a short list, with links to the others. */
export function numberedPage<T>(call: Call, items: readonly T[], row: (item: T) => RawRecord): Reply {
  const size = perPage(call);
  const page = numberIn(call, "page") ?? 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const links: Record<string, string> = {};
  if (page > 1) links["prev"] = link(call, { page: String(page - 1) });
  if (page < last) {
    links["next"] = link(call, { page: String(page + 1) });
    links["last"] = link(call, { page: String(last) });
  }
  if (page > 1) links["first"] = link(call, { page: "1" });
  const rows = items.slice((page - 1) * size, page * size).map((item) => row(item));
  return { status: 200, body: rows, headers: linkHeader(links) };
}

export type IssueRows = {
  readonly issues: readonly Issue[];
  readonly position: (issue: Issue) => Position;
  readonly descending: boolean;
  readonly row: (issue: Issue) => RawRecord;
};

/**
 * One page of issues. Links lead on by cursor: the sort value and id of the last row, so that rows which move while
 * the list is read do not shift the pages.
 * @throws GithubError 422 for a page number that reaches too deep
 */
export function cursorPage(call: Call, { issues, position, descending, row }: IssueRows): Reply {
  const size = perPage(call);
  const page = numberIn(call, "page") ?? 1;
  const after = call.query.get("after");
  if (after === null && page * size > DEEPEST_ROW) {
    throw refuse(
      422,
      "Pagination with the page parameter is not supported for large datasets, please use cursor based pagination (after/before)",
    );
  }
  const sign = descending ? -1 : 1;
  const place = after === null ? null : decode(after);
  const start =
    place === null ? (page - 1) * size : rankIn(issues, (issue) => sign * comparePositions(position(issue), place) > 0);
  const shown = issues.slice(start, start + size);
  const last = shown.at(-1);
  const links: Record<string, string> = {};
  if (last !== undefined && start + shown.length < issues.length) {
    const { value, id } = position(last);
    links["next"] = link(call, { after: encode([value, id]), page: String(page + 1) });
  }
  return { status: 200, body: shown.map((issue) => row(issue)), headers: linkHeader(links) };
}

function link(call: Call, changes: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(call.query);
  query.delete("after");
  query.delete("page");
  for (const [name, value] of Object.entries(changes)) query.set(name, value);
  return `${call.url}?${query.toString()}`;
}

function linkHeader(links: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const parts = Object.entries(links).map(([name, url]) => `<${url}>; rel="${name}"`);
  return parts.length === 0 ? {} : { Link: parts.join(", ") };
}

function encode(place: readonly number[]): string {
  return Buffer.from(`cursor:v2:${JSON.stringify(place)}`).toString("base64");
}

function decode(cursor: string): Position {
  const [, value, id] = /^cursor:v2:\[(\d+),(\d+)\]$/.exec(Buffer.from(cursor, "base64").toString()) ?? [];
  if (value === undefined || id === undefined) throw refuse(422, "The `after` cursor is invalid.");
  return { value: Number(value), id: Number(id) };
}
