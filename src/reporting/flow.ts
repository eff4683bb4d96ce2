import { dependencyHealth, type DependencyHealth } from "../domain/figures/dependency-health.ts";
import { flowFigures, providersToFollow, type Flow } from "../domain/figures/flow.ts";
import { itemsToFollow } from "../domain/figures/flow-items.ts";
import { flowWindow, type FlowWindow } from "../domain/figures/flow-window.ts";
import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import type { EvaluateContext, Evaluated } from "./evaluate-train.ts";
import { inTurns } from "./in-turns.ts";

/** What a train's flow was in the weeks before an instant, and the state of its dependencies. */
export type TrainFlow = {
  readonly window: FlowWindow;
  readonly flow: Flow;
  readonly dependencyHealth: DependencyHealth;
  /** Number of stored events that Signalbox cannot read. */
  readonly unreadable: number;
};

/**
 * Looks back from the instant of an evaluation. Reads the changes in the window, and of the items that were finished in it
 * or are in progress, and their providers, all earlier ones. Other work runs meanwhile.
 * @returns null for an instant that has not come yet: nothing tells of the time until then
 */
export async function flowOf(context: EvaluateContext, evaluated: Evaluated): Promise<TrainFlow | null> {
  const { store, views, asked } = context;
  const { evaluation, input } = evaluated;
  const { view, records, asOf } = evaluation;
  if (asOf?.kind === "later") return null;
  const window = flowWindow(view.at, view.train.timeZone);
  const span = { after: window.from, until: asked === undefined ? null : view.at };
  const recent = await store.statusChanges(span);
  const source = { view, model: input.model, window };
  const followed = itemsToFollow({ ...source, events: recent.events }).map(({ item }) => item.id);
  const own = await store.changesOf(followed, span);
  const events = [...recent.events, ...own.events];
  const providers = await store.changesOf(providersToFollow({ ...source, events }), span);
  const flow = await inTurns(flowFigures({ ...source, events: [...events, ...providers.events] }), views.pause);
  const changedLater = new Set(asked === undefined ? [] : laterThan(view.at, input.previous));
  return {
    window,
    flow,
    dependencyHealth: dependencyHealth({ view, records, changedLater, window }),
    unreadable: recent.unreadable + own.unreadable + providers.unreadable,
  };
}

/** Fingerprints of conflicts that changed after an instant. */
function laterThan(at: number, stored: readonly ConflictRecord[]): readonly string[] {
  return stored.filter(({ stateSince }) => stateSince > at).map(({ fingerprint }) => fingerprint);
}
