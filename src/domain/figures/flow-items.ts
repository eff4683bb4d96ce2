import { statusCategories } from "../history/status-categories.ts";
import type { WorkItemId } from "../ids.ts";
import type { HistoryEvent } from "../items/history.ts";
import { projectQuery, withProjectValues, type ProjectValues } from "../items/project-values.ts";
import { statusReader } from "../items/statuses.ts";
import { isOpen, type WorkItem } from "../items/work-item.ts";
import type { Model } from "../model/model.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { TrainView } from "../model/train-plan.ts";
import { projectOf, type Team, type Train } from "../model/train.ts";
import type { FlowWindow } from "./flow-window.ts";
import { doneSince, statusStretches, type Stretch } from "./status-stretches.ts";

/** A counted item, and its way through the statuses. Instants in epoch milliseconds. */
export type FlowItem = {
  readonly planned: PlannedItem;
  readonly team: Team;
  /** The oldest first; the last one is the present one. */
  readonly stretches: readonly Stretch[];
  readonly start: Start;
  /** When it became done last; null if it is not done, or if nothing tells it. */
  readonly doneAt: number | null;
};

/** When an item was in progress first. */
export type Start =
  | { readonly at: number }
  | { readonly at: null; readonly because: "never-started" | "unknown-start" | "clocks" };

/** What the flow figures are made from. */
export type FlowSource = {
  readonly view: TrainView;
  /** The model of the view. */
  readonly model: Model;
  readonly window: FlowWindow;
  readonly events: readonly HistoryEvent[];
  /** Changes that have the categories of statuses which the events and the items lack; they count for nothing else. */
  readonly categoryEvents: readonly HistoryEvent[];
  /** Connections whose trackers gave any change, in the events or elsewhere. */
  readonly withHistory: ReadonlySet<string>;
};

/** What tells which items to follow. */
export type FlowEvents = Omit<FlowSource, "model" | "categoryEvents">;

/** The stretches of an item, as one of a team or of none; none for an item that the model lacks. */
export type StretchesOf = (id: WorkItemId, team: Team | null) => readonly Stretch[];

/** Each step is short. @param source its events: those of status, resolution and labels of the items that are asked for */
export function* stretchReader({
  view,
  model,
  events,
  categoryEvents,
  withHistory,
}: Omit<FlowSource, "window">): Generator<void, StretchesOf> {
  const categoryOf = yield* statusCategories(model.items.values(), [...categoryEvents, ...events]);
  const read = statusReader(view.train);
  const valuesOf = projectValues(view.train, model);
  const byItem = Map.groupBy(events, ({ itemId }) => itemId);
  return (id, team) => {
    const item = model.items.get(id);
    const values = valuesOf(team, id);
    if (item === undefined) return [];
    return statusStretches(item, byItem.get(id) ?? [], {
      categoryOf,
      hasHistory: (connection) => withHistory.has(connection),
      statusOf: (then) => read(values === null ? then : withProjectValues(then, values)).item.status,
      isOpenUnknown: values !== null && values.status !== null,
    });
  };
}

/** A counted item with its way through the statuses. */
export function flowItem(planned: PlannedItem, team: Team, stretches: readonly Stretch[]): FlowItem {
  const doneAt = planned.item.status === "done" ? lastDoneAt(planned.item, stretches) : null;
  return { planned, team, stretches, start: startOf(stretches), doneAt };
}

/**
 * Reads the counted items of a team that were not over during the whole window: those that are open, that changed in it,
 * or that were closed in it or at an unknown time.
 * @param source its events: those of the window, at least
 */
export function touchedReader({ view, window, events }: FlowEvents): (team: Team) => readonly PlannedItem[] {
  const changed = new Set(events.filter(({ at }) => at > window.from).map(({ itemId }) => itemId));
  const isTouched = ({ item }: PlannedItem) =>
    isOpen(item) || changed.has(item.id) || item.closedAt === null || item.closedAt > window.from;
  return (team) => view.plan.countedBy(team).filter(isTouched);
}

/** Of those, the items of which figures need the whole history: where the time in progress began. A team is a step. */
export function* itemsToFollow(source: FlowEvents): Generator<void, readonly PlannedItem[]> {
  const touchedOf = touchedReader(source);
  const found: PlannedItem[] = [];
  for (const team of source.view.train.teams) {
    for (const planned of touchedOf(team))
      if (planned.item.status === "in-progress" || planned.item.status === "done") found.push(planned);
    yield;
  }
  return found;
}

/** The first time in progress; nothing tells it if something before it is uncertain. */
function startOf(stretches: readonly Stretch[]): Start {
  const place = stretches.findIndex(({ status }) => status === "in-progress");
  const before = place === -1 ? stretches : stretches.slice(0, place + 1);
  if (before.some(({ doubt }) => doubt === "clocks")) return { at: null, because: "clocks" };
  if (before.some(({ doubt }) => doubt === "unknown")) return { at: null, because: "unknown-start" };
  const start = stretches[place];
  if (start === undefined) return { at: null, because: "never-started" };
  return Number.isFinite(start.from) ? { at: start.from } : { at: null, because: "unknown-start" };
}

/** By its history; without one that fits, when its tracker closed it. */
function lastDoneAt({ closedAt }: WorkItem, stretches: readonly Stretch[]): number | null {
  const since = doneSince(stretches);
  const isContradicted = stretches.some(({ from, doubt }) => from === since && doubt === "clocks");
  return Number.isFinite(since) && since !== stretches[0]?.from && !isContradicted ? since : closedAt;
}

type ValuesOf = (team: Team | null, id: WorkItemId) => ProjectValues | null;

/** What the projects of teams say of their items. */
function projectValues({ teams }: Train, { memberships }: Model): ValuesOf {
  const byTeam = new Map(
    teams.map((team) => {
      const project = projectOf(team);
      const found = memberships.find(
        ({ connection, query }) =>
          project !== null && connection === team.from.connection && query === projectQuery(project),
      );
      return [team.key, found?.values];
    }),
  );
  return (team, id) => (team === null ? null : (byTeam.get(team.key)?.get(id) ?? null));
}
