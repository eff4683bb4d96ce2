import type { WorkItemId } from "../ids.ts";
import { zoneOf } from "../schedule/civil-day.ts";
import type { Conflict, ConflictRecord } from "../conflicts/conflict.ts";
import { edgeIn } from "../conflicts/conflict-life.ts";
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
  /** Conflicts and risks that opened and are open, and those that were open and ended; each the most severe first. */
  readonly opened: readonly ConflictRecord[];
  readonly resolved: readonly ConflictRecord[];
};

export type ChangesInput = {
  readonly past: PastRollup;
  readonly comparison: Comparison;
  readonly rollup: Rollup;
  readonly records: readonly ConflictRecord[];
  /** The record that counts of an item that several connections read. */
  readonly recordOf: (id: WorkItemId) => WorkItemId;
};

export function changesSince({ past, comparison, rollup, records, recordOf }: ChangesInput): Changes {
  const isFirstKnown = past.at > comparison.standsUntil;
  const sameIncrement = past.increment === rollup.increment;
  const { inIncrement } = past;
  const comparable = sameIncrement ? inIncrement : null;
  const telling = records
    .filter(({ conflict }) => conflict.severity !== "info")
    .toSorted((a, b) => byUrgency(a.conflict, b.conflict));
  const edgeOf = edgeIn(recordOf);
  const standing = new Set(telling.filter(({ state }) => state === "open").map(({ conflict }) => edgeOf(conflict)));
  return {
    since: isFirstKnown ? past.at : comparison.since,
    isFirstKnown,
    verdict: past.verdict === rollup.verdict.level ? null : past.verdict,
    increment: sameIncrement ? null : past.increment,
    done: comparable === null ? null : rollup.inIncrement.done - comparable.done,
    items: comparable === null ? null : rollup.inIncrement.items - comparable.items,
    opened: telling.filter(({ state, stateSince }) => state === "open" && stateSince > past.at),
    resolved: lastOfEach(
      // A conflict that another rule took over has not ended for people.
      telling.filter(
        ({ state, stateSince, firstSeenAt, conflict }) =>
          state === "resolved" && stateSince > past.at && firstSeenAt <= past.at && !standing.has(edgeOf(conflict)),
      ),
      edgeOf,
    ),
  };
}

/** Of several rules that reported one dependency, the last. */
function lastOfEach(
  ended: readonly ConflictRecord[],
  edgeOf: (conflict: Conflict) => string,
): readonly ConflictRecord[] {
  const byEdge = Map.groupBy(ended, ({ conflict }) => edgeOf(conflict));
  const last = (some: readonly ConflictRecord[]) => Math.max(...some.map(({ stateSince }) => stateSince));
  return [...byEdge.values()].flatMap((some) => some.find(({ stateSince }) => stateSince === last(some)) ?? []);
}
