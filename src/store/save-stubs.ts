import type { WorkItem } from "../domain/work-item.ts";
import type { PulledEdges } from "../ports/connector.ts";
import type { PageChange } from "../ports/store.ts";
import type { Sql } from "./database.ts";
import { save, saveNoting } from "./save.ts";
import { recordsSql, upsertSql } from "./table.ts";
import { workItems } from "./tables.ts";

const stamp = { column: "stored_at", value: "to_timestamp($2::double precision / 1000)" };

const addStubsSql = upsertSql(workItems, { accept: "false", stamp });

/**
 * Several items describe one stub, some with fewer words: what is known stays where the new one says nothing,
 * else two descriptions would take turns for ever.
 */
const improveStubsSql = `
  update work_item t set
    key = r.key, container = r.container, url = r.url, handle = r.handle, title = r.title,
    kind = r.kind, source_kind = r.source_kind, status = r.status, source_status = r.source_status,
    parent_id = r.parent_id, stored_at = ${stamp.value}
  from (
    select j.id, j.key, j.container, j.handle,
      coalesce(nullif(j.url, ''), k.url) as url,
      coalesce(nullif(j.title, ''), k.title) as title,
      case when j.source_kind = '' then k.kind else j.kind end as kind,
      coalesce(nullif(j.source_kind, ''), k.source_kind) as source_kind,
      case when j.source_status = '' then k.status else j.status end as status,
      coalesce(nullif(j.source_status, ''), k.source_status) as source_status,
      coalesce(j.parent_id, k.parent_id) as parent_id
    from (${recordsSql(workItems)}) j join work_item k on k.id = j.id
  ) r
  where t.id = r.id and t.presence = 'stub'
    and (t.key, t.container, t.url, t.handle, t.title, t.kind, t.source_kind, t.status, t.source_status, t.parent_id)
      is distinct from
      (r.key, r.container, r.url, r.handle, r.title, r.kind, r.source_kind, r.status, r.source_status, r.parent_id)`;

const saveParentsSql = `
  update work_item t set parent_id = r."parentId", stored_at = ${stamp.value}
  from jsonb_to_recordset($1::jsonb) as r(id text, "parentId" text)
  where t.id = r.id and t.parent_id is distinct from r."parentId"
  returning array[t.id] as changed`;

/** New stubs come in, known ones learn; what was read whole is never touched. */
export async function saveStubs(tx: Sql, stubs: readonly WorkItem[], at: number): Promise<PageChange> {
  const best = bestById(stubs);
  const added = await save(tx, addStubsSql, { rows: best, at });
  if (added.unchanged === 0) return added;
  const improved = await save(tx, improveStubsSql, { rows: best, at });
  return { ...added, written: added.written + improved.written, unchanged: added.unchanged - improved.written };
}

/** Of several descriptions on a page the one with a title. */
function bestById(stubs: readonly WorkItem[]): readonly WorkItem[] {
  const best = new Map<string, WorkItem>();
  for (const stub of stubs) {
    if (stub.title !== "" || !best.has(stub.id)) best.set(stub.id, stub);
  }
  return [...best.values()];
}

/** The parents that a structural sweep found. */
export function saveParents(tx: Sql, edges: readonly PulledEdges[], at: number): Promise<PageChange> {
  return saveNoting(tx, saveParentsSql, { rows: edges.map(({ itemId, parentId }) => ({ id: itemId, parentId })), at });
}
