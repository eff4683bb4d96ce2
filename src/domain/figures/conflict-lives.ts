import type { ConflictRecord } from "../conflicts/conflict.ts";
import { problemIn, type RecordOf } from "../conflicts/same-problem.ts";
import { distinct } from "../ordering.ts";
import { isWithin, type FlowWeek, type FlowWindow } from "./flow-window.ts";
import { ratioOf } from "./nearest-rank.ts";

/** Conflicts and risks that began and ended, as far as Signalbox saw them. */
export type ConflictLives = {
  readonly formula: "Conflicts opened and resolved";
  /** Number of records. */
  readonly sample: number;
  /** When Signalbox saw the first one, epoch milliseconds; null if it saw none. */
  readonly knownSince: number | null;
  /** The oldest first; null in weeks that ended before `knownSince`. */
  readonly weeks: readonly (FlowWeek & { readonly opened: number | null; readonly resolved: number | null })[];
  /** Of all known records, because a record does not keep when it was resolved earlier. */
  readonly resolved: number;
  readonly reopened: number;
  /** Null if none was resolved. */
  readonly reopenRate: number | null;
  /** Records that changed after the report's instant: it leaves their ends and re-openings out. */
  readonly changedLater: number;
};

export type LivesInput = {
  /** As of the report's instant. */
  readonly records: readonly ConflictRecord[];
  /** Fingerprints of those that changed later. */
  readonly changedLater: ReadonlySet<string>;
  readonly window: FlowWindow;
  readonly recordOf: RecordOf;
};

/** See docs/figures.md, "Dependency health". */
export function conflictLives({ records, changedLater, window, recordOf }: LivesInput): ConflictLives {
  const problemOf = problemIn(recordOf);
  const edges = [...Map.groupBy(records, ({ conflict }) => problemOf(conflict)).values()].map((ofEdge) =>
    lifeOf(ofEdge, changedLater),
  );
  const opened = edges.flatMap((edge) => edge.opened);
  const resolved = edges.flatMap((edge) => edge.resolved);
  const reopened = edges.reduce((total, edge) => total + edge.reopened, 0);
  const resolutions = resolved.length + reopened;
  const knownSince = opened.reduce<number | null>((first, at) => Math.min(first ?? at, at), null);
  const countIn = (instants: readonly number[], week: FlowWeek) =>
    knownSince === null || week.until < knownSince ? null : instants.filter((at) => isWithin(at, week)).length;
  return {
    formula: "Conflicts opened and resolved",
    sample: records.length,
    knownSince,
    weeks: window.weeks.map((week) => ({ ...week, opened: countIn(opened, week), resolved: countIn(resolved, week) })),
    resolved: resolutions,
    reopened,
    reopenRate: resolutions === 0 ? null : ratioOf(reopened, resolutions),
    changedLater: records.filter(({ fingerprint }) => changedLater.has(fingerprint)).length,
  };
}

/** A record that another rule took over has the other's beginning, and its end is none. */
function lifeOf(ofEdge: readonly ConflictRecord[], changedLater: ReadonlySet<string>) {
  const certain = ofEdge.filter(({ fingerprint }) => !changedLater.has(fingerprint));
  const isTakenOver = (record: ConflictRecord) =>
    ofEdge.some(
      (other) =>
        other.fingerprint !== record.fingerprint &&
        other.firstSeenAt <= record.firstSeenAt &&
        (other.state === "open" ? other.stateSince < record.stateSince : other.stateSince > record.stateSince),
    );
  const ended = certain.filter((record) => record.state === "resolved" && !isTakenOver(record));
  return {
    opened: distinct(ofEdge.map(({ firstSeenAt }) => firstSeenAt)),
    resolved: distinct(ended.map(({ stateSince }) => stateSince)),
    reopened: Math.max(0, ...certain.map(({ reopenings }) => reopenings)),
  };
}
