import { isKeyRef, type WorkItemId } from "../../src/domain/ids.ts";
import { hierarchyOf } from "../../src/domain/items/hierarchy.ts";
import type { PlannedItem } from "../../src/domain/model/planned-item.ts";
import { sortedBy } from "../../src/domain/ordering.ts";
import type { LivePlan, TrainView } from "../../src/domain/model/train-plan.ts";
import { Cells } from "../../src/domain/tracking/cells.ts";
import { Rows } from "../../src/domain/tracking/rows.ts";
import { aTrain, noon } from "./builders.ts";

export function aView(items: readonly PlannedItem[], change: Partial<TrainView> = {}): TrainView {
  const view: Omit<TrainView, "plan"> = {
    train: aTrain(),
    at: noon,
    items: new Map(items.map((entry) => [entry.item.id, entry])),
    dependencies: [],
    warnings: [],
    guesses: [],
    conflicts: [],
    counts: { owned: items.length, neighbour: 0, unassigned: 0 },
    dependencyFigures: { total: 0, open: 0, crossTracker: 0, crossTeam: 0 },
    unreadableEnds: [],
    finishes: [],
    ...change,
  };
  const dependencies = sortedBy(view.dependencies, ({ consumer, provider }) => `${consumer} ${provider}`);
  return { plan: planOf(view), ...view, dependencies };
}

/** Queried item by item; without hypothetical plans and without circles. */
function planOf({ train, at, items, dependencies }: Omit<TrainView, "plan">): LivePlan {
  const itemOf = (id: WorkItemId) => items.get(id) ?? null;
  const unasked = () => {
    throw new Error("no test asks for it");
  };
  return {
    capacityOf: unasked,
    figuresOf: unasked,
    finishesOf: unasked,
    faultsOf: unasked,
    unplannedOf: unasked,
    boxFaultsOf: unasked,
    trainFaults: unasked,
    rows: new Rows(new Cells()),
    train,
    itemOf,
    recordOf: (id) => id,
    parentOf: hierarchyOf({ itemOf: (id) => items.get(id)?.item, childIdsOf: () => [] }).parentOf,
    dependenciesFrom: (id) => dependencies.filter(({ consumer }) => consumer === id),
    edgesFrom: (id) =>
      dependencies
        .filter(({ consumer }) => consumer === id)
        .map((dependency) => {
          const { consumer, provider } = dependency;
          return {
            dependency,
            consumer: itemOf(consumer),
            provider: isKeyRef(provider) ? null : itemOf(provider),
          };
        }),
    dependenciesTo: (id) => dependencies.filter(({ provider }) => provider === id),
    ownedBy: ({ key }) => [...items.values()].filter(({ team }) => team?.key === key),
    isCounted: () => true,
    countedBy: unasked,
    providersBy: unasked,
    cycleGroupOf: () => null,
    replan: {
      inIteration: () => [],
      destinations: () => [],
      together: () => [],
      changed: (becomes) => ({
        becomes,
        alsoMoved: [],
      }),
    },
    lastBoundary: () => at,
    hasPassed: (instant) => instant <= at,
  };
}
