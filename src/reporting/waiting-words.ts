import { dayOf, instantOf } from "./dates.ts";
import type { Waiting, WaitingReason } from "./planned-writes.ts";

const reasons: Readonly<Record<WaitingReason, string>> = {
  settling: "its conflict has not been open long enough (comments.settle)",
  cap: "the cap on new comments per hour is reached (comments.newPerRun)",
  "removed-by-a-person": "a person deleted it",
  "rewritten-too-often": "it reached the limit of writes per hour (reports.rewritesPerHour)",
  "not-started": "no person has accepted the proposal yet (`signalbox start`)",
  stopped: "the train is stopped (`signalbox start`)",
  shadow: "comments appear only in the rollup (comments: shadow)",
  "stood-before": "its conflict is older than the start (`signalbox start --with-standing`)",
  answered: "people acknowledged or snoozed its conflict (`signalbox remind`)",
  "tracker-busy": "the tracker does not answer, or asked for a pause",
  "connection-refused": "the tracker refuses our account",
  "refused-before": "the tracker refused it before",
  "outcome-unknown": "it may exist already: Signalbox searches for it first",
  "two-of-ours": "two of our texts are there: delete one of them",
  "found-elsewhere": "our text is in another place",
  "taken-by-another": "another process is writing it",
};

/**
 * `will be written after 10:18 CET: its conflict has not been open long enough (comments.settle)`. Names the day if it
 * differs from `now`'s; both in epoch milliseconds.
 */
export function waitingWords(
  { because, until, draft }: Pick<Waiting, "because" | "until" | "draft">,
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): string {
  const verb = draft === undefined ? "checked again" : "written";
  if (until === null) return `waits: ${reasons[because]}`;
  const instant = instantOf(until, timeZone);
  const today = dayOf(now, timeZone);
  const time = dayOf(until, timeZone) === today ? instant.slice(`${today}, `.length) : instant;
  return `will be ${verb} after ${time}: ${reasons[because]}`;
}
