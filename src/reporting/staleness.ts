import type { FailureCode } from "../domain/failure.ts";
import type { System } from "../domain/ids.ts";
import { containerOfStream } from "../domain/model/model.ts";
import type { Rollup } from "../domain/rollup/rollup.ts";
import type { SourceState } from "../domain/rollup/connection-freshness.ts";
import type { Block } from "../ports/document.ts";
import { instantOf, weekdayOf } from "./dates.ts";
import { text } from "./item-words.ts";

/** Whose data is old and since when, a line each; nothing if everything was read in time. */
export function stalenessBlocks({ dataQuality }: Rollup, timeZone: string): readonly Block[] {
  const stale = dataQuality.sources.filter(({ isStale }) => isStale);
  if (stale.length === 0) return [];
  return [{ type: "panel", tone: "warning", paragraphs: stale.map((source) => [text(staleWords(source, timeZone))]) }];
}

/** The limit of a verdict, to append: unread data can only make it worse, or leave it off track. */
export function asFarAsRead({ dataQuality, verdict }: Rollup): "" | " as far as was read" {
  const isPartlyRead = dataQuality.sources.some(({ isStale }) => isStale);
  return isPartlyRead && verdict.level !== "off-track" && verdict.level !== "unknown" ? " as far as was read" : "";
}

/** The instant (epoch milliseconds) of the oldest source: all figures hold up to then. */
export function figuresAsOf({ at, dataQuality }: Rollup): number {
  return Math.min(at, ...dataQuality.sources.flatMap(({ asOf }) => asOf ?? []));
}

/** `Jira (acme-jira) was last read on Fri 27 Nov 2026, 18:02 CET: the token was refused.` */
function staleWords({ connection, system, asOf, failure, staleStreams }: SourceState, timeZone: string): string {
  const whole = `${systemNames[system]} (${connection})`;
  const what = staleStreams.length === 0 ? whole : `Part of ${whole}, namely ${named(staleStreams)},`;
  const read =
    asOf === null
      ? "has not been read to the end yet"
      : `was last read on ${weekdayOf(asOf, timeZone).slice(0, 3)} ${instantOf(asOf, timeZone)}`;
  return `${what} ${read}${failure === null ? "" : `: ${reasons[failure]}`}.`;
}

/** Number of parts named before the rest is only counted. */
const namedParts = 3;

/** A project or repository that Signalbox could not read stands for all of its streams. */
function named(streams: readonly string[]): string {
  const containers = streams.flatMap((name) => containerOfStream(name) ?? []);
  const others = streams.filter(
    (name) => containerOfStream(name) === null && !containers.some((container) => name.endsWith(`:${container}`)),
  );
  const parts = [...containers, ...others];
  const more = parts.length - namedParts;
  return `${parts.slice(0, namedParts).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const systemNames: Readonly<Record<System, string>> = { jira: "Jira", github: "GitHub" };

/** The same words for all temporary failures, so that the text does not change with them. */
const noAnswer = "it gives no usable answer";

const reasons: Readonly<Record<FailureCode, string>> = {
  "config-invalid": "it does not have what the train file names",
  unauthorized: "the token was refused",
  forbidden: "a permission is missing",
  "not-found": "a project or repository is not there, or hidden from our account",
  "rate-limited": noAnswer,
  "tracker-unavailable": noAnswer,
  unreachable: noAnswer,
  "unreadable-answer": noAnswer,
  "outcome-unknown": noAnswer,
  stopped: noAnswer,
  "request-refused": "it refused the request",
  "database-locked": "the database was in use",
  "database-unavailable": "the database was away",
  "disk-full": "the disk was full",
  guard: "too much was missing at once",
};
