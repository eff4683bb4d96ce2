import type { LinkEnd, SprintId, WorkItemId } from "../ids.ts";
import type { LinkOrigin, StatusCategory } from "./work-item.ts";

/** A status in the tracker's own words. `category`: the tracker's own; null if the connector does not know it. */
export type StatusValue = {
  readonly id: string | null;
  readonly name: string | null;
  readonly category: StatusCategory | null;
};

export type ResolutionValue = { readonly id: string | null; readonly name: string | null };

/** `id`: null if the tracker names only the title, and that title belongs to no timebox or to several. */
export type TimeboxValue = { readonly id: SprintId | null; readonly name: string | null };

/** A project or repository, and the item's key there; null if the tracker does not give it. */
export type ContainerValue = { readonly container: string; readonly key: string | null };

/** A link as the item of the event has it. */
export type LinkValue = {
  readonly origin: LinkOrigin;
  /** Jira's type; null for other origins, and if no type of the site has the changelog's words. */
  readonly typeId: string | null;
  /** The type's name, the words of a text, or the changelog's sentence if its type is unknown. */
  readonly typeName: string;
  /** `outward`: the item is the link's source; `inward`: its target; null if the tracker does not tell. */
  readonly direction: "outward" | "inward" | null;
  readonly end: LinkEnd;
};

type Change<Field extends string, Value> = { readonly field: Field; readonly from: Value; readonly to: Value };

/** A change of a list: `from` are the members that it removed, `to` those that it added. */
type ListChange<Field extends string, Member> = Change<Field, readonly Member[]>;

/** What changed: a field with one value has its former and its new value, null for none. */
export type HistoryChange =
  | Change<"status", StatusValue | null>
  | Change<"resolution", ResolutionValue | null>
  /** The estimate: a number, or words that stand for none. */
  | Change<"points", number | string | null>
  | Change<"parent", LinkEnd | null>
  | Change<"container", ContainerValue | null>
  | ListChange<"timeboxes", TimeboxValue>
  | ListChange<"labels", string>
  | ListChange<"components", string>
  | ListChange<"links", LinkValue>;

/**
 * How an event is known. `tracker`: the tracker's changelog or timeline has it. `observed`: Signalbox saw the
 * difference between two reads; it happened at that instant or earlier.
 */
export type KnownBy = "tracker" | "observed";

/** One change of one field of an item. */
export type HistoryEvent = HistoryChange & {
  /** Derived from the tracker's own id or from the change, never from the request. A moved item's events keep theirs. */
  readonly id: string;
  readonly itemId: WorkItemId;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Order among the item's events of the same field and instant, from 0. */
  readonly ordinal: number;
  readonly knownBy: KnownBy;
};

/** The members that a change of a list removed and added. */
export function listChange<Member>(
  before: readonly Member[],
  after: readonly Member[],
  keyOf: (member: Member) => unknown,
): { readonly from: readonly Member[]; readonly to: readonly Member[] } {
  return { from: beyond(before, after, keyOf), to: beyond(after, before, keyOf) };
}

function beyond<Member>(
  some: readonly Member[],
  others: readonly Member[],
  keyOf: (member: Member) => unknown,
): readonly Member[] {
  const keys = new Set(others.map(keyOf));
  return some.filter((one) => !keys.has(keyOf(one)));
}

/** An event before its place among the others is known. */
export type UnorderedEvent = HistoryChange & Omit<HistoryEvent, keyof HistoryChange | "ordinal">;

/** Gives the events their ordinals. @param events in the order in which they happened */
export function inOrder(events: readonly UnorderedEvent[]): HistoryEvent[] {
  return events.map((event, place) => ({ ...event, ordinal: ordinalOf(events, event, place) }));
}

/** A first read has a hundred thousand events, of which few share an instant: counts back, and keeps no table. */
function ordinalOf(events: readonly UnorderedEvent[], { at, field }: UnorderedEvent, place: number): number {
  let ordinal = 0;
  for (let before = place - 1; events[before]?.at === at; before -= 1) {
    if (events[before]?.field === field) ordinal += 1;
  }
  return ordinal;
}

/** Keys that the item had before moves. */
export function formerKeysIn(history: readonly HistoryEvent[]): readonly string[] {
  return history.flatMap((event) => (event.field === "container" ? (event.from?.key ?? []) : []));
}
