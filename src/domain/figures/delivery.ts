import { isReadSince, type Commitment } from "../history/commitment.ts";
import { itemsThrough, type Pass } from "../history/items-through.ts";
import type { Unknown } from "../history/unknown.ts";
import type { WorkItemId } from "../ids.ts";
import type { HistoryEvent } from "../items/history.ts";
import type { ProjectValues } from "../items/project-values.ts";
import type { Model } from "../model/model.ts";
import { TrainState } from "../model/train-state.ts";
import type { Train } from "../model/train.ts";
import type { Delivery } from "./delivery-figures.ts";
import { DeliveryTally } from "./delivery-tally.ts";
import { deliveryTimes, instantsOf } from "./delivery-times.ts";

export type DeliveryInput = {
  readonly train: Train;
  /** As it was last read. */
  readonly model: Model;
  /** As for `itemsThrough`, since `earliest`. */
  readonly events: readonly HistoryEvent[];
  /** Number of stored changes that Signalbox cannot read. */
  readonly unreadable: number;
  /** Stored commitments of any periods. */
  readonly stored: readonly Commitment[];
  /** Epoch milliseconds. */
  readonly at: number;
};

/** The first instant (epoch milliseconds) that the figures look at. */
export function earliest(train: Train, at: number): number {
  return Math.min(at, ...instantsOf(deliveryTimes(train, at)));
}

/**
 * The figures at an instant: nothing later counts. One pass over the changes since the first period; each step is short,
 * other work may run between two of them.
 */
export function* deliveryOf(input: DeliveryInput): Generator<void, Delivery> {
  const { train, model, events, stored, at } = input;
  const times = deliveryTimes(train, at);
  const instants = instantsOf(times);
  const tally = new DeliveryTally(train, times, stored);
  const state = new TrainState(train, model);
  // Links matter to dependencies only, and these to no figure here.
  yield* state.follow(
    { ...model, items: new Map(), sprints: new Map(), links: new Map(), pullRequests: new Map() },
    at,
  );
  const isWanted = mayCount(model, stored);
  yield* itemsThrough({ model, events, instants, isWanted }, function* show({ gaps, ...turned }, instant) {
    const plan = yield* state.followWork(turned, instant, (id, work) => tally.note(id, work));
    const ids = turned.items.map(({ id }) => id);
    yield* tally.take({ plan, at: instant, gaps }, ids);
  });
  return yield* tally.delivery({
    isRead: (since) => isReadSince(train, model.streams, since),
    unknown: unknownIn(input),
  });
}

/**
 * Items that may lie in an iteration at any instant, and what was committed: only a timebox gives an iteration, that of the
 * item or of one that is related to it.
 */
function mayCount({ memberships }: Model, stored: readonly Commitment[]): Pass["isWanted"] {
  const placed = memberships.flatMap(({ values = new Map<WorkItemId, ProjectValues>() }) =>
    [...values].flatMap(([id, { iteration }]) => (iteration === null ? [] : id)),
  );
  const known = new Set([...placed, ...stored.flatMap(({ items }) => items.map(({ id }) => id))]);
  return ({ id, sprintIds }, events) =>
    sprintIds.length > 0 || known.has(id) || events.some(({ field }) => field === "timeboxes");
}

function unknownIn({ train, unreadable }: DeliveryInput): readonly Unknown[] {
  const queries = train.teams.filter(({ from }) => from.system === "jira" && from.jql !== null).length;
  const all: readonly Unknown[] = [
    { kind: "queries", count: queries },
    { kind: "unreadable-events", count: unreadable },
  ];
  return all.filter(({ count }) => count > 0);
}
