import { createHash } from "node:crypto";
import type { WorkItemId } from "../domain/ids.ts";
import type { ProjectValues } from "../domain/items/project-values.ts";
import type { FoundMembers } from "../ports/members.ts";
import type { MembershipChange } from "../ports/model-store.ts";
import type { Database, Sql } from "./database.ts";

export type MembershipSet = FoundMembers & { readonly connection: string; readonly query: string };

const dropSql = "delete from membership where connection = $1 and digest = $2 and item_id <> all ($3::text[])";
const addSql = `
  insert into membership as m (connection, digest, item_id, values)
  select $1, $2, id, nullif(told, '')::jsonb from unnest($3::text[], $4::text[]) as t (id, told) order by id
  on conflict (connection, digest, item_id) do update set values = excluded.values
  where m.values is distinct from excluded.values`;
const queryRowSql = `
  insert into membership_query as q (connection, digest, jql, drafts) values ($1, $2, $3, $4)
  on conflict (connection, digest) do update set drafts = excluded.drafts where q.drafts <> excluded.drafts`;
const valuesSql = `
  select item_id as id, values from membership
  where connection = $1 and digest = $2 and item_id = any ($3::text[]) and values is not null`;

/** See `ModelWriter.saveMembership`. */
export function saveMembership(database: Database, found: MembershipSet): Promise<MembershipChange> {
  const { connection, query, members, drafts } = found;
  const itemIds = [...members.keys()];
  if (itemIds.length === 0) return Promise.resolve({ refused: true, unknown: [] });
  const digest = createHash("sha256").update(query).digest("hex");
  return database.transaction(async (tx) => {
    const known = await withUnseenValues(tx, found, digest);
    const values = [...known.values()].map((one) => (one === null ? "" : JSON.stringify(one)));
    await tx.execute(queryRowSql, [connection, digest, query, drafts]);
    await tx.execute(dropSql, [connection, digest, itemIds]);
    await tx.execute(addSql, [connection, digest, itemIds, values]);
    const unknown = await tx.query<{ id: WorkItemId }>(
      `select m.item_id as id from membership m left join work_item w on w.id = m.item_id and w.presence <> 'stub'
       where m.connection = $1 and m.digest = $2 and w.id is null order by 1`,
      [connection, digest],
    );
    return { refused: false, unknown: unknown.map(({ id }) => id) };
  });
}

/** The members with the stored values that the tracker hid this time. */
async function withUnseenValues(
  tx: Sql,
  { connection, members, unseen = new Map() }: MembershipSet,
  digest: string,
): Promise<FoundMembers["members"]> {
  if (unseen.size === 0) return members;
  const rows = await tx.query<{ id: WorkItemId; values: ProjectValues }>(valuesSql, [
    connection,
    digest,
    [...unseen.keys()],
  ]);
  const kept = rows.flatMap(({ id, values }): [WorkItemId, ProjectValues][] => {
    const found = members.get(id);
    const parts = unseen.get(id) ?? [];
    if (found == null) return [];
    return [[id, { ...found, ...Object.fromEntries(parts.map((part) => [part, values[part] ?? null])) }]];
  });
  return new Map([...members, ...kept]);
}
