import type { SprintId, WorkItemId } from "../domain/ids.ts";
import type { Membership, Model } from "../domain/model.ts";
import type { KnownName } from "../domain/names.ts";
import type { Sprint } from "../domain/sprint.ts";
import type { Link, PullRequest, WorkItem } from "../domain/work-item.ts";
import type { Database, Sql } from "./database.ts";
import { namedConnections, readSites } from "./connections.ts";
import { namesSql } from "./names.ts";
import { modelStreams } from "./streams.ts";
import { selectSql } from "./table.ts";
import { pullRequests, sprints, workItems } from "./tables.ts";

const membersSql = `
  select q.connection, q.jql, array_remove(array_agg(m.item_id order by m.item_id), null) as "itemIds"
  from membership_query q left join membership m using (connection, digest)
  where q.connection in ${namedConnections}
  group by q.connection, q.jql order by q.connection, q.jql`;

const linksSql = `
  select id, origin, type_id as "typeId", type_name as "typeName", source, target, duplicate from link
  where ${isNamed("source")} and ${isNamed("target")}`;

/** An end that people wrote, or an item of a connection that the train file names. */
function isNamed(end: string): string {
  return `(starts_with(${end}, 'key:') or split_part(${end}, ':', 2) in ${namedConnections})`;
}

const ofNamed = `where connection in ${namedConnections}`;

/**
 * Everything of the connections that the train file names, as of one instant, sorted by id, so that the same rows give
 * the same model.
 */
export function loadModel(database: Database): Promise<Model> {
  return database.transaction(async (tx) => {
    await tx.execute("set transaction isolation level repeatable read, read only");
    const items = await readAll<WorkItem>(tx, `${selectSql(workItems)} ${ofNamed}`);
    const boxes = await readAll<Sprint>(tx, `${selectSql(sprints)} ${ofNamed}`);
    return {
      items: new Map<WorkItemId, WorkItem>(items.map((item) => [item.id, item])),
      links: await readAll<Link>(tx, linksSql),
      sprints: new Map<SprintId, Sprint>(boxes.map((box) => [box.id, box])),
      pullRequests: await readAll<PullRequest>(tx, `${selectSql(pullRequests)} ${ofNamed}`),
      memberships: await loadMemberships(tx),
      streams: await modelStreams(tx),
      names: await tx.query<KnownName>(namesSql),
      sites: await readSites(tx),
    };
  });
}

/** As JSON: half the time of reading column by column in the embedded engine, the same in the other. */
async function readAll<Row>(tx: Sql, sql: string): Promise<readonly Row[]> {
  const rows = await tx.query<{ row: Row }>(`select row_to_json(r) as row from (${sql} order by id collate "C") r`);
  return rows.map(({ row }) => row);
}

type MembershipRow = { readonly connection: string; readonly jql: string; readonly itemIds: readonly WorkItemId[] };

async function loadMemberships(tx: Sql): Promise<readonly Membership[]> {
  const rows = await tx.query<MembershipRow>(membersSql);
  return rows.map(({ connection, jql, itemIds }) => ({ connection, jql, itemIds: new Set(itemIds) }));
}
