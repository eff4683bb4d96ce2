import type { HistoryEvent } from "../domain/items/history.ts";
import type { PageChange } from "../ports/page-change.ts";
import { allOf, planned, type Sql } from "./database.ts";
import { lastOfEach, noChange } from "./save-rows.ts";
import { columnLists } from "./parameters.ts";
import { addSql, recordsSql, type Table } from "./table.ts";

const events: Table<HistoryEvent> = {
  name: "history_event",
  key: ["itemId", "id"],
  columns: {
    itemId: "text",
    id: "text",
    at: "instant",
    ordinal: "integer",
    knownBy: "enum known_by",
    field: "enum history_field",
    from: "jsonb",
    to: "jsonb",
  },
};

/** Events are immutable: skips known ones. */
const saveSql = planned(addSql(events));

function lacks(side: string): string {
  return `t.${side} ->> 'category' is null and r.${side} ->> 'category' is not null`;
}

function completed(side: string): string {
  return `${side} = case when ${lacks(side)} then r.${side} else t.${side} end`;
}

/**
 * The one thing that a connector may learn later: the category of a status that a changelog names. Not planned once: a
 * plan from when the table was empty reads all of it for each page.
 */
const completeSql = `
  update history_event t set ${completed('"from"')}, ${completed('"to"')}
  from (${recordsSql(events)}) r
  where t.item_id = r.item_id and t.id = r.id and t.field = 'status' and (${lacks('"from"')} or ${lacks('"to"')})`;

/** Stores new events, and completes those of items that were read before. @param isRead whether an item was */
export async function saveHistory(
  tx: Sql,
  pulled: readonly HistoryEvent[],
  isRead: (itemId: HistoryEvent["itemId"]) => boolean,
): Promise<PageChange> {
  if (pulled.length === 0) return noChange;
  const once = lastOfEach(pulled);
  const read = once.filter((event) => event.field === "status" && isRead(event.itemId));
  const [added, filled] = await allOf([
    tx.execute(saveSql, columnLists(events, once)),
    read.length === 0 ? 0 : tx.execute(completeSql, columnLists(events, read)),
  ]);
  return { ...noChange, written: added + filled, unchanged: once.length - added };
}
