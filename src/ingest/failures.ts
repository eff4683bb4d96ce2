import { Failure, textOf, type FailureCode } from "../domain/failure.ts";
import type { ReadContext } from "./read-context.ts";

const ofStorage: ReadonlySet<FailureCode> = new Set(["database-locked", "database-unavailable", "disk-full"]);
const ofConnection: ReadonlySet<FailureCode> = new Set(["unauthorized", "rate-limited", "unreachable"]);

/** Whether the tracker failed, not the database: without the database no reading goes on. */
export function isOfTracker(error: unknown): error is Failure {
  return error instanceof Failure && !ofStorage.has(error.code);
}

/** Whether the next request to this tracker would end the same way. */
export function endsReading({ code, verdict }: Failure): boolean {
  return verdict.kind === "stop" || ofConnection.has(code);
}

/**
 * Whether a failure may be a refusal of all that we ask, and not only of the one thing: for good, and in the tracker's own
 * words. A login page in place of every answer is no refusal of what was asked for.
 */
export function isRefusal(error: unknown): error is Failure {
  return error instanceof Failure && error.verdict.kind === "park" && error.code !== "unreadable-answer";
}

/** Stores why a stream, or another row of the stream ledger such as a sweep, was not read. */
export async function noteFailure(
  { source, store, runtime }: Pick<ReadContext, "source" | "store" | "runtime">,
  name: string,
  failure: Failure,
): Promise<void> {
  const { code } = failure;
  await store.streamFailed(source.connection, name, { code, text: textOf(failure), at: runtime.clock() });
}

/**
 * After a refusal of one thing, asks the tracker whether it refuses everything. An account that lost a permission, or a
 * list of addresses that we are not on, must not look like hundreds of refusals of hundreds of things.
 * @returns why nothing can be read, noted with every stream that polls ask for; null where the tracker refused one thing
 */
export async function wholeRefusal(context: ReadContext): Promise<Failure | null> {
  const { source } = context;
  try {
    await source.checkAccess();
    return null;
  } catch (error) {
    if (!isOfTracker(error)) throw error;
    if (error.verdict.kind !== "retry") {
      for (const { name, pace } of source.streams()) if (pace === "poll") await noteFailure(context, name, error);
    }
    return error;
  }
}
