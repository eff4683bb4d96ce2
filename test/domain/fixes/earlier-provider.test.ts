import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import type { RuleId } from "../../../src/domain/conflicts/conflict.ts";
import { edgesWith, planAfter } from "../../../src/domain/conflicts/plan-after.ts";
import { rulesFiring } from "../../../src/domain/conflicts/rules/firing.ts";
import { isWithin } from "../../../src/domain/conflicts/rules/late-provider.ts";
import { situationOf } from "../../../src/domain/conflicts/situation.ts";
import { movabilityIn } from "../../../src/domain/fixes/move.ts";
import { isKeyRef } from "../../../src/domain/ids.ts";
import type { PlannedItem } from "../../../src/domain/model/planned-item.ts";
import { iterationsOf } from "../../../src/domain/model/train.ts";
import { viewTrain } from "../../support/look-once.ts";
import { smallGeneratedTrains, type GeneratedTrain } from "../generated-trains.ts";

/** The rules about the order of the two ends. */
const ofOrder: ReadonlySet<RuleId> = new Set(["late-provider", "same-iteration", "cross-increment"]);

const isEarlier = (one: PlannedItem, other: PlannedItem) =>
  (one.startsAt ?? Infinity) < (other.startsAt ?? -Infinity) && (one.endsAt ?? Infinity) < (other.endsAt ?? -Infinity);

/** @returns the number of earlier places tried */
function check({ facts, train, at }: GeneratedTrain): number {
  const { plan, dependencies } = viewTrain(facts, train, at);
  const { rulePlan, active, firing } = situationOf(plan);
  const movability = movabilityIn(plan);
  let tried = 0;
  for (const dependency of dependencies) {
    const provider = isKeyRef(dependency.provider) ? null : plan.itemOf(dependency.provider);
    const consumer = plan.itemOf(dependency.consumer);
    if (provider === null || consumer === null || movability(provider) !== null) continue;
    if (firing(dependency).some(({ id }) => ofOrder.has(id))) continue;
    // If the train has `same-iteration` off, no rule says that a provider lies within a longer timebox of its consumer. An
    // earlier timebox may begin before that one and end in it: then the provider is late.
    if (isWithin(provider, consumer)) continue;
    for (const destination of iterationsOf(train).flatMap((to) => plan.replan.destinations(provider, to))) {
      const changed = plan.replan.together([destination]);
      const moved = changed.find(({ item }) => item.id === provider.item.id) ?? provider;
      if (!isEarlier(moved, provider)) continue;
      tried += 1;
      const after = planAfter(rulePlan, edgesWith(changed, plan));
      const edges = after.edgesFrom(dependency.consumer).filter((one) => one.dependency === dependency);
      const found = edges.flatMap((edge) => rulesFiring(edge, after, active)).filter(({ id }) => ofOrder.has(id));
      expect(found, `${dependency.provider} in ${moved.iteration?.ordinal} for ${dependency.consumer}`).toEqual([]);
    }
  }
  return tried;
}

test("a provider that moves earlier adds no conflict of order to its dependency", () => {
  let tried = 0;
  fc.assert(
    fc.property(smallGeneratedTrains, (generated) => {
      tried += check(generated);
    }),
    { seed: 2, numRuns: 400 },
  );
  expect(tried).toBeGreaterThan(50);
});
