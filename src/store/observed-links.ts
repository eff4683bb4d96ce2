import type { WorkItemId } from "../domain/ids.ts";
import { inOrder, type HistoryEvent, type LinkValue, type UnorderedEvent } from "../domain/items/history.ts";
import { sortedBy } from "../domain/ordering.ts";
import type { PulledItem } from "../ports/connector.ts";
import type { ReportedLink } from "./tables.ts";

/** Links that a reading added, or no longer has; one-sided ones have a reporter. */
export type LinkDifference = { readonly added: readonly ToldLink[]; readonly removed: readonly ToldLink[] };
export type ToldLink = Pick<ReportedLink, "origin" | "typeName" | "source" | "target" | "reporterId">;

/** `updatedAt` of the earlier reading, by item; without items that this reading is the first of. */
export type EarlierReadings = ReadonlyMap<WorkItemId, number | null>;

/**
 * The events of links that people wrote into a text or took out of it, of which no tracker tells, and of remote links,
 * whose address no changelog tells. They happened when the item changed, or by `now` at the latest. The first reading
 * of an item gives none: its links may be of any age.
 */
export function observedEvents(
  pulled: readonly PulledItem[],
  { added, removed }: LinkDifference,
  { earlier, now }: { readonly earlier: EarlierReadings; readonly now: number },
): readonly HistoryEvent[] {
  return pulled.flatMap(({ item: { id: itemId, updatedAt } }) => {
    const before = earlier.get(itemId);
    if (before === undefined) return [];
    const at = updatedAt === null || updatedAt === before ? now : updatedAt;
    const event = (link: ToldLink, isAdded: boolean): UnorderedEvent => {
      const value = valueOf(link, itemId);
      const kind = link.origin === "text" ? "" : `${link.origin}:`;
      const id = `${itemId}:${kind}${isAdded ? "added" : "removed"}:${value.direction}:${value.end}:${at}`;
      const [from, to] = isAdded ? [[], [value]] : [[value], []];
      return { id, itemId, at, knownBy: "observed", field: "links", from, to };
    };
    const isIts = ({ reporterId }: ToldLink) => reporterId === itemId;
    const events = [
      ...removed.filter(isIts).map((link) => event(link, false)),
      ...added.filter(isIts).map((link) => event(link, true)),
    ];
    return inOrder(sortedBy(events, ({ id }) => id));
  });
}

function valueOf({ origin, typeName, source, target }: ToldLink, itemId: WorkItemId): LinkValue {
  const isSource = source === itemId;
  const direction = isSource ? "outward" : "inward";
  return { origin, typeId: null, typeName, direction, end: isSource ? target : source };
}
