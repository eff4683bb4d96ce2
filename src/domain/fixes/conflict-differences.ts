import type { Conflict } from "../conflicts/conflict.ts";
import { severityRank } from "../conflicts/rules/all-rules.ts";
import { byUrgency } from "../conflicts/urgency.ts";

/** A conflict on the same dependency, or of the same cycle, before and after. */
export type Continued = { readonly before: Conflict; readonly after: Conflict };

/** The difference between the conflicts of two plans; each list by urgency. */
export type ConflictDifferences = {
  readonly cleared: readonly Conflict[];
  readonly opened: readonly Conflict[];
  /** More severe than before. */
  readonly worsened: readonly Continued[];
  /** Less severe than before. */
  readonly eased: readonly Continued[];
  /** As severe as before, maybe by another rule. */
  readonly stays: readonly Continued[];
};

export function conflictDifferences(before: readonly Conflict[], after: readonly Conflict[]): ConflictDifferences {
  const [was, is] = [byPlace(before), byPlace(after)];
  const continued = after
    .toSorted(byUrgency)
    .flatMap((one) => [was.get(placeOf(one))].flatMap((former) => (former ? { before: former, after: one } : [])));
  const change = (one: Continued) => severityRank(one.after.severity) - severityRank(one.before.severity);
  return {
    cleared: before.filter((one) => !is.has(placeOf(one))).toSorted(byUrgency),
    opened: after.filter((one) => !was.has(placeOf(one))).toSorted(byUrgency),
    worsened: continued.filter((one) => change(one) < 0),
    eased: continued.filter((one) => change(one) > 0),
    stays: continued.filter((one) => change(one) === 0),
  };
}

function byPlace(conflicts: readonly Conflict[]): ReadonlyMap<string, Conflict> {
  return new Map(conflicts.map((conflict) => [placeOf(conflict), conflict]));
}

/** People see one problem per dependency, whichever rule shows it. */
function placeOf({ rule, fingerprint, consumer, provider }: Conflict): string {
  return rule === "cycle" ? fingerprint : `${consumer} ${provider}`;
}
