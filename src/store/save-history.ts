import type { HistoryEvent } from "../domain/items/history.ts";
import type { PageChange } from "../ports/page-change.ts";
import type { Sql } from "./database.ts";
import { save } from "./save-rows.ts";
import { addSql, jsonRows, recordsSql } from "./table.ts";
import { historyEvents } from "./tables.ts";

/** Events are immutable: skips known ones. */
const addEventsSql = addSql(historyEvents);

function lacks(side: string): string {
  return `t.${side} ->> 'category' is null and r.${side} ->> 'category' is not null`;
}

function completed(side: string): string {
  return `${side} = case when ${lacks(side)} then r.${side} else t.${side} end`;
}

/** The one thing that a connector may learn later: the category of a status that a changelog names. */
const completeSql = `
  update history_event t set ${completed('"from"')}, ${completed('"to"')}
  from (${recordsSql(historyEvents)}) r
  where t.item_id = r.item_id and t.id = r.id and t.field = 'status' and (${lacks('"from"')} or ${lacks('"to"')})`;

/** Stores new events, and completes those of items that were read before. @param isKnown whether an item was */
export async function saveHistory(
  tx: Sql,
  events: readonly HistoryEvent[],
  isKnown: (itemId: HistoryEvent["itemId"]) => boolean,
): Promise<PageChange> {
  const change = await save(tx, addEventsSql, { rows: events });
  const known = events.filter((event) => event.field === "status" && isKnown(event.itemId));
  if (known.length === 0) return change;
  return { ...change, written: change.written + (await tx.execute(completeSql, [jsonRows(known)])) };
}
