import type { Issue } from "../entity.ts";
import { comparePositions, rankIn, type Position } from "../sorted-index.ts";
import type { Args } from "./context.ts";
import { queryError } from "./query-error.ts";

const MOST = 100;
const CURSOR_MARK = "cursor:v2:";

/** An ordered list, and the positions of its cursors. */
export type Listing<T> = {
  /** The name of the field, for error texts. */
  readonly name: string;
  readonly items: readonly T[];
  /** The cursor of an item. */
  cursor(item: T, index: number): string;
  /** Index of the first item after a cursor. */
  behind(cursor: string): number;
};

/**
 * One page of a list, in the shape of GraphQL connections.
 * @throws GraphQLError if the page has no bounds that GitHub accepts
 */
export function connectionOf<T>(listing: Listing<T>, args: Args) {
  const { name, items } = listing;
  const first = boundOf(name, "first", args["first"]);
  const last = boundOf(name, "last", args["last"]);
  if (first === null && last === null) {
    throw queryError(
      "MISSING_PAGINATION_BOUNDARIES",
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  const from = typeof args["after"] === "string" ? listing.behind(args["after"]) : 0;
  const until = typeof args["before"] === "string" ? Math.max(0, listing.behind(args["before"]) - 1) : items.length;
  const start = first === null && last !== null ? Math.max(from, until - last) : from;
  const end = first === null ? until : Math.min(until, start + first);
  const nodes = items.slice(start, end);
  const cursorAt = (offset: number) => {
    const item = nodes.at(offset);
    return item === undefined ? null : listing.cursor(item, offset < 0 ? end + offset : start + offset);
  };
  return {
    nodes,
    totalCount: items.length,
    edges: () => nodes.map((node, index) => ({ node, cursor: cursorAt(index) })),
    pageInfo: () => ({
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: cursorAt(0),
      endCursor: cursorAt(-1),
    }),
  };
}

/** A short, stable list: cursors are indexes. */
export function counted<T>(name: string, items: readonly T[]): Listing<T> {
  return {
    name,
    items,
    cursor: (_item, index) => encode([index + 1]),
    behind: (cursor) => decode(cursor)[0] ?? 0,
  };
}

/** Issues in an order that changes during the reading: cursors contain the sort value and id of the last issue. */
export function ordered(name: string, items: readonly Issue[], { position, descending }: IssueSorting): Listing<Issue> {
  const sign = descending ? -1 : 1;
  return {
    name,
    items,
    cursor: (issue) => {
      const { value, id } = position(issue);
      return encode([value, id]);
    },
    behind: (cursor) => {
      const [value = 0, id = 0] = decode(cursor);
      return rankIn(items, (issue) => sign * comparePositions(position(issue), { value, id }) > 0);
    },
  };
}

export type IssueSorting = { readonly position: (issue: Issue) => Position; readonly descending: boolean };

function boundOf(name: string, argument: "first" | "last", value: unknown): number | null {
  if (typeof value !== "number") return null;
  if (value > MOST) {
    throw queryError(
      "EXCESSIVE_PAGINATION",
      `Requesting ${value} records on the \`${name}\` connection exceeds the \`${argument}\` limit of ${MOST} records.`,
    );
  }
  if (value < 0) {
    throw queryError("INVALID_ARGUMENT", `\`${argument}\` on the \`${name}\` connection must not be negative.`);
  }
  return value;
}

function encode(place: readonly number[]): string {
  return Buffer.from(`${CURSOR_MARK}${JSON.stringify(place)}`).toString("base64");
}

function decode(cursor: string): readonly number[] {
  const text = Buffer.from(cursor, "base64").toString();
  if (!/^cursor:v2:\[\d+(?:,\d+)?\]$/.test(text)) {
    throw queryError("INVALID_CURSOR_ARGUMENTS", `\`${cursor}\` does not appear to be a valid cursor.`);
  }
  return text
    .slice(CURSOR_MARK.length + 1, -1)
    .split(",")
    .map(Number);
}
