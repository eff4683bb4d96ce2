import type { Conflict } from "./conflict.ts";
import { overCapacity } from "./load.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import type { Rollup, TeamLoad, VerdictReason } from "./rollup.ts";
import { isInProgress } from "./rules/rule.ts";
import { iterationAt, iterationsOf } from "./train.ts";
import type { Train } from "./train.ts";

/** What the verdict is made from. */
export type VerdictInput = {
  readonly view: TrainView;
  readonly conflicts: readonly Conflict[];
  readonly load: readonly TeamLoad[];
};

/** See docs/rules.md, "Verdict". */
export function verdictOf({ view, conflicts, load }: VerdictInput): Rollup["verdict"] {
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
  ];
  const present = reasons.filter(({ count }) => count > 0);
  const overNow = capacity === "conflict" && counted.some(({ ordinal }) => near.has(ordinal));
  if (now.length > 0 || overNow) return { level: "off-track", reasons: present };
  return { level: present.length > 0 ? "at-risk" : "on-track", reasons: present };
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
