import { isKeyRef, type LinkEnd, type WorkItemId } from "../ids.ts";
import type { HistoryEvent, LinkValue } from "../items/history.ts";
import { nameOf, type Link, type WorkItem } from "../items/work-item.ts";
import type { Model } from "../model/model.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { inOrder } from "./former.ts";
import { idOf, type Surroundings } from "./item-then.ts";
import { connectionOf } from "./status-categories.ts";

/** Links as they stood at an instant. */
export type LinksThen = {
  /** By id; the same map if nothing in it was different. */
  readonly links: Model["links"];
  /** Pairs of ends (`pairOf`) with a link without a date: it counts as there. */
  readonly undated: ReadonlySet<string>;
  /** Number of later changes of a link that Signalbox cannot tell from others. */
  readonly unclear: number;
};

export type LinksInput = Pick<Surroundings, "at" | "itemCalled"> & {
  readonly links: Model["links"];
  readonly events: readonly HistoryEvent[];
  /** The items as they are today. */
  readonly items: ReadonlyMap<WorkItemId, WorkItem>;
  /** Whether the model knows that an item did not exist yet, by its id or by a key that no other item has. */
  readonly isLater: (end: LinkEnd) => boolean;
};

/** Two ends in either direction. */
export function pairOf(a: LinkEnd, b: LinkEnd): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/**
 * The present links without those that were added since, and with those that were removed. Of a link's changes after the
 * instant the first one decides, whichever end tells it. Each step is short.
 */
export function* linksThen(input: LinksInput): Generator<void, LinksThen> {
  const { links, isLater, itemCalled } = input;
  const { first, dated, unclear } = yield* changesOf(input);
  const isPossible = ({ source, target }: Link) => [source, target].every((end) => isKeyRef(end) || !isLater(end));
  const end = (one: LinkEnd, other: LinkEnd) => (isKeyRef(one) && !isKeyRef(other) ? called(one, other) : one);
  const called = (one: LinkEnd, by: WorkItemId) => idOf(one, connectionOf(by), itemCalled) ?? one;
  const kept = new Map<string, Link>();
  const present = new Set<string>();
  const undated = new Set<string>();
  yield* inSteps(links.values(), (link) => {
    const name = nameOf(link);
    if (first.get(name)?.wasThere === false || !isPossible(link)) return;
    // Unless its history says so, no text named an item before that existed.
    if (!dated.has(name) && [link.source, link.target].some(isLater)) return;
    kept.set(link.id, link);
    present.add(name);
    const { source, target } = link;
    if (!dated.has(name) && !isShownSince(link, input)) undated.add(pairOf(end(source, target), end(target, source)));
  });
  const restored = [...first]
    .filter(([name, { link, wasThere }]) => wasThere && !present.has(name) && isPossible(link))
    .map(([, { link }]): [string, Link] => [link.id, link]);
  const isSame = kept.size === links.size && restored.length === 0;
  return {
    links: isSame ? links : new Map([...kept, ...restored]),
    undated,
    unclear,
  };
}

/** Whether an item that shows the link has not changed since. GitHub's relations change no issue. */
function isShownSince({ id, origin, source, target }: Link, { items, at }: LinksInput): boolean {
  return [source, target].some((end) => {
    const updatedAt = isKeyRef(end) ? null : (items.get(end)?.updatedAt ?? null);
    const isShown = origin === "jira-link" || (origin === "text" && id.startsWith(`text:${end}:`));
    return isShown && updatedAt !== null && updatedAt <= at;
  });
}

type FirstChange = { readonly link: Link; readonly wasThere: boolean };

type LinkChanges = {
  /** By `nameOf`, of the changes after the instant. */
  readonly first: ReadonlyMap<string, FirstChange>;
  /** Links of which any change is known. */
  readonly dated: ReadonlySet<string>;
  readonly unclear: number;
};

function* changesOf(input: LinksInput): Generator<void, LinkChanges> {
  const linkOf = yield* linkReader(input);
  const first = new Map<string, FirstChange>();
  const dated = new Set<string>();
  const unclear = new Set<string>();
  const take = (event: HistoryEvent, value: LinkValue, wasThere: boolean) => {
    const link = linkOf(event.itemId, value);
    if (link === null) {
      if (event.at > input.at) unclear.add(event.id);
      return;
    }
    const name = nameOf(link);
    dated.add(name);
    if (event.at > input.at && !first.has(name)) first.set(name, { link, wasThere });
  };
  const ofLinks = input.events.flatMap((event) => (event.field === "links" ? event : []));
  yield* inSteps(inOrder(ofLinks), (event) => {
    for (const value of event.from) take(event, value, true);
    for (const value of event.to) take(event, value, false);
  });
  return { first, dated, unclear: unclear.size };
}

/** Reads a link that an item's history names; null if it may be any of several. Each step is short. */
export function* linkReader({
  links,
  itemCalled,
}: Pick<LinksInput, "links" | "itemCalled">): Generator<void, (itemId: WorkItemId, value: LinkValue) => Link | null> {
  const byPair = new Map<string, Link[]>();
  const duplicates = new Map<Link["typeId"], Link["duplicate"]>();
  yield* inSteps(links.values(), (link) => {
    const pair = `${link.origin} ${pairOf(link.source, link.target)}`;
    const known = byPair.get(pair);
    if (known === undefined) byPair.set(pair, [link]);
    else known.push(link);
    duplicates.set(link.typeId, link.duplicate);
  });
  return (itemId, { origin, typeId, typeName, direction, end: told }) => {
    const end = origin === "text" ? told : (idOf(told, connectionOf(itemId), itemCalled) ?? told);
    const known = byPair.get(`${origin} ${pairOf(itemId, end)}`) ?? [];
    const fitting = known.filter((link) => typeId === null || link.typeId === typeId);
    const [only, ...others] = fitting;
    if (direction === null && only !== undefined) return others.length === 0 ? only : null;
    if (direction === null && typeId === null) return null;
    // The ends of a link whose type has the same words in both directions may change places.
    const isOutward = direction === null ? itemId < end : direction === "outward";
    const [source, target] = isOutward ? [itemId, end] : [end, itemId];
    const duplicate = origin === "github-duplicate-of" ? "source" : (duplicates.get(typeId) ?? null);
    return {
      id: `${origin}:${itemId}:${typeId}:${direction}:${end}`,
      origin,
      typeId,
      typeName,
      source,
      target,
      duplicate,
    };
  };
}
