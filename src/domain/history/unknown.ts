import type { PlanView } from "../model/train-plan.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { gaps, type Gap } from "./gap.ts";
import { pairOf } from "./links-then.ts";
import type { ModelThen } from "./model-at.ts";

/** What a report on the past cannot know, by kind, with the number of the train's items, dependencies or teams. */
export type Unknown =
  | { readonly kind: Gap; readonly count: number }
  /** Dependencies whose link has no date: they count as there. */
  | { readonly kind: "undated-links"; readonly count: number }
  /** Later changes of links that Signalbox cannot tell from others. */
  | { readonly kind: "unclear-links"; readonly count: number }
  /** Stored events that Signalbox cannot read. */
  | { readonly kind: "unreadable-events"; readonly count: number }
  /** Teams with a query of their own: nothing tells what it found then. */
  | { readonly kind: "queries"; readonly count: number };

export type UnknownInput = {
  /** Made from the model of that time. */
  readonly view: PlanView;
  readonly past: Omit<ModelThen, "model">;
  /** Number of stored events that Signalbox cannot read. */
  readonly unreadable: number;
};

/** What matters to the train, in the order of weight; empty if nothing is uncertain. Each step is short. */
export function* unknownIn({ view, past, unreadable }: UnknownInput): Generator<void, readonly Unknown[]> {
  const { train, items, dependencies } = view;
  const counts = new Map<Gap, number>();
  yield* inSteps(past.gaps, ([id, found]) => {
    const planned = items.get(id);
    if (planned === undefined || planned.role === "outside" || planned.item.presence === "stub") return;
    for (const gap of new Set(found)) counts.set(gap, (counts.get(gap) ?? 0) + 1);
  });
  let undated = 0;
  yield* inSteps(dependencies, ({ consumer, provider }) => {
    if (past.undated.has(pairOf(consumer, provider))) undated += 1;
  });
  const queries = train.teams.filter(({ from }) => from.system === "jira" && from.jql !== null);
  const all: readonly Unknown[] = [
    ...gaps.map((kind) => ({ kind, count: counts.get(kind) ?? 0 })),
    { kind: "undated-links", count: undated },
    { kind: "unclear-links", count: past.unclear },
    { kind: "queries", count: queries.length },
    { kind: "unreadable-events", count: unreadable },
  ];
  return all.filter(({ count }) => count > 0);
}
