import type { WorkItemId } from "../domain/ids.ts";
import { distinct } from "../domain/ordering.ts";
import type { PullRequest, WorkItem } from "../domain/items/work-item.ts";
import type { PulledItem, UnseenField } from "../ports/connector.ts";
import type { PulledPull } from "../ports/read-pull-request.ts";
import type { Sql } from "./database.ts";

const fieldsSql = `
  select id, parent_id as "parentId", sprint_ids as "sprintIds", labels, kind, source_kind as "sourceKind"
  from work_item where id = any ($1::text[]) and presence <> 'stub'`;

const referencesSql = `select id, "references" from pull_request where id = any ($1::text[])`;

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

/** Pull requests, with their stored references added if the tracker hid some. */
export async function withUnseenReferences(tx: Sql, pulls: readonly PulledPull[]): Promise<readonly PullRequest[]> {
  const ids = pulls.flatMap(({ id, unseen }) => (unseen === undefined ? [] : id));
  if (ids.length === 0) return pulls;
  const rows = await tx.query<Pick<PullRequest, "id" | "references">>(referencesSql, [ids]);
  const known = new Map(rows.map(({ id, references }) => [id, references]));
  return pulls.map((pull) =>
    pull.unseen === undefined
      ? pull
      : { ...pull, references: distinct([...(known.get(pull.id) ?? []), ...pull.references]) },
  );
}
