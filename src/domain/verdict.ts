import type { Conflict } from "./conflict.ts";
import { overCapacity } from "./load.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import type { Rollup, TeamLoad, VerdictReason } from "./rollup.ts";
import { isInProgress } from "./rules/rule.ts";
import { isBlind } from "./setup-fault.ts";
import type { Setup } from "./setup.ts";
import type { SourceState } from "./sources.ts";
import { iterationAt, iterationsOf } from "./train.ts";
import type { Train } from "./train.ts";

/** What the verdict is made from. */
export type VerdictInput = {
  readonly view: TrainView;
  readonly conflicts: readonly Conflict[];
  readonly load: readonly TeamLoad[];
  readonly blind: BlindSpots;
};

/** What cannot be judged. */
export type BlindSpots = {
  readonly sources: readonly SourceState[];
  readonly setup: Setup;
  /** How many open conflicts cannot be seen. */
  readonly unseen: number;
};

/** See docs/rules.md, "Verdict". */
export function verdictOf({ view, conflicts, load, blind }: VerdictInput): Rollup["verdict"] {
  const near = nearIterations(view.train, view.at);
  const concerned = ({ consumer, evidence }: Conflict) =>
    [consumer, ...evidence.cycle].flatMap((id) => view.items.get(id) ?? []);
  const hard = conflicts.filter(({ severity }) => severity === "conflict");
  const now = hard.filter((conflict) => concerned(conflict).some((planned) => isNow(planned, near, view.at)));
  const risks = conflicts.filter(({ severity }) => severity === "risk");
  const capacity = overCapacity(view.train);
  const over = load.flatMap(({ iterations }) => iterations.filter(({ isOver }) => isOver));
  const counted = capacity === "conflict" || capacity === "risk" ? over : [];
  const reasons: readonly VerdictReason[] = [
    { kind: "conflicts-now", count: now.length },
    { kind: "conflicts-later", count: hard.length - now.length },
    { kind: "over-capacity", count: counted.length },
    { kind: "risks", count: risks.length },
    ...blindReasons(blind),
  ];
  const present = reasons.filter(({ count }) => count > 0);
  const overNow = capacity === "conflict" && counted.some(({ ordinal }) => near.has(ordinal));
  if (now.length > 0 || overNow) return { level: "off-track", reasons: present };
  if (isUnjudged(blind)) return { level: "unknown", reasons: present };
  return { level: present.length > 0 ? "at-risk" : "on-track", reasons: present };
}

/** Nobody owns anything, or nothing was read lately: a green, or a yellow, would be made of nothing. */
function isUnjudged({ sources, setup }: BlindSpots): boolean {
  const isUnread = ({ isStale, staleStreams }: SourceState) => isStale && staleStreams.length === 0;
  return setup.teams.every(({ owned }) => owned === 0) || sources.every((source) => isUnread(source));
}

function blindReasons({ sources, setup, unseen }: BlindSpots): readonly VerdictReason[] {
  const owned = setup.teams.some((team) => team.owned > 0);
  return [
    { kind: "nothing-owned", count: owned ? 0 : 1 },
    { kind: "not-read", count: sources.filter(({ isStale }) => isStale).length },
    { kind: "unseen-conflicts", count: unseen },
    { kind: "dead-criteria", count: setup.faults.filter((fault) => isBlind(fault)).length },
  ];
}

/** Ordinals of the present iteration and the next one. */
function nearIterations(train: Train, at: number): ReadonlySet<number> {
  const present = iterationAt(train, at);
  const next = iterationsOf(train).find(({ startsAt }) => startsAt > at);
  return new Set([present, next].flatMap((iteration) => iteration?.ordinal ?? []));
}

function isNow(planned: PlannedItem, near: ReadonlySet<number>, at: number): boolean {
  const { stretch } = planned;
  const isNear =
    stretch !== null && [...near].some((one) => stretch.first.ordinal <= one && one <= stretch.last.ordinal);
  const isOverdue = planned.endsAt !== null && planned.endsAt <= at;
  return isNear || isOverdue || isInProgress(planned);
}
