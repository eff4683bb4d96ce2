import { Failure } from "../../src/domain/failure.ts";
import { NoAnswer, UnreadableAnswer } from "../kit/answer.ts";

/**
 * Whether Jira could not finish an answer, broke it off, or took longer than the time limit, as for many issues with
 * long texts and changelogs: it may finish one about fewer issues.
 */
export function isTooMuch(error: unknown): error is Failure {
  if (!(error instanceof Failure)) return false;
  const { code, cause } = error;
  if (cause instanceof UnreadableAnswer) return cause.broken;
  return code === "tracker-unavailable" || (cause instanceof NoAnswer && (cause.brokenOff || isLate(cause)));
}

function isLate({ cause }: NoAnswer): boolean {
  return cause instanceof Error && cause.name === "TimeoutError";
}
