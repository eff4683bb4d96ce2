import { dayOf, instantOf } from "./dates.ts";
import type { Waiting, WaitingReason } from "./plan.ts";

const reasons: Readonly<Record<WaitingReason, string>> = {
  settling: "its conflict has to stand for a while first (comments.settle)",
  cap: "so many new comments are enough for one hour (comments.newPerRun)",
  "removed-by-a-person": "a person deleted it",
  "rewritten-too-often": "it was written too often within one hour (reports.rewritesPerHour)",
  "not-started": "nobody has said yes to it yet (`signalbox start`)",
  stopped: "the train is stopped (`signalbox start`)",
  shadow: "comments are only shown in the rollup (comments: shadow)",
  "stood-before": "its conflict is older than the start (`signalbox start --with-standing`)",
  "tracker-busy": "the tracker does not answer, or asked to be left alone",
  "connection-refused": "the tracker refuses our account",
  "refused-before": "the tracker refused it before",
  "outcome-unknown": "nobody knows whether it was created: it is looked for first",
  "two-of-ours": "two of ours stand there: delete one of them",
  "found-elsewhere": "ours stands in another place",
  "taken-by-another": "another process writes it at this moment",
};

/**
 * `will be written after 10:18 CET: its conflict has to stand for a while first (comments.settle)`. Names the day if it
 * differs from `now`'s; both in epoch milliseconds.
 */
export function waitingWords(
  { because, until, draft }: Pick<Waiting, "because" | "until" | "draft">,
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): string {
  const verb = draft === undefined ? "looked at again" : "written";
  if (until === null) return `waits: ${reasons[because]}`;
  const instant = instantOf(until, timeZone);
  const today = dayOf(now, timeZone);
  const time = dayOf(until, timeZone) === today ? instant.slice(`${today}, `.length) : instant;
  return `will be ${verb} after ${time}: ${reasons[because]}`;
}
