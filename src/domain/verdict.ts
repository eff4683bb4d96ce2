import type { Conflict } from "./conflict.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import type { Rollup, VerdictReason } from "./rollup.ts";
import { isInProgress } from "./rules/rule.ts";
import { iterationsOf } from "./train.ts";
import type { Iteration, Train } from "./train.ts";

/** See docs/rules.md, "Verdict". */
export function verdictOf(view: TrainView, conflicts: readonly Conflict[]): Rollup["verdict"] {
  const near = nearIterations(view.train, view.at);
  const concerned = ({ consumer, evidence }: Conflict) =>
    [consumer, ...evidence.cycle].flatMap((id) => view.items.get(id) ?? []);
  const hard = conflicts.filter(({ severity }) => severity === "conflict");
  const now = hard.filter((conflict) => concerned(conflict).some((planned) => isNow(planned, near, view.at)));
  const risks = conflicts.filter(({ severity }) => severity === "risk");
  const reasons: readonly VerdictReason[] = [
    { kind: "conflicts-now", count: now.length },
    { kind: "conflicts-later", count: hard.length - now.length },
    { kind: "risks", count: risks.length },
  ];
  const present = reasons.filter(({ count }) => count > 0);
  if (now.length > 0) return { level: "off-track", reasons: present };
  return { level: present.length > 0 ? "at-risk" : "on-track", reasons: present };
}

/** The iteration that holds `at`; null between and outside. */
export function iterationAt(train: Train, at: number): Iteration | null {
  return iterationsOf(train).find(({ startsAt, endsAt }) => startsAt <= at && at < endsAt) ?? null;
}

/** Ordinals of the present iteration and the next one. */
function nearIterations(train: Train, at: number): ReadonlySet<number> {
  const present = iterationAt(train, at);
  const next = iterationsOf(train).find(({ startsAt }) => startsAt > at);
  return new Set([present, next].flatMap((iteration) => iteration?.ordinal ?? []));
}

function isNow(planned: PlannedItem, near: ReadonlySet<number>, at: number): boolean {
  const isNear = planned.iteration !== null && near.has(planned.iteration.ordinal);
  const isOverdue = planned.endsAt !== null && planned.endsAt <= at;
  return isNear || isOverdue || isInProgress(planned);
}
