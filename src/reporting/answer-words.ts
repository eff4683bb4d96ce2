import type { ConflictAnswer } from "../domain/conflicts/answer.ts";
import { dayOf } from "./dates.ts";

/** `Acknowledged by ann on 3 Dec 2026 (“we ship without it”)`, `Snoozed by ann until 14 Dec 2026`. */
export function answerWords(answer: ConflictAnswer, timeZone: string): string {
  const { by } = answer;
  if (answer.kind === "snoozed") return `Snoozed by ${by} until ${dayOf(answer.until, timeZone)}`;
  const note = answer.note === null ? "" : ` (“${answer.note}”)`;
  return `Acknowledged by ${by} on ${dayOf(answer.at, timeZone)}${note}`;
}

/** The answer as commands print it with `--json`: instants as ISO 8601. */
export function answerJson(answer: ConflictAnswer | null): unknown {
  if (answer === null) return null;
  const at = new Date(answer.at).toISOString();
  return answer.kind === "snoozed" ? { ...answer, at, until: new Date(answer.until).toISOString() } : { ...answer, at };
}
