import type { Conflict, ConflictSeverity } from "../conflicts/conflict.ts";
import { overCapacity } from "./load.ts";
import { planGaps } from "../setup/plan-gaps.ts";
import type { PlanGaps } from "../setup/plan-gaps.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { TrainView } from "../model/train-plan.ts";
import { parentSpan } from "./parent-span.ts";
import type { DataQuality, Feature, Rollup, TeamLoad, VerdictReason } from "./rollup.ts";
import { isInProgress } from "../conflicts/rules/rule.ts";
import { isBlind } from "../setup/setup-fault.ts";
import type { Setup } from "../setup/setup.ts";
import type { SourceState } from "./connection-freshness.ts";
import { iterationAt, iterationsOf } from "../model/train.ts";
import type { Train } from "../model/train.ts";

/** The input of the verdict. */
export type VerdictInput = {
  readonly view: TrainView;
  readonly conflicts: readonly Conflict[];
  readonly load: readonly TeamLoad[];
  readonly openFeatures: readonly Feature[];
  readonly blind: BlindSpots;
};

/** Parts that cannot be judged. */
export type BlindSpots = {
  readonly sources: readonly SourceState[];
  readonly setup: Setup;
  readonly hiddenItems: DataQuality["hiddenItems"];
  /** Number of open conflicts that are not visible. */
  readonly unseen: number;
};

/** See docs/rules.md, "Verdict". */
export function verdictOf({ view, conflicts, load, openFeatures, blind }: VerdictInput): Rollup["verdict"] {
  const near = nearTime(view.train, view.at);
  const gaps = planGaps(view);
  const concerned = ({ consumer, evidence }: Conflict) =>
    [consumer, ...evidence.cycle].flatMap((id) => view.items.get(id) ?? []);
  const hard = conflicts.filter(({ severity }) => severity === "conflict");
  const now = hard.filter((conflict) => concerned(conflict).some((planned) => isNow(planned, near)));
  const risks = conflicts.filter(({ severity }) => severity === "risk");
  const capacity = overCapacity(view.train);
  const over = load.flatMap(({ iterations }) => iterations.filter(({ isOver }) => isOver));
  const counted = isGrave(capacity) ? over : [];
  const spanning = isGrave(parentSpan(view.train)) ? openFeatures.filter(({ outside }) => outside !== undefined) : [];
  const reasons: readonly VerdictReason[] = [
    { kind: "conflicts-now", count: now.length },
    { kind: "conflicts-later", count: hard.length - now.length },
    { kind: "over-capacity", count: counted.length },
    { kind: "risks", count: risks.length },
    { kind: "parent-span", count: spanning.length },
    ...blindReasons(blind, gaps),
  ];
  const present = reasons.filter(({ count }) => count > 0);
  const overNow = capacity === "conflict" && counted.some(({ ordinal }) => near.ordinals.has(ordinal));
  if (now.length > 0 || overNow) return { level: "off-track", reasons: present };
  if (isUnjudged(blind, gaps)) return { level: "unknown", reasons: present };
  return { level: present.length > 0 ? "at-risk" : "on-track", reasons: present };
}

function isGrave(severity: ConflictSeverity | "off"): boolean {
  return severity === "conflict" || severity === "risk";
}

/** No team owns or plans anything, the calendar is over, or Signalbox read no connection lately: a verdict would have no basis. */
function isUnjudged({ sources, setup }: BlindSpots, { isUnplanned, isOver }: PlanGaps): boolean {
  if (isUnplanned || isOver) return true;
  const isUnread = ({ isStale, staleStreams }: SourceState) => isStale && staleStreams.length === 0;
  return setup.teams.every(({ owned }) => owned === 0) || sources.every((source) => isUnread(source));
}

function blindReasons({ sources, setup, hiddenItems, unseen }: BlindSpots, gaps: PlanGaps): readonly VerdictReason[] {
  const owned = setup.teams.some((team) => team.owned > 0);
  const unplanned = setup.faults.filter(({ kind }) => kind === "team-without-plan");
  return [
    { kind: "nothing-owned", count: owned ? 0 : 1 },
    { kind: "nothing-planned", count: owned && gaps.isUnplanned ? 1 : 0 },
    { kind: "empty-increment", count: gaps.isIncrementEmpty ? 1 : 0 },
    { kind: "calendar-over", count: gaps.isOver ? 1 : 0 },
    { kind: "not-read", count: sources.filter(({ isStale }) => isStale).length },
    { kind: "hidden-items", count: hiddenItems.reduce((total, { count }) => total + count, 0) },
    { kind: "unseen-conflicts", count: unseen },
    { kind: "teams-unplanned", count: gaps.isUnplanned ? 0 : unplanned.length },
    { kind: "dead-criteria", count: setup.faults.filter((fault) => isBlind(fault)).length - unplanned.length },
  ];
}

/** The present iteration and the next one. */
type NearTime = { readonly ordinals: ReadonlySet<number>; readonly at: number; readonly endsAt: number };

function nearTime(train: Train, at: number): NearTime {
  const present = iterationAt(train, at);
  const next = iterationsOf(train).find(({ startsAt }) => startsAt > at);
  const near = [present, next].filter((iteration) => iteration !== undefined && iteration !== null);
  return { ordinals: new Set(near.map(({ ordinal }) => ordinal)), at, endsAt: near.at(-1)?.endsAt ?? at };
}

/** Work without an iteration of its own, between increments or by its dates alone, is near by those dates. */
function isNow(planned: PlannedItem, near: NearTime): boolean {
  const { iterationRange, startsAt, endsAt } = planned;
  const inIteration =
    iterationRange !== null &&
    [...near.ordinals].some((one) => iterationRange.first.ordinal <= one && one <= iterationRange.last.ordinal);
  const beginsAt = startsAt ?? endsAt;
  return inIteration || (beginsAt !== null && beginsAt < near.endsAt) || isInProgress(planned);
}
