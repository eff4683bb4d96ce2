import type { WorkItemId } from "../domain/ids.ts";
import type { HistoryEvent } from "../domain/items/history.ts";
import type { PageChange } from "../ports/page-change.ts";
import { allOf, planned, type Sql, type Statement } from "./database.ts";
import { lastOfEach, noChange } from "./save-rows.ts";
import { columnLists } from "./parameters.ts";
import { addSql, appendSql, recordsSql, type Table } from "./table.ts";

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

/** Takes a fifth less time, because it does not look for each event first. */
const appendNewSql = planned(appendSql(events));

function lacks(side: string): string {
  return `t.${side} ->> 'category' is null and r.${side} ->> 'category' is not null`;
}

function completedSide(side: string): string {
  return `${side} = case when ${lacks(side)} then r.${side} else t.${side} end`;
}

/**
 * The one thing that a connector may learn later: the category of a status that a changelog names. Not planned once: a
 * plan from when the table was empty reads all of it for each page.
 */
const completeSql = `
  update history_event t set ${completedSide('"from"')}, ${completedSide('"to"')}
  from (${recordsSql(events)}) r
  where t.item_id = r.item_id and t.id = r.id and t.field = 'status' and (${lacks('"from"')} or ${lacks('"to"')})`;

type Readings = {
  /** Whether the item was read before. */
  readonly isRead: (itemId: WorkItemId) => boolean;
  /** Whether the page is the first reading of the item: the model is expected to hold no event of it. */
  readonly isFirst: (itemId: WorkItemId) => boolean;
};

/**
 * Stores new events, and completes those of items that were read before. The database rejects the page if it holds an
 * event of a first reading after all.
 */
export async function saveHistory(
  tx: Sql,
  pulled: readonly HistoryEvent[],
  { isRead, isFirst }: Readings,
): Promise<PageChange> {
  const once = lastOfEach(pulled);
  const perhapsKnown = once.filter(({ itemId }) => !isFirst(itemId));
  const completing = perhapsKnown.filter(({ field, itemId }) => field === "status" && isRead(itemId));
  const [appended, added, completed] = await allOf([
    run(
      tx,
      appendNewSql,
      once.filter(({ itemId }) => isFirst(itemId)),
    ),
    run(tx, saveSql, perhapsKnown),
    run(tx, completeSql, completing),
  ]);
  return { ...noChange, written: appended + added + completed, unchanged: perhapsKnown.length - added };
}

function run(tx: Sql, sql: Statement, rows: readonly HistoryEvent[]): number | Promise<number> {
  return rows.length === 0 ? 0 : tx.execute(sql, columnLists(events, rows));
}
