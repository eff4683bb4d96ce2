import { dependencyHints, type DependencyHints } from "../domain/figures/dependency-hints.ts";
import { dependencyHealth, type DependencyHealth, type HealthInput } from "../domain/figures/dependency-health.ts";
import { flowFigures, providersToFollow, type Flow } from "../domain/figures/flow.ts";
import { itemsToFollow } from "../domain/figures/flow-items.ts";
import { flowWindow, type FlowWindow } from "../domain/figures/flow-window.ts";
import { statusesWithoutCategory } from "../domain/history/status-categories.ts";
import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import type { EvaluateContext, Evaluated } from "./evaluate-train.ts";
import { inTurns } from "./in-turns.ts";

/** What a train's flow was in the weeks before an instant, and the state of its dependencies. */
export type TrainFlow = {
  readonly window: FlowWindow;
  readonly flow: Flow;
  readonly dependencyHealth: DependencyHealth;
  readonly hints: DependencyHints;
  /** Number of stored events that Signalbox cannot read. */
  readonly unreadable: number;
};

/**
 * Looks back from the instant of an evaluation. Reads the changes in the window, and of the items that were finished in it
 * or are in progress, and their providers, all earlier ones; and for statuses without a category, changes of other items that
 * have it. Other work runs meanwhile.
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
  const source = { view, model: input.model, window, withHistory: recent.withHistory };
  const followed = await inTurns(itemsToFollow({ ...source, events: recent.events }), views.pause);
  const own = await store.changesOf(
    followed.map(({ item }) => item.id),
    span,
  );
  const known = [...recent.events, ...own.events];
  const awaited = await inTurns(providersToFollow({ ...source, events: known }), views.pause);
  const providers = await store.changesOf(awaited, span);
  const events = [...known, ...providers.events];
  const lacking = await inTurns(statusesWithoutCategory(input.model.items.values(), events), views.pause);
  const categoryEvents = await store.categoryChanges(lacking);
  const flow = await inTurns(flowFigures({ ...source, events, categoryEvents }), views.pause);
  const hints = await inTurns(dependencyHints(view), views.pause);
  const seen = asked === undefined ? { records, changedLater: noneLater } : seenBy(view.at, evaluated);
  return {
    window,
    flow,
    dependencyHealth: dependencyHealth({ ...seen, view, window }),
    hints,
    unreadable: recent.unreadable + own.unreadable + providers.unreadable,
  };
}

const noneLater: ReadonlySet<string> = new Set();

/** The conflicts that Signalbox had seen by an instant, and which of them changed later. */
function seenBy(at: number, { evaluation, input }: Evaluated): Pick<HealthInput, "records" | "changedLater"> {
  const fingerprints = (some: readonly ConflictRecord[]) => new Set(some.map(({ fingerprint }) => fingerprint));
  const seen = fingerprints(input.previous.filter(({ firstSeenAt }) => firstSeenAt <= at));
  return {
    records: evaluation.records.filter(({ fingerprint }) => seen.has(fingerprint)),
    changedLater: fingerprints(input.previous.filter(({ stateSince }) => stateSince > at)),
  };
}
