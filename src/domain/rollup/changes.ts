import { zoneOf } from "../schedule/civil-day.ts";
import type { Conflict, ConflictRecord } from "../conflicts/conflict.ts";
import { byGravity } from "../conflicts/nearness.ts";
import type { Rollup, VerdictLevel } from "./rollup.ts";

/** What is still known of an earlier rollup. */
export type PastRollup = {
  readonly at: number;
  readonly increment: string;
  readonly verdict: VerdictLevel;
  /** Null where it was counted in another way. */
  readonly inIncrement: { readonly items: number; readonly done: number } | null;
};

/** Which earlier rollup a page is compared with. Epoch milliseconds. */
export type Comparison = {
  /** When the day began since which changes are told. */
  readonly since: number;
  /** The last rollup up to here stood at that time; rollups are kept by the day, so half a day after counts too. */
  readonly standsUntil: number;
  /** Only rollups before this instant: those of the running day (UTC) are still written over. */
  readonly before: number;
};

const dayMs = 86_400_000;

/** Since this week's Monday in the train's time zone; on a Monday since the Monday a week before. */
export function comparisonAt(at: number, timeZone: string): Comparison {
  const since = zoneOf(timeZone).mondayBefore(at);
  return { since, standsUntil: since + dayMs / 2, before: Math.floor(at / dayMs) * dayMs };
}

/** What became another since an earlier rollup. */
export type Changes = {
  /** When the day began that is compared with; where no rollup is known from then, when the first known one was made. */
  readonly since: number;
  /** Nothing is known of that day itself. */
  readonly isFirstKnown: boolean;
  /** The verdict then, where it was another. */
  readonly verdict: VerdictLevel | null;
  /** The increment then, where it was another. */
  readonly increment: string | null;
  /** How many more items are done, and planned, in the present increment; null where they cannot be compared. */
  readonly done: number | null;
  readonly items: number | null;
  /** Conflicts and risks that came up and stand, and those that stood and ended; each the gravest first. */
  readonly opened: readonly ConflictRecord[];
  readonly resolved: readonly ConflictRecord[];
};

export type ChangesInput = {
  readonly past: PastRollup;
  readonly comparison: Comparison;
  readonly rollup: Rollup;
  readonly records: readonly ConflictRecord[];
};

export function changesSince({ past, comparison, rollup, records }: ChangesInput): Changes {
  const isFirstKnown = past.at > comparison.standsUntil;
  const sameIncrement = past.increment === rollup.increment;
  const { inIncrement } = past;
  const comparable = sameIncrement ? inIncrement : null;
  const telling = records
    .filter(({ conflict }) => conflict.severity !== "info")
    .toSorted((a, b) => byGravity(a.conflict, b.conflict));
  const standing = new Set(telling.filter(({ state }) => state === "open").map(({ conflict }) => edgeOf(conflict)));
  return {
    since: isFirstKnown ? past.at : comparison.since,
    isFirstKnown,
    verdict: past.verdict === rollup.verdict.level ? null : past.verdict,
    increment: sameIncrement ? null : past.increment,
    done: comparable === null ? null : rollup.inIncrement.done - comparable.done,
    items: comparable === null ? null : rollup.inIncrement.items - comparable.items,
    opened: telling.filter(({ state, stateSince }) => state === "open" && stateSince > past.at),
    // One that another rule took over is no end to anybody.
    resolved: telling.filter(
      ({ state, stateSince, firstSeenAt, conflict }) =>
        state === "resolved" && stateSince > past.at && firstSeenAt <= past.at && !standing.has(edgeOf(conflict)),
    ),
  };
}

function edgeOf({ consumer, provider }: Conflict): string {
  return `${consumer} ${provider}`;
}
