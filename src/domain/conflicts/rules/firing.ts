import type { RuleId } from "../conflict.ts";
import type { Dependency } from "../../items/dependency.ts";
import type { PlannedEdge } from "../../model/planned-item.ts";
import { severityRank } from "./all-rules.ts";
import type { ActiveRule } from "./all-rules.ts";
import { isAboutPlan } from "./cross-train.ts";
import { edgeOf } from "./edge.ts";
import type { Edge, RulePlan } from "./rule.ts";

/** Rules about the order of items, which a cycle already reports. */
const saidByCycle: ReadonlySet<RuleId> = new Set([
  "cross-increment",
  "late-provider",
  "unscheduled-provider",
  "chain-slip",
  "same-iteration",
  "cross-train",
  "started-blocked",
]);

const none: readonly ActiveRule[] = [];

/** The edge rules that fire on a dependency, the one to show first. */
export function rulesFiring(
  planned: PlannedEdge,
  plan: RulePlan,
  active: readonly ActiveRule[],
): readonly ActiveRule[] {
  const edge = edgeOf(planned, plan);
  return edge === null ? none : rulesOn(edge, { dependency: planned.dependency, plan, active });
}

type Firing = {
  readonly dependency: Dependency;
  readonly plan: Pick<RulePlan, "isInCycle">;
  readonly active: readonly ActiveRule[];
};

/** The same for an edge with both ends known. */
export function rulesOn(edge: Edge, { dependency, plan, active }: Firing): readonly ActiveRule[] {
  const found = active.filter(({ rule }) => rule.looksAt === "edge" && rule.fires(edge));
  if (found.length === 0) return none;
  const isAlone = !isAboutPlan(found.map(({ id }) => id));
  const firing = isAlone ? found.filter(({ id }) => id !== "cross-train") : found;
  if (firing.length === 0 || !plan.isInCycle(dependency)) return firing;
  const cycle = active.find(({ id }) => id === "cycle");
  return firing.filter((one) => !isSaidBy(cycle, one));
}

/** A train may rate cycles lower than a rule on their dependencies; then both show. */
function isSaidBy(cycle: ActiveRule | undefined, { id, severity }: ActiveRule): boolean {
  return cycle !== undefined && saidByCycle.has(id) && severityRank(cycle.severity) <= severityRank(severity);
}
