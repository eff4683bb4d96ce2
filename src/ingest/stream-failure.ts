import { Failure, textOf, type FailureCode } from "../domain/failure.ts";
import { pullStream, type PullContext, type PullResult, type ReadContext, type Start } from "./pull.ts";
import type { Stream } from "../ports/connector.ts";

const ofStorage: ReadonlySet<FailureCode> = new Set(["database-locked", "database-unavailable", "disk-full"]);
const ofConnection: ReadonlySet<FailureCode> = new Set(["unauthorized", "rate-limited", "unreachable"]);

/** What the tracker refused or could not give. Not the database's failures: without it there is nothing to be done. */
export function isOfTracker(error: unknown): error is Failure {
  return error instanceof Failure && !ofStorage.has(error.code);
}

/** Whether the next request to this tracker would end the same way. */
export function endsReading({ code, verdict }: Failure): boolean {
  return verdict.kind === "stop" || ofConnection.has(code);
}

/** Notes why a stream, or what keeps books as streams do, was not read. */
export async function noteFailure(context: ReadContext, name: string, failure: Failure): Promise<void> {
  const { source, store, clock } = context;
  await store.streamFailed(source.connection, name, { code: failure.code, text: textOf(failure), at: clock() });
}

/**
 * As `pullStream`; a failure of the tracker's is noted with the stream as well.
 * @throws Failure
 */
export async function pullNoted(context: PullContext, stream: Stream, start: Start): Promise<PullResult> {
  try {
    return await pullStream(context, stream, start);
  } catch (error) {
    if (isOfTracker(error)) await noteFailure(context, stream.name, error);
    throw error;
  }
}
