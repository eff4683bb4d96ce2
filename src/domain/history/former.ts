import type { LinkEnd } from "../ids.ts";
import type {
  ContainerValue,
  HistoryEvent,
  KnownBy,
  LinkValue,
  ResolutionValue,
  StatusValue,
  TimeboxValue,
} from "../items/history.ts";
import { byText } from "../ordering.ts";

/** A value that a later change replaced. */
type Replaced<Value> = { readonly value: Value };

/** A member of a list that a later change added or removed. */
export type FormerMember<Member> = { readonly member: Member; readonly wasIn: boolean };

type FormerList<Member> = ReadonlyMap<string, FormerMember<Member>>;

/**
 * An item's former values: of each field the one that its first change after an instant replaced, and of each list the
 * members that changes after the instant added or removed. What is not here has not changed since.
 */
export type Former = {
  readonly status: Replaced<StatusValue | null> | null;
  readonly resolution: Replaced<ResolutionValue | null> | null;
  readonly points: Replaced<number | string | null> | null;
  readonly parent: Replaced<LinkEnd | null> | null;
  readonly container: Replaced<ContainerValue | null> | null;
  readonly timeboxes: FormerList<TimeboxValue>;
  readonly labels: FormerList<string>;
  readonly components: FormerList<string>;
  readonly links: FormerList<LinkValue>;
  /** The last change of its status until the instant, epoch milliseconds; null if none is known. */
  readonly statusSince: number | null;
  /** Whether any change after the instant is known. */
  readonly hasLater: boolean;
  /** Whether any change of its status is known, before the instant or after it. */
  readonly hasStatusChange: boolean;
  /** The first known change, epoch milliseconds. */
  readonly firstAt: number;
  /** Whether the tracker itself gave one of the changes. */
  readonly isTold: boolean;
};

type Making = { -readonly [Field in keyof Former]: Former[Field] };

/**
 * What an item's first changes after an instant tell of the time before them. Order and repetition of the events do not
 * matter, nor do changes between the first one and the present.
 * @param events of the item
 * @param at epoch milliseconds; a change at this very instant has happened
 */
export function formerOf(events: readonly HistoryEvent[], at: number): Former {
  const ordered = inOrder(events);
  const [first] = ordered;
  if (first === undefined) return nothingFormer;
  const former: Making = { ...nothingYet(), firstAt: first.at };
  for (const event of ordered) {
    former.isTold ||= isTold(event.knownBy);
    if (event.field === "status") former.hasStatusChange = true;
    if (event.at > at) {
      former.hasLater = true;
      take(former, event);
    } else if (event.field === "status") former.statusSince = event.at;
  }
  return former;
}

/** By instant and ordinal. Two sources may give different events the same place: then by id. */
export function byPlace(a: HistoryEvent, b: HistoryEvent): number {
  return a.at - b.at || a.ordinal - b.ordinal || byText(a.id, b.id);
}

export function inOrder<Event extends HistoryEvent>(events: readonly Event[]): readonly Event[] {
  return events.toSorted(byPlace);
}

function isTold(knownBy: KnownBy): boolean {
  return knownBy === "tracker";
}

/** Most items have no former members: they share this list. */
const noMembers: FormerList<never> = new Map();

/** Of an item without a known change. */
export const nothingFormer: Former = { ...nothingYet(), firstAt: Number.POSITIVE_INFINITY };

function nothingYet(): Omit<Making, "firstAt"> {
  return {
    status: null,
    resolution: null,
    points: null,
    parent: null,
    container: null,
    timeboxes: noMembers,
    labels: noMembers,
    components: noMembers,
    links: noMembers,
    statusSince: null,
    hasLater: false,
    hasStatusChange: false,
    isTold: false,
  };
}

function take(former: Making, event: HistoryEvent): void {
  switch (event.field) {
    case "status":
      former.status ??= { value: event.from };
      break;
    case "resolution":
      former.resolution ??= { value: event.from };
      break;
    case "points":
      former.points ??= { value: event.from };
      break;
    case "parent":
      former.parent ??= { value: event.from };
      break;
    case "container":
      former.container ??= { value: event.from };
      break;
    case "timeboxes":
      former.timeboxes = withMembers(former.timeboxes, event, ({ id, name }) => id ?? `named ${name}`);
      break;
    case "labels":
      former.labels = withMembers(former.labels, event, String);
      break;
    case "components":
      former.components = withMembers(former.components, event, String);
      break;
    case "links":
      former.links = withMembers(former.links, event, linkValueKey);
      break;
  }
}

type Lists<Member> = { readonly from: readonly Member[]; readonly to: readonly Member[] };

function withMembers<Member>(
  known: FormerList<Member>,
  { from, to }: Lists<Member>,
  keyOf: (member: Member) => string,
): FormerList<Member> {
  const members = new Map(known);
  const take = (member: Member, wasIn: boolean) => {
    const key = keyOf(member);
    if (!members.has(key)) members.set(key, { member, wasIn });
  };
  for (const member of from) take(member, true);
  for (const member of to) take(member, false);
  return members;
}

function linkValueKey({ origin, typeId, typeName, direction, end }: LinkValue): string {
  return `${origin} ${typeId ?? typeName} ${direction} ${end}`;
}

/** A list as it was: the present one without what was added since, and with what was removed. */
export function listThen<Member, Value extends string>(
  present: readonly Value[],
  former: FormerList<Member>,
  valueOf: (member: Member) => Value | null,
): readonly Value[] {
  if (former.size === 0) return present;
  const members = [...former.values()].flatMap(({ member, wasIn }) => {
    const value = valueOf(member);
    return value === null ? [] : [{ value, wasIn }];
  });
  const added = new Set(members.filter(({ wasIn }) => !wasIn).map(({ value }) => value));
  const kept = present.filter((value) => !added.has(value));
  return [...new Set([...kept, ...members.filter(({ wasIn }) => wasIn).map(({ value }) => value)])];
}
