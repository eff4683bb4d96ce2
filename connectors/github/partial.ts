import { GraphqlRefusal, type GraphqlError, isBehindSignOn, isUnknownToSchema } from "./graphql-refusal.ts";

/** Path in an answer that is null because of an error: `["repository", "issues", "nodes", 4, "parent"]`. */
export type Hole = readonly (string | number)[];

/** Which missing parts a query tolerates. */
export type Lenience = {
  /** Whether the query tolerates this missing part; by default, parts within a member of a list. */
  readonly isPart?: (hole: Hole, data: unknown) => boolean;
  /**
   * Whether this is the last attempt: then the query also tolerates parts of a record that GitHub could not finish. It
   * never tolerates whole records that GitHub could not finish: they exist, and would count as read.
   */
  readonly isLastTry?: boolean;
  /** A field without which nothing identifies a record: missing, it counts as the whole record. */
  readonly core?: string | undefined;
};

/** A missing part of an answer, and its error. */
export type MissingPart = { readonly hole: Hole; readonly error: GraphqlError };

export type PartialAnswer = {
  /** Each incomplete record has the missing paths in `unseen`. `isHidden` detects a hidden one. */
  readonly data: unknown;
  readonly missing: readonly MissingPart[];
};

/**
 * GitHub answers with errors beside the data: the paths of the errors are null, the rest is complete. One blocker in a
 * hidden repository must not fail its page.
 * @returns the data, if the query tolerates the missing parts
 * @throws GraphqlRefusal with the errors of all other parts, if any
 */
export function partialAnswer(refusal: GraphqlRefusal, lenience: Lenience): PartialAnswer {
  const found = refusal.errors.map((error) => ({ error, hole: holeOf(refusal.data, error, lenience) }));
  const missing = found.flatMap(({ error, hole }) => (hole === null ? [] : [{ error, hole }]));
  if (missing.length < found.length || found.length === 0) {
    const errors = found.flatMap(({ error, hole }) => (hole === null ? [error] : []));
    const { headers, data } = refusal;
    throw new GraphqlRefusal({ errors, headers, data }, refusal);
  }
  for (const { hole, error } of missing) {
    if (recordPlace(hole) < hole.length - 1) noteUnseen(refusal.data, hole);
    else if (error.type !== "NOT_FOUND") noteHidden(refusal.data, hole);
  }
  return { data: refusal.data, missing };
}

/** Types of errors for hidden or missing objects. */
const hiding = new Set(["NOT_FOUND", "FORBIDDEN", "INSUFFICIENT_SCOPES"]);

/** Null if no part is missing for the error, or one that the query does not tolerate. */
function holeOf(data: unknown, error: GraphqlError, { isPart = isInList, isLastTry, core }: Lenience): Hole | null {
  const hole = firstNull(data, error.path ?? []);
  if (hole === null || !isPart(hole, data)) return null;
  const { type = "" } = error;
  if (hiding.has(type) || isBehindSignOn(error)) return hole;
  const place = recordPlace(hole);
  const isWholeRecord = place === hole.length - 1 || (core !== undefined && hole[place + 1] === core);
  const mayPass = isUnfinished(error) || type.includes("LIMIT");
  return isWholeRecord || type.startsWith("RATE_LIMIT") || (mayPass && isLastTry !== true) ? null : hole;
}

/** Whether GitHub failed temporarily. */
export function isUnfinished(error: GraphqlError): boolean {
  const { type } = error;
  return (type === undefined && !isUnknownToSchema(error)) || type === "INTERNAL" || type === "SERVICE_UNAVAILABLE";
}

/**
 * The null on an error's path: GraphQL moves it up to the next nullable field, so the path may be longer than the
 * answer.
 */
function firstNull(data: unknown, path: Hole): Hole | null {
  let value = data;
  for (const [place, step] of path.entries()) {
    if (value === null) break;
    value = memberOf(value, step);
    if (value === null) return path.slice(0, place + 1);
  }
  return null;
}

function memberOf(value: unknown, step: string | number): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, step)?.value : undefined;
}

function isInList(hole: Hole): boolean {
  return recordPlace(hole) !== -1;
}

/** Index of the path's step into the requested list. */
function recordPlace(hole: Hole): number {
  return hole.findIndex((step) => typeof step === "number");
}

const hiddenRecord = { isHidden: true };

/** Whether a record of a list exists but is hidden, which differs from gone. */
export function isHidden(record: unknown): boolean {
  return record === hiddenRecord;
}

function noteHidden(data: unknown, hole: Hole): void {
  const list = hole.slice(0, -1).reduce<unknown>(memberOf, data);
  const place = hole.at(-1);
  if (Array.isArray(list) && typeof place === "number") list[place] = hiddenRecord;
}

function noteUnseen(data: unknown, hole: Hole): void {
  const place = recordPlace(hole);
  if (place === -1) return;
  const record = hole.slice(0, place + 1).reduce<unknown>(memberOf, data);
  if (typeof record !== "object" || record === null) return;
  const known: unknown = memberOf(record, "unseen");
  const path = hole.slice(place + 1).join(".");
  Object.assign(record, { unseen: [...(Array.isArray(known) ? (known as unknown[]) : []), path] });
}
