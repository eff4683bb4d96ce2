import type { FixStep, RuleId } from "./conflict.ts";
import type { PlannedItem } from "./planned-item.ts";
import { crossIncrement } from "./rules/cross-increment.ts";
import { lateProvider } from "./rules/late-provider.ts";
import type { Edge } from "./rules/rule.ts";
import { isScheduled, openProvider } from "./rules/rule.ts";
import { sameIteration } from "./rules/same-iteration.ts";
import { iterationsOf } from "./train.ts";
import type { Iteration, Train } from "./train.ts";

/** A step, and the item whose team has to take it. */
export type Task = { readonly step: FixStep; readonly actor: PlannedItem };

type Remedy = (edge: Edge, train: Train) => Task[];

/** Ways to end one rule's conflict on one dependency, the smallest first; any one of them is enough. */
export function tasksFor(rule: RuleId, edge: Edge, train: Train): Task[] {
  return remedies[rule](edge, train);
}

/** Where no iteration is left to move to, only finishing the provider helps. */
const reorder: Remedy = (edge, train) => {
  const moves = [...moveProvider(edge, train), ...moveConsumer(edge, train)];
  return moves.length > 0 ? moves : finishProvider(edge);
};

const remedies: Readonly<Record<RuleId, Remedy>> = {
  "late-provider": reorder,
  "same-iteration": reorder,
  "cross-increment": reorder,
  "overdue-provider": (edge, train) => [...finishProvider(edge), ...moveProvider(edge, train)],
  "unscheduled-provider": scheduleProvider,
  "started-blocked": finishProvider,
  "cancelled-provider": (edge) => [...replaceProvider(edge), dropLink(edge)],
  "unreadable-provider": (edge) => [{ step: { do: "grant-access", provider: edge.providerEnd }, actor: edge.consumer }],
  // A cycle is no single edge: its remedy is chosen where the cycle is known.
  cycle: (edge) => [dropLink(edge)],
};

/** Removes the dependency; whoever waits decides that. */
export function dropLink({ consumer, providerEnd, written }: Pick<Edge, "consumer" | "providerEnd" | "written">): Task {
  return { step: { do: "drop-link", consumer: consumer.item.id, provider: providerEnd, written }, actor: consumer };
}

/** The provider's own team has given it up, so the consumer's team looks for another. */
function replaceProvider({ consumer, provider }: Edge): Task[] {
  return provider === null ? [] : [{ step: { do: "replace", item: provider.item.id }, actor: consumer }];
}

function finishProvider(edge: Edge): Task[] {
  const provider = openProvider(edge);
  return provider === null ? [] : [{ step: { do: "finish", item: provider.item.id }, actor: provider }];
}

function moveProvider(edge: Edge, train: Train): Task[] {
  const provider = openProvider(edge);
  if (provider === null) return [];
  return providerTargets(edge, provider, train)
    .slice(0, 1)
    .map((target) => ({ step: moveTo(provider, target), actor: provider }));
}

function moveConsumer(edge: Edge, train: Train): Task[] {
  return upcoming(edge, train)
    .filter((target) => isInOrder({ ...edge, consumer: placedIn(target, edge.consumer) }))
    .slice(0, 1)
    .map((target) => ({ step: moveTo(edge.consumer, target), actor: edge.consumer }));
}

function moveTo(planned: PlannedItem, target: Iteration): FixStep {
  return { do: "move", item: planned.item.id, to: target.key, increment: target.increment };
}

/** In the iteration before the consumer's; where there is none, at least in the same one. */
function scheduleProvider(edge: Edge, train: Train): Task[] {
  const provider = openProvider(edge);
  if (provider === null) return [];
  const own = upcoming(edge, train).filter(({ ordinal }) => ordinal === edge.consumer.iteration?.ordinal);
  const target = [...providerTargets(edge, provider, train), ...own].at(0);
  const step: FixStep = {
    do: "schedule",
    item: provider.item.id,
    to: target?.key ?? null,
    increment: target?.increment ?? null,
  };
  return [{ step, actor: provider }];
}

/** Best first: as late as the consumer's plan allows, or as early as can be where it has none. */
function providerTargets(edge: Edge, provider: PlannedItem, train: Train): readonly Iteration[] {
  const fitting = upcoming(edge, train).filter((target) =>
    isInOrder({ ...edge, provider: placedIn(target, provider) }),
  );
  return isScheduled(edge.consumer) ? fitting.toReversed() : fitting;
}

/** Iterations that are not over, in order. */
function upcoming({ at }: Edge, train: Train): readonly Iteration[] {
  return iterationsOf(train).filter(({ endsAt }) => endsAt > at);
}

function placedIn(iteration: Iteration, planned: PlannedItem): PlannedItem {
  const { startsAt, endsAt } = iteration;
  return { ...planned, iteration, startsAt, endsAt, datesFrom: "iteration" };
}

/** Tried against the rules themselves, so that a proposed move really ends the conflict. */
function isInOrder(edge: Edge): boolean {
  return ![lateProvider, sameIteration, crossIncrement].some((rule) => rule.fires(edge));
}
