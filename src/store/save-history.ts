import type { HistoryEvent } from "../domain/items/history.ts";
import type { PageChange } from "../ports/page-change.ts";
import { planned, type Sql } from "./database.ts";
import { lastOfEach, noChange } from "./save-rows.ts";
import { jsonRows } from "./parameters.ts";

/** Events are half of what a first read sends: short names, and nothing for what most events have. */
type Row = {
  readonly i: string;
  readonly e: string;
  readonly a: number;
  readonly o?: number;
  readonly k?: HistoryEvent["knownBy"];
  readonly f: HistoryEvent["field"];
  readonly x: HistoryEvent["from"];
  readonly y: HistoryEvent["to"];
};

const rowsSql = `
  json_to_recordset($1::json) as r(i text, e text, a double precision, o integer, k known_by, f history_field, x jsonb, y jsonb)`;

/** Events are immutable: skips known ones. */
const addSql = planned(`
  insert into history_event (item_id, id, at, ordinal, known_by, field, "from", "to")
  select i, e, to_timestamp(a / 1000)::timestamptz(3), coalesce(o, 0), coalesce(k, 'tracker'), f, x, y from ${rowsSql}
  order by i, e
  on conflict do nothing`);

function lacks(side: string, read: string): string {
  return `t.${side} ->> 'category' is null and r.${read} ->> 'category' is not null`;
}

function completed(side: string, read: string): string {
  return `${side} = case when ${lacks(side, read)} then r.${read} else t.${side} end`;
}

/**
 * The one thing that a connector may learn later: the category of a status that a changelog names. Not planned once: a
 * plan from when the table was empty reads all of it for each page.
 */
const completeSql = `
  update history_event t set ${completed('"from"', "x")}, ${completed('"to"', "y")}
  from ${rowsSql}
  where t.item_id = r.i and t.id = r.e and t.field = 'status' and (${lacks('"from"', "x")} or ${lacks('"to"', "y")})`;

/** Stores new events, and completes those of items that were read before. @param isRead whether an item was */
export async function saveHistory(
  tx: Sql,
  events: readonly HistoryEvent[],
  isRead: (itemId: HistoryEvent["itemId"]) => boolean,
): Promise<PageChange> {
  if (events.length === 0) return noChange;
  const once = lastOfEach(events);
  const added = await tx.execute(addSql, [jsonRows(once.map(rowOf))]);
  const known = once.filter((event) => event.field === "status" && isRead(event.itemId));
  const filled = known.length === 0 ? 0 : await tx.execute(completeSql, [jsonRows(known.map(rowOf))]);
  return { ...noChange, written: added + filled, unchanged: once.length - added };
}

function rowOf({ itemId, id, at, ordinal, knownBy, field, from, to }: HistoryEvent): Row {
  const row: Row = { i: itemId, e: id, a: at, f: field, x: from, y: to };
  return ordinal === 0 && knownBy === "tracker" ? row : { ...row, o: ordinal, k: knownBy };
}
