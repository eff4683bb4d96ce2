import type { SprintId, WorkItemId } from "../domain/ids.ts";
import type { Membership, Model, StreamState } from "../domain/model.ts";
import type { Sprint } from "../domain/sprint.ts";
import type { Link, PullRequest, WorkItem } from "../domain/work-item.ts";
import type { Database, Sql } from "./database.ts";
import { selectSql } from "./table.ts";
import { pullRequests, sprints, workItems } from "./tables.ts";

const membersSql = `
  select q.connection, q.jql, array_remove(array_agg(m.item_id order by m.item_id), null) as "itemIds"
  from membership_query q left join membership m using (connection, digest)
  group by q.connection, q.jql order by q.connection, q.jql`;

const streamsSql = `
  select connection, name as stream, rejected,
    (extract(epoch from watermark) * 1000)::double precision as watermark,
    (extract(epoch from completed_at) * 1000)::double precision as "completedAt"
  from stream order by connection, name`;

/** Everything as of one instant, sorted by id, so that the same rows give the same model. */
export function loadModel(database: Database): Promise<Model> {
  return database.transaction(async (tx) => {
    await tx.execute("set transaction isolation level repeatable read, read only");
    const items = await tx.query<WorkItem>(`${selectSql(workItems)} order by id collate "C"`);
    const boxes = await tx.query<Sprint>(`${selectSql(sprints)} order by id collate "C"`);
    return {
      items: new Map<WorkItemId, WorkItem>(items.map((item) => [item.id, item])),
      links: await tx.query<Link>(
        `select id, origin, type_id as "typeId", type_name as "typeName", source, target from link order by id collate "C"`,
      ),
      sprints: new Map<SprintId, Sprint>(boxes.map((box) => [box.id, box])),
      pullRequests: await tx.query<PullRequest>(`${selectSql(pullRequests)} order by id collate "C"`),
      memberships: await loadMemberships(tx),
      streams: await tx.query<StreamState>(streamsSql),
    };
  });
}

type MembershipRow = { readonly connection: string; readonly jql: string; readonly itemIds: readonly WorkItemId[] };

async function loadMemberships(tx: Sql): Promise<readonly Membership[]> {
  const rows = await tx.query<MembershipRow>(membersSql);
  return rows.map(({ connection, jql, itemIds }) => ({ connection, jql, itemIds: new Set(itemIds) }));
}
