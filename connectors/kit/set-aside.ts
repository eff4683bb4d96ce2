import { Failure, type FailureCode } from "../../src/domain/failure.ts";
import type { UnreadPart } from "../../src/ports/connector.ts";

const ofPart: ReadonlySet<FailureCode> = new Set(["forbidden", "not-found", "request-refused"]);

/** Whether a tracker refused this part permanently; it may accept the next one. */
export function isOfPart(error: unknown): error is Failure {
  return error instanceof Failure && ofPart.has(error.code);
}

export type Parts<P, T> = {
  /** Name of an unreadable part in the stream ledger. */
  readonly nameOf: (part: P) => string;
  readonly read: (part: P) => Promise<T>;
};

/** Whether the tracker refused this part, or cannot finish it while it may finish others. */
function isOfPartNow(error: unknown): error is Failure {
  return isOfPart(error) || (error instanceof Failure && error.code === "tracker-unavailable");
}

/**
 * Reads parts concurrently; sets aside those that the tracker refuses or cannot finish.
 * @throws Failure after any other error, or if no part could be read
 */
export async function readParts<P, T>(
  parts: readonly P[],
  { nameOf, read }: Parts<P, T>,
): Promise<{ readonly values: readonly T[]; readonly unread: readonly UnreadPart[] }> {
  const settled = await Promise.allSettled(parts.map((part) => read(part)));
  const values: T[] = [];
  const unread: UnreadPart[] = [];
  for (const [place, part] of parts.entries()) {
    const one = settled[place];
    if (one?.status === "fulfilled") values.push(one.value);
    else if (one !== undefined && isOfPartNow(one.reason)) unread.push({ name: nameOf(part), failure: one.reason });
    else throw one?.reason;
  }
  const [first] = unread;
  if (first !== undefined && values.length === 0) throw first.failure;
  return { values, unread };
}
