import { keyRef, type KeyRef, type WorkItemId } from "../domain/ids.ts";
import type { PulledItem } from "../ports/connector.ts";
import type { PageChange } from "../ports/page-change.ts";
import { isOf } from "./planner.ts";
import { planned, type Sql } from "./database.ts";
import { keyRefSql } from "./known-names.ts";
import { changedItems, noChange, type ChangedRow } from "./save-rows.ts";
import type { WrittenItem } from "./tables.ts";

/** Of two items with a key, e.g. after a project was created again, the last is the one that is not gone. */
const knownSql = `
  select id, ${keyRefSql} as ref from work_item
  where ${isOf("connection", "$1")} and lower(key) = any ($2::text[])
  order by presence <> 'gone', id collate "C"`;

type Known = { readonly id: WorkItemId; readonly ref: KeyRef };

/** The items as they are written: a parent of which the tracker gives only the key by its id, if the model holds it. */
export async function withParents(
  tx: Sql,
  pulled: readonly PulledItem[],
  connection: string,
): Promise<readonly WrittenItem[]> {
  const keys = pulled.flatMap(({ parentKey }) => parentKey?.toLowerCase() ?? []);
  const rows = keys.length === 0 ? [] : await tx.query<Known>(knownSql, [connection, keys]);
  const ids = new Map(rows.map(({ ref, id }) => [ref, id]));
  return pulled.map(({ item, parentKey }) => {
    if (parentKey === undefined) return item;
    const ref = keyRef(item.system, parentKey);
    return { ...item, parentId: ids.get(ref) ?? ref };
  });
}

/** Only Data Center hides the id of a parent. */
export function mayHideParents(connection: string): string {
  return `not exists (select from connection where key = ${connection} and not data_center)`;
}

/** `offset 0` and the list make the planner look each parent and child up: it may compare all items with each instead. */
const resolveSql = planned(`
  with child as materialized (
    select c.id, p.id as parent_id
    from (select id, ${keyRefSql} as ref from work_item where id = any ($1::text[]) offset 0) p
    cross join lateral (
      select id from work_item where parent_id = p.ref and ${isOf("connection", "$2")} offset 0) c)
  update work_item t set parent_id = child.parent_id, stored_at = to_timestamp($3::double precision / 1000)
  from child where t.id = any (array(select id from child)) and t.id = child.id
  returning array[t.id] as changed`);

/** Gives items that hold only the key of their parent its id. @param called parents that are new or have a new key */
export async function resolveParents(
  tx: Sql,
  called: readonly WorkItemId[],
  { connection, at }: { readonly connection: string; readonly at: number },
): Promise<PageChange> {
  if (called.length === 0) return noChange;
  const written = await tx.query<ChangedRow>(resolveSql, [called, connection, at]);
  return { written: written.length, unchanged: 0, changed: changedItems(written) };
}
