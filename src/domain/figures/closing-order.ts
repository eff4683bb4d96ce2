import { isKeyRef } from "../ids.ts";
import type { Dependency } from "../items/dependency.ts";
import { isOpen, type WorkItem } from "../items/work-item.ts";
import type { TrainView } from "../model/train-plan.ts";
import { distinct, sortedBy } from "../ordering.ts";
import { inSteps } from "../tracking/in-steps.ts";

/** Which end of the dependencies by a Jira link type was done first. */
export type ClosingOrder = {
  /** Its name. */
  readonly linkType: string;
  /** Number of dependencies with both ends done, at different instants. */
  readonly consumerFirst: number;
  readonly providerFirst: number;
  /** Number of dependencies with both ends open. */
  readonly open: number;
  /** Whether the consumer was done first so often that the type probably points the other way. */
  readonly isReversed: boolean;
};

type Counts = { consumerFirst: number; providerFirst: number; open: number };

/** Each link type by its name. Each step is short. */
export function* closingOrders(
  view: Pick<TrainView, "items" | "dependencies">,
): Generator<void, readonly ClosingOrder[]> {
  const types = new Map<string, Counts>();
  yield* inSteps(view.dependencies, (dependency) => {
    const counted = countedAs(view, dependency);
    if (counted === null) return;
    for (const linkType of linkTypesOf(dependency)) {
      const counts = types.get(linkType) ?? { consumerFirst: 0, providerFirst: 0, open: 0 };
      counts[counted] += 1;
      types.set(linkType, counts);
    }
  });
  return sortedBy(types, ([linkType]) => linkType).map(([linkType, counts]) => {
    return { linkType, ...counts, isReversed: isReversed(counts) };
  });
}

function linkTypesOf({ written }: Dependency): readonly string[] {
  return distinct(written.filter(({ origin }) => origin === "jira-link").map(({ words }) => words));
}

function countedAs({ items }: Pick<TrainView, "items">, dependency: Dependency): keyof Counts | null {
  const consumer = items.get(dependency.consumer)?.item;
  const provider = isKeyRef(dependency.provider) ? undefined : items.get(dependency.provider)?.item;
  if (consumer?.presence !== "present" || provider?.presence !== "present") return null;
  if (isOpen(consumer) && isOpen(provider)) return "open";
  const [waited, was] = [doneAt(consumer), doneAt(provider)];
  if (waited === null || was === null || waited === was) return null;
  return waited < was ? "consumerFirst" : "providerFirst";
}

function doneAt({ status, closedAt }: WorkItem): number | null {
  return status === "done" ? closedAt : null;
}

/** Below this number the order proves nothing. */
const enough = 20;

/** Sign test: chance alone gives such a surplus in 1 of 44 cases. */
function isReversed({ consumerFirst, providerFirst }: Counts): boolean {
  const both = consumerFirst + providerFirst;
  return both >= enough && consumerFirst - providerFirst > 2 * Math.sqrt(both);
}
