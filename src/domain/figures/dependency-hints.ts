import { isKeyRef, type LinkEnd } from "../ids.ts";
import { isOpen } from "../items/work-item.ts";
import type { TrainView } from "../model/train-plan.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { closingOrders, type ClosingOrder } from "./closing-order.ts";
import { redundantArrows, type RedundantArrow, type RedundantArrows } from "./redundant-arrows.ts";

/** A dependency that a longer path of open ones states as well. */
export type RedundantDependency = RedundantArrow<LinkEnd>;

/** What people may want to correct in a train's dependencies, though it is no conflict. */
export type DependencyHints = {
  readonly redundant: {
    /** Number of dependencies with both ends open and read. */
    readonly sample: number;
    readonly cutShort: RedundantArrows<LinkEnd>["cutShort"];
    readonly items: readonly RedundantDependency[];
  };
  readonly linkTypes: readonly ClosingOrder[];
};

/** See docs/figures.md, "Hints". Each step is short; other work may run between two of them. */
export function* dependencyHints(view: TrainView): Generator<void, DependencyHints> {
  const arrows: (readonly [consumer: LinkEnd, provider: LinkEnd])[] = [];
  yield* inSteps(view.dependencies, ({ consumer, provider }) => {
    if (isOpenAndRead(view, consumer) && isOpenAndRead(view, provider)) arrows.push([consumer, provider]);
  });
  const { found, cutShort } = yield* redundantArrows(arrows);
  return { redundant: { sample: arrows.length, cutShort, items: found }, linkTypes: yield* closingOrders(view) };
}

function isOpenAndRead({ items }: Pick<TrainView, "items">, end: LinkEnd): boolean {
  const item = isKeyRef(end) ? undefined : items.get(end)?.item;
  return item?.presence === "present" && isOpen(item);
}
