import { refuse } from "./failure.ts";
import type { SortKey } from "./jql/order.ts";
import { isRecord } from "../record.ts";

/** Tokens stop working after a week. */
const TOKEN_LIFE_MS = 7 * 86_400_000;

export type PageCursor = {
  readonly jql: string;
  /** Sort keys of the last returned entry. */
  readonly keys: readonly SortKey[];
  /** When the token was made, epoch milliseconds. */
  readonly at: number;
};

/** An opaque token for the start of the next page. */
export function writePageToken(cursor: PageCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

/**
 * Reads a token made for the same query.
 * @returns the sort keys after which the page starts
 * @throws JiraError 400 for a token that is foreign, belongs to another query or has expired
 */
export function readPageToken(token: string, jql: string, now: number): readonly SortKey[] {
  const cursor = decoded(token);
  if (
    !isRecord(cursor) ||
    cursor["jql"] !== jql ||
    !Array.isArray(cursor["keys"]) ||
    typeof cursor["at"] !== "number"
  ) {
    throw refuse(400, "The nextPageToken is invalid.");
  }
  if (cursor["at"] + TOKEN_LIFE_MS < now) throw refuse(400, "The nextPageToken has expired.");
  return cursor["keys"].map((key) => (typeof key === "number" || typeof key === "string" ? key : null));
}

function decoded(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    // Not a token of the sandbox: the caller refuses it.
    return null;
  }
}
