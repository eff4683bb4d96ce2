import { GraphqlRefusal, type GraphqlError, isBehindSignOn } from "./graphql-refusal.ts";

/** Where in an answer something is null for an error's sake: `["repository", "issues", "nodes", 4, "parent"]`. */
export type Hole = readonly (string | number)[];

/** What a query says about answers that lack a part. */
export type Lenience = {
  /** Whether it can do without what is missing there; unless told, without whatever lies within a member of a list. */
  readonly isPart?: (hole: Hole, data: unknown) => boolean;
  /**
   * True where asking again has been tried enough: then also without what GitHub could not finish inside of a record. Whole
   * records are never done without for that: they are there, and would be taken for read.
   */
  readonly isLastTry?: boolean;
};

/** A part of an answer that is not there, and the error that says why. */
export type MissingPart = { readonly hole: Hole; readonly error: GraphqlError };

export type PartialAnswer = {
  /** Each record that lacks something says so in `unseen`: the paths within it. One that is hidden is told by `isHidden`. */
  readonly data: unknown;
  readonly missing: readonly MissingPart[];
};

/**
 * GitHub answers with errors beside the data: what a path names is null, the rest is whole. One blocker in a hidden
 * repository must not cost the page it is on.
 * @returns what came, where the query can do without what did not
 * @throws GraphqlRefusal with the errors that are no part's, where there are any
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

/** Types that say what our account may not see, or that it is not there. */
const hiding = new Set(["NOT_FOUND", "FORBIDDEN", "INSUFFICIENT_SCOPES"]);

/** Null where an error leaves no hole, or one that the query cannot do without. */
function holeOf(data: unknown, error: GraphqlError, { isPart = isInList, isLastTry }: Lenience): Hole | null {
  const hole = firstNull(data, error.path ?? []);
  if (hole === null || !isPart(hole, data)) return null;
  const { type = "" } = error;
  if (hiding.has(type) || isBehindSignOn(error)) return hole;
  const isWholeRecord = recordPlace(hole) === hole.length - 1;
  const mayPass = isUnfinished(error) || type.includes("LIMIT");
  return isWholeRecord || type.startsWith("RATE_LIMIT") || (mayPass && isLastTry !== true) ? null : hole;
}

/** GitHub failed, where it might have succeeded. */
export function isUnfinished({ type }: GraphqlError): boolean {
  return type === undefined || type === "INTERNAL" || type === "SERVICE_UNAVAILABLE";
}

/** A null goes up to the next place that may be null: the path may lead further than the answer. */
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

/** Of the step into the list that was asked for. */
function recordPlace(hole: Hole): number {
  return hole.findIndex((step) => typeof step === "number");
}

const hiddenRecord = { isHidden: true };

/** Whether a record of a list is there and hidden from us, which is not the same as gone. */
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
