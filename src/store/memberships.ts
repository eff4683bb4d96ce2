import { createHash } from "node:crypto";
import type { WorkItemId } from "../domain/ids.ts";
import type { MembershipChange } from "../ports/model-store.ts";
import type { Database } from "./database.ts";

export type MembershipSet = {
  readonly connection: string;
  readonly jql: string;
  readonly itemIds: readonly WorkItemId[];
};

const dropSql = "delete from membership where connection = $1 and digest = $2 and item_id <> all ($3::text[])";
const addSql = `
  insert into membership (connection, digest, item_id)
  select $1, $2, id from unnest($3::text[]) as id order by id
  on conflict do nothing`;

/** See `ModelWriter.saveMembership`. */
export function saveMembership(
  database: Database,
  { connection, jql, itemIds }: MembershipSet,
): Promise<MembershipChange> {
  if (itemIds.length === 0) return Promise.resolve({ refused: true, unknown: [] });
  const digest = createHash("sha256").update(jql).digest("hex");
  return database.transaction(async (tx) => {
    await tx.execute(
      "insert into membership_query (connection, digest, jql) values ($1, $2, $3) on conflict do nothing",
      [connection, digest, jql],
    );
    await tx.execute(dropSql, [connection, digest, itemIds]);
    await tx.execute(addSql, [connection, digest, itemIds]);
    const unknown = await tx.query<{ id: WorkItemId }>(
      `select m.item_id as id from membership m left join work_item w on w.id = m.item_id and w.presence <> 'stub'
       where m.connection = $1 and m.digest = $2 and w.id is null order by 1`,
      [connection, digest],
    );
    return { refused: false, unknown: unknown.map(({ id }) => id) };
  });
}
