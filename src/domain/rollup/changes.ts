import { zoneOf } from "../schedule/civil-day.ts";
import type { Conflict, ConflictRecord } from "../conflicts/conflict.ts";
import { problemIn, problemsIn, type RecordOf } from "../conflicts/same-problem.ts";
import { byUrgency } from "../conflicts/urgency.ts";
import type { Rollup, VerdictLevel } from "./rollup.ts";

/** The stored part of an earlier rollup. */
export type PastRollup = {
  readonly at: number;
  readonly increment: string;
  readonly verdict: VerdictLevel;
  /** Null if it was counted by other rules. */
  readonly inIncrement: { readonly items: number; readonly done: number } | null;
};

/** The earlier rollup to compare with. Epoch milliseconds. */
export type Comparison = {
  /** Start of the day from which the page reports changes. */
  readonly since: number;
  /**
   * The last rollup up to this instant counts as existing at `since`; Signalbox keeps one per day, so half a day after
   * counts too.
   */
  readonly standsUntil: number;
  /** Only rollups before this instant: later ones, of the train's running day, can still be overwritten. */
  readonly before: number;
};

const dayMs = 86_400_000;

/** Since this week's Monday in the train's time zone; on a Monday since the Monday a week before. */
export function comparisonAt(at: number, timeZone: string): Comparison {
  const zone = zoneOf(timeZone);
  const since = zone.mondayBefore(at);
  return { since, standsUntil: since + dayMs / 2, before: zone.startOf(zone.dayAt(at)) ?? at };
}

/** Changes since an earlier rollup. */
export type Changes = {
  /** Start of the day compared with; without a rollup from then, the time of the first known one. */
  readonly since: number;
  /** There is no rollup from that day. */
  readonly isFirstKnown: boolean;
  /** The verdict then, if it was another. */
  readonly verdict: VerdictLevel | null;
  /** The increment then, if it was another. */
  readonly increment: string | null;
  /** How many more items are done, and planned, in the present increment; null if they are not comparable. */
  readonly done: number | null;
  readonly items: number | null;
  /**
   * Conflicts and risks that opened and are open, those whose severity rose meanwhile, and those that were open and ended;
   * each the most severe first.
   */
  readonly opened: readonly ConflictRecord[];
  readonly worsened: readonly ConflictRecord[];
  readonly resolved: readonly ConflictRecord[];
};

export type ChangesInput = {
  readonly past: PastRollup;
  readonly comparison: Comparison;
  readonly rollup: Rollup;
  readonly records: readonly ConflictRecord[];
  readonly recordOf: RecordOf;
};

export function changesSince({ past, comparison, rollup, records, recordOf }: ChangesInput): Changes {
  const isFirstKnown = past.at > comparison.standsUntil;
  const sameIncrement = past.increment === rollup.increment;
  const { inIncrement } = past;
  const comparable = sameIncrement ? inIncrement : null;
  const telling = records
    .filter(({ conflict }) => conflict.severity !== "info")
    .toSorted((a, b) => byUrgency(a.conflict, b.conflict));
  const problemOf = problemIn(recordOf);
  const problemsOf = problemsIn(recordOf);
  const open = telling.filter(({ state }) => state === "open");
  // One that is not visible counts nowhere else, but it has not ended.
  const visible = open.filter(({ unseenSince }) => unseenSince === null);
  const standing = new Set(open.flatMap(({ conflict }) => problemsOf(conflict)));
  return {
    since: isFirstKnown ? past.at : comparison.since,
    isFirstKnown,
    verdict: past.verdict === rollup.verdict.level ? null : past.verdict,
    increment: sameIncrement ? null : past.increment,
    done: comparable === null ? null : rollup.inIncrement.done - comparable.done,
    items: comparable === null ? null : rollup.inIncrement.items - comparable.items,
    opened: visible.filter(({ stateSince }) => stateSince > past.at),
    worsened: visible.filter(
      ({ stateSince, worsenedAt }) => stateSince <= past.at && worsenedAt !== null && worsenedAt > past.at,
    ),
    // A conflict that another rule or a cycle shows now has not ended for people.
    resolved: lastOfEach(
      telling.filter(
        ({ state, stateSince, firstSeenAt, conflict }) =>
          state === "resolved" && stateSince > past.at && firstSeenAt <= past.at && !standing.has(problemOf(conflict)),
      ),
      problemOf,
    ),
  };
}

/** Of several rules that showed one problem one after the other, the last one. */
function lastOfEach(
  ended: readonly ConflictRecord[],
  problemOf: (conflict: Conflict) => string,
): readonly ConflictRecord[] {
  const inTime = ended.toSorted((a, b) => a.stateSince - b.stateSince);
  const last = new Map(inTime.map((record) => [problemOf(record.conflict), record]));
  return ended.filter((record) => last.get(problemOf(record.conflict)) === record);
}
