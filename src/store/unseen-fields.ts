import type { WorkItemId } from "../domain/ids.ts";
import type { WorkItem } from "../domain/items/work-item.ts";
import type { PulledItem, UnseenField } from "../ports/connector.ts";
import type { Sql } from "./database.ts";

const fieldsSql = `
  select id, parent_id as "parentId", sprint_ids as "sprintIds", labels, kind, source_kind as "sourceKind"
  from work_item where id = any ($1::text[]) and presence <> 'stub'`;

/** Items with the stored values of the fields that the tracker hid this time. */
export async function withUnseenFields(tx: Sql, pulled: readonly PulledItem[]): Promise<readonly PulledItem[]> {
  const ids = pulled.flatMap(({ item, unseen = [] }) => (unseen.length === 0 ? [] : item.id));
  if (ids.length === 0) return pulled;
  const rows = await tx.query<Pick<WorkItem, "id" | UnseenField>>(fieldsSql, [ids]);
  const known = new Map<WorkItemId, Pick<WorkItem, UnseenField>>(rows.map((row) => [row.id, row]));
  return pulled.map((one) => {
    const stored = known.get(one.item.id);
    if (stored === undefined || one.unseen === undefined) return one;
    const kept = Object.fromEntries(one.unseen.map((field) => [field, stored[field]]));
    return { ...one, item: { ...one.item, ...kept } };
  });
}
