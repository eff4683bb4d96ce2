import { sprintId } from "../../src/domain/ids.ts";
import type { HistoryEvent, HistoryField } from "../../src/domain/items/work-item.ts";
import { instantOf } from "./instant.ts";
import type { Change, History } from "./schema.ts";
import { itemIdOf, originOf, type MapContext } from "./site.ts";

/** These names are English in the changelog of every site; the field id identifies the estimate. */
const byName: ReadonlyMap<string, HistoryField> = new Map([
  ["status", "status"],
  ["sprint", "sprint"],
  ["resolution", "resolution"],
  ["key", "key"],
  ["parent", "parent"],
  ["epic link", "parent"],
  ["issueparentassociation", "parent"],
]);

/** The changes that Signalbox stores, oldest first, with ids that do not depend on the request. */
export function mapHistory(context: MapContext, nativeId: string, histories: readonly History[]): HistoryEvent[] {
  const events = new Map<string, HistoryEvent>();
  for (const history of histories) {
    const at = instantOf(history.created);
    if (at === null) continue;
    for (const change of history.items) {
      const event = eventOf({ context, nativeId, historyId: history.id, at, change });
      if (event !== null) events.set(event.id, event);
    }
  }
  return [...events.values()].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

type Happened = {
  readonly context: MapContext;
  readonly nativeId: string;
  readonly historyId: string;
  readonly at: number;
  readonly change: Change;
};

function eventOf({ context, nativeId, historyId, at, change }: Happened): HistoryEvent | null {
  const field = fieldOf(context, change);
  if (field === null) return null;
  const value = readerOf(context, field);
  return {
    id: `jira:${context.connection.key}:history:${historyId}:${change.field.toLowerCase()}`,
    itemId: itemIdOf(context.connection, nativeId),
    at,
    field,
    from: value(change.from ?? null, change.fromString ?? null),
    to: value(change.to ?? null, change.toText),
  };
}

function fieldOf({ facts }: MapContext, { field, fieldId }: Change): HistoryField | null {
  if (fieldId && fieldId === facts.sprintField) return "sprint";
  if (fieldId && facts.pointsFields.includes(fieldId)) return "points";
  return byName.get(field.toLowerCase()) ?? null;
}

type Reader = (id: string | null, text: string | null) => string | null;

/** Reads a history value: sprints and parents as ids, since names can change; others in the tracker's words. */
function readerOf({ connection }: MapContext, field: HistoryField): Reader {
  switch (field) {
    case "sprint":
      return (ids) =>
        (ids ?? "")
          .split(",")
          .map((id) => id.trim())
          .filter((id) => /^\d+$/.test(id))
          .map((id) => sprintId(originOf(connection), "sprint", id))
          .join(",") || null;
    case "parent":
      return (id, text) => (id !== null && /^\d+$/.test(id) ? itemIdOf(connection, id) : text || null);
    case "status":
    case "points":
    case "key":
    case "resolution":
      return (_, text) => text || null;
    default:
      return field satisfies never;
  }
}
