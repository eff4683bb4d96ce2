import type { WorkItem } from "../domain/items/work-item.ts";
import type { PulledEdges } from "../ports/connector.ts";
import type { PageChange } from "../ports/page-change.ts";
import { planned, type Sql } from "./database.ts";
import { save, saveNoting } from "./save-rows.ts";
import { columnOf, columnsOf, nextParameter, recordsSql, type Table } from "./table.ts";
import { workItems } from "./tables.ts";

function stampOf<Row>(table: Table<Row>): string {
  return `to_timestamp($${nextParameter(table)}::double precision / 1000)`;
}

/**
 * New values of a stub, from a description `j` and the stored row `k`, if any. Several items describe one stub, some
 * with fewer fields: stored values stay if the new description lacks them, else two descriptions would overwrite each
 * other forever.
 */
const described = {
  key: "j.key",
  container: "j.container",
  handle: "j.handle",
  url: "coalesce(nullif(j.url, ''), k.url, '')",
  title: "coalesce(nullif(j.title, ''), k.title, '')",
  kind: "case when j.source_kind = '' then coalesce(k.kind, j.kind) else j.kind end",
  sourceKind: "coalesce(nullif(j.source_kind, ''), k.source_kind, '')",
  status: "case when j.source_status = '' then coalesce(k.status, j.status) else j.status end",
  sourceStatus: "coalesce(nullif(j.source_status, ''), k.source_status, '')",
  statusId: toldStatus("status_id"),
  statusName: toldStatus("status_name"),
  parentId: "coalesce(j.parent_id, k.parent_id)",
} satisfies Partial<Record<keyof WorkItem, string>>;

/** The new value of a column that follows the status. */
function toldStatus(column: string): string {
  return `case when j.source_status = '' then k.${column} else j.${column} end`;
}

const describedColumns = Object.keys(described).map(columnOf);
const others = columnsOf(workItems).filter((column) => !describedColumns.includes(column));

/** Sorted by id, so that two writers lock rows in the same order; does not lock unchanged rows. */
const saveStubsSql = planned(`
  insert into work_item as t (${[...others, ...describedColumns].join(", ")}, stored_at)
  select ${[...others.map((column) => `j.${column}`), ...Object.values(described)].join(", ")}, ${stampOf(workItems)}
  from (${recordsSql(workItems)}) j left join work_item k on k.id = j.id
  where k.id is null or k.presence = 'stub'
    and (${describedColumns.map((column) => `k.${column}`).join(", ")}) is distinct from (${Object.values(described).join(", ")})
  order by j.id
  on conflict (id) do update
  set ${[...describedColumns, "stored_at"].map((column) => `${column} = excluded.${column}`).join(", ")}
  where t.presence = 'stub'`);

const parents: Table<Pick<WorkItem, "id" | "parentId">> = {
  name: "work_item",
  key: ["id"],
  columns: { id: "text", parentId: "text" },
};

const saveParentsSql = planned(`
  update work_item t set parent_id = r.parent_id, stored_at = ${stampOf(parents)}
  from (${recordsSql(parents)}) r
  where t.id = r.id and t.parent_id is distinct from r.parent_id
  returning array[t.id] as changed`);

/** Completes known stubs; inserts those that are new after all; never changes items that were read. */
export function saveStubs(tx: Sql, stubs: readonly WorkItem[], at: number): Promise<PageChange> {
  return save(tx, { table: workItems, sql: saveStubsSql }, { rows: stubs, at });
}

/** Of several descriptions on a page, prefers the one with a title. */
export function bestById(stubs: readonly WorkItem[]): readonly WorkItem[] {
  const best = new Map<string, WorkItem>();
  for (const stub of stubs) {
    if (stub.title !== "" || !best.has(stub.id)) best.set(stub.id, stub);
  }
  return [...best.values()];
}

/** Stores the parents from a structural sweep, including their absence; skips hidden ones. */
export function saveParents(tx: Sql, edges: readonly PulledEdges[], at: number): Promise<PageChange> {
  const seen = edges.filter(({ unseen = [] }) => !unseen.includes("parentId"));
  const rows = seen.map(({ itemId, parentId }) => ({ id: itemId, parentId }));
  return saveNoting(tx, { table: parents, sql: saveParentsSql }, { rows, at });
}
