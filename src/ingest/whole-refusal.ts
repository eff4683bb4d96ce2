import { Failure } from "../domain/failure.ts";
import type { LiveContext } from "./round.ts";
import { isOfTracker, noteFailure } from "./stream-failure.ts";

/**
 * Whether a failure may be a refusal of all that we ask, and not only of the one thing: for good, and in the tracker's own
 * words. A login page in place of every answer is no refusal of what was asked for.
 */
export function isRefusal(error: unknown): error is Failure {
  return error instanceof Failure && error.verdict.kind === "park" && error.code !== "unreadable-answer";
}

/**
 * Asked once something was refused: is everything? An account that lost a permission, or a list of addresses that we are
 * not on, must not look like hundreds of refusals of hundreds of things.
 * @returns why nothing can be read, noted with every stream that polls ask for; null where it was that one thing
 */
export async function wholeRefusal(context: LiveContext): Promise<Failure | null> {
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
