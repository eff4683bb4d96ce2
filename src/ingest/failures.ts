import { Failure, textOf, type FailureCode } from "../domain/failure.ts";
import { isStopped, type ReadContext } from "./read-context.ts";

const ofStorage: ReadonlySet<FailureCode> = new Set(["database-locked", "database-unavailable", "disk-full"]);
const ofConnection: ReadonlySet<FailureCode> = new Set(["unauthorized", "rate-limited", "unreachable"]);

/** Whether the tracker failed, and not the database, without which no reading can continue. */
export function isOfTracker(error: unknown): error is Failure {
  return error instanceof Failure && !ofStorage.has(error.code);
}

/** Whether the next request to this tracker would fail the same way. */
export function endsReading({ code, verdict }: Failure): boolean {
  return verdict.kind === "stop" || ofConnection.has(code);
}

/**
 * Whether the tracker may refuse all requests, not only this one: the refusal is permanent and comes from the tracker
 * itself. A login page in place of an answer is no refusal.
 */
export function isRefusal(error: unknown): error is Failure {
  return error instanceof Failure && error.verdict.kind === "park" && error.code !== "unreadable-answer";
}

/**
 * Stores the failure of a stream, or of another row of the stream ledger such as a sweep. Stores nothing after the
 * context's signal aborted: a stop ends reads and retries early, so the tracker may be well.
 */
export async function noteFailure(
  context: Pick<ReadContext, "source" | "store" | "runtime" | "signal">,
  name: string,
  failure: Failure,
): Promise<void> {
  if (isStopped(context)) return;
  const { source, store, runtime } = context;
  const { code } = failure;
  await store.streamFailed(source.connection, name, { code, text: textOf(failure), at: runtime.clock() });
}

/**
 * After a refused request, checks whether the tracker refuses every request. A lost permission or an IP allow list must
 * not look like hundreds of separate refusals.
 * @returns the failure, which it also stores with every stream of the polls; null if the tracker refused one request
 * only
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
