import { isKeyRef, type LinkEnd, type SprintId, type WorkItemId } from "../domain/ids.ts";
import type { ProjectValues } from "../domain/items/project-values.ts";
import type { Membership } from "../domain/model/model.ts";
import { sortedBy } from "../domain/ordering.ts";
import type { Sprint } from "../domain/schedule/sprint.ts";
import type { Link, PullRequest, WorkItem } from "../domain/items/work-item.ts";
import { notePatch } from "../domain/tracking/differences.ts";
import type { Changes } from "./changes.ts";
import { namedConnections } from "./connections.ts";
import type { Sql } from "./database.ts";
import { selectSql } from "./table.ts";
import { pullRequests, sprints, workItems } from "./tables.ts";

/** The rows of the model that the reader refreshes one by one. */
export type ModelRows = {
  readonly items: ReadonlyMap<WorkItemId, WorkItem>;
  readonly links: ReadonlyMap<string, Link>;
  readonly sprints: ReadonlyMap<SprintId, Sprint>;
  readonly pullRequests: ReadonlyMap<string, PullRequest>;
};

const ofNamed = `where connection in ${namedConnections}`;

/** Whether an end is a key that people wrote, or an item of a connection that the train file names. */
function isNamed(end: string): string {
  return `(starts_with(${end}, 'key:') or split_part(${end}, ':', 2) in ${namedConnections})`;
}

const linksSql = `
  select id, origin, type_id as "typeId", type_name as "typeName", source, target, duplicate from link
  where ${isNamed("source")} and ${isNamed("target")}`;

type Kind<Row> = {
  readonly table: string;
  readonly sql: string;
  /** The row to keep in place of the one that was read; by default that one. */
  readonly kept?: (read: Row) => Row;
};

/** @param tx gives all rows of one instant */
export async function readModelRows(tx: Sql, before: ModelRows | null, changes: Changes): Promise<ModelRows> {
  const of = async <Id extends string, Row extends { readonly id: Id }>(
    known: ReadonlyMap<Id, Row> | undefined,
    kind: Kind<Row>,
  ): Promise<ReadonlyMap<Id, Row>> => {
    if (known === undefined) return readRows<Id, Row>(tx, kind, null);
    const ids = changes.get(kind.table);
    if (ids === undefined) return known;
    const read = await readRows<Id, Row>(tx, kind, ids);
    return ids === null ? read : patched(known, ids, read);
  };
  const kinds = {
    items: { table: "work_item", sql: `${selectSql(workItems)} ${ofNamed}` },
    sprints: { table: "sprint", sql: `${selectSql(sprints)} ${ofNamed}` },
    pullRequests: { table: "pull_request", sql: `${selectSql(pullRequests)} ${ofNamed}` },
  };
  const items = await of<WorkItemId, WorkItem>(before?.items, kinds.items);
  const links: Kind<Link> = { table: "link", sql: linksSql, kept: (link) => withIdsOf(items, link) };
  return {
    items,
    links: await of<string, Link>(before?.links, links),
    sprints: await of<SprintId, Sprint>(before?.sprints, kinds.sprints),
    pullRequests: await of<string, PullRequest>(before?.pullRequests, kinds.pullRequests),
  };
}

/** With the items' own ids at its ends: comparing equal texts takes longer, and they take memory twice. */
function withIdsOf(items: ModelRows["items"], link: Link): Link {
  const own = (end: LinkEnd) => (isKeyRef(end) ? end : (items.get(end)?.id ?? end));
  return { ...link, source: own(link.source), target: own(link.target) };
}

/** @param ids null for all of them @returns rows by id, in its order */
async function readRows<Id extends string, Row extends { readonly id: Id }>(
  tx: Sql,
  { sql: select, kept = (row) => row }: Kind<Row>,
  ids: readonly string[] | null,
): Promise<ReadonlyMap<Id, Row>> {
  // JSON takes half the time of separate columns in the embedded engine, and the same time in PostgreSQL.
  const sql = (some: string) => `select row_to_json(r) as row from (${select} ${some} order by id collate "C") r`;
  const rows = new Map<Id, Row>();
  const add = (read: readonly { readonly row: Row }[]) => read.forEach(({ row }) => rows.set(row.id, kept(row)));
  if (ids === null) for await (const read of inParts<{ row: Row }>(tx, sql(""))) add(read);
  else add(await tx.query<{ row: Row }>(sql("and id = any ($1::text[])"), [ids]));
  return rows;
}

/** Rows per part; other work may run between two parts. */
const partSize = 5000;

/** All rows of a query in parts; requests the next part ahead. @param tx a transaction, with one reader at a time */
async function* inParts<Row>(tx: Sql, sql: string): AsyncGenerator<readonly Row[], void> {
  await tx.execute(`declare part no scroll cursor for ${sql}`, []);
  const read = () => tx.query<Row>(`fetch ${partSize} from part`);
  let next = read();
  for (let rows = await next; rows.length > 0; rows = await next) {
    next = read();
    yield rows;
  }
  await tx.execute("close part", []);
}

/** A new map, sorted by id; the former one belongs to an earlier model. */
function patched<Id extends string, Row>(
  before: ReadonlyMap<Id, Row>,
  ids: readonly string[],
  read: ReadonlyMap<Id, Row>,
): ReadonlyMap<Id, Row> {
  const rows = new Map(before);
  if (read.size < ids.length) {
    const changed = new Set<string>(ids);
    for (const id of before.keys()) if (changed.has(id) && !read.has(id)) rows.delete(id);
  }
  for (const [id, row] of read) rows.set(id, row);
  const isInOrder = [...read.keys()].every((id) => before.has(id));
  const next = isInOrder ? rows : new Map(sortedBy(rows, ([id]) => id));
  notePatch(before, next, ids);
  return next;
}

const membersSql = `
  select q.connection, q.jql as query, q.drafts, array_remove(array_agg(m.item_id order by m.item_id), null) as "itemIds",
    array_remove(array_agg(case when m.hidden then m.item_id end order by m.item_id), null) as hidden,
    json_object_agg(m.item_id, m.values order by m.item_id) filter (where m.values is not null) as values
  from membership_query q left join membership m using (connection, digest)
  where q.connection in ${namedConnections}
  group by q.connection, q.jql, q.drafts order by q.connection, q.jql`;

type MembershipRow = {
  readonly connection: string;
  readonly query: string;
  readonly drafts: number;
  readonly itemIds: readonly WorkItemId[];
  readonly hidden: readonly WorkItemId[];
  readonly values: Readonly<Record<WorkItemId, ProjectValues>> | null;
};

/** @param before those that were read last: equal values stay the same objects */
export async function readMemberships(tx: Sql, before: readonly Membership[] = []): Promise<readonly Membership[]> {
  const former = new Map(before.map((one) => [`${one.connection} ${one.query}`, one.values]));
  const rows = await tx.query<MembershipRow>(membersSql);
  return rows.map(({ connection, query, drafts, itemIds, hidden, values }) => ({
    connection,
    query,
    itemIds: new Set(itemIds),
    ...(values !== null && { values: keptValues(itemIds, values, former.get(`${connection} ${query}`)) }),
    ...(hidden.length > 0 && { hidden: new Set(hidden) }),
    ...(drafts > 0 && { drafts }),
  }));
}

function keptValues(
  itemIds: readonly WorkItemId[],
  values: NonNullable<MembershipRow["values"]>,
  former: Membership["values"],
): ReadonlyMap<WorkItemId, ProjectValues> {
  const found = new Map<WorkItemId, ProjectValues>();
  for (const id of itemIds) {
    const [was, is] = [former?.get(id), values[id]];
    if (is === undefined) continue;
    found.set(id, was !== undefined && areSame(was, is) ? was : is);
  }
  return found;
}

function areSame(was: ProjectValues, is: ProjectValues): boolean {
  return (
    was.iteration === is.iteration &&
    was.points === is.points &&
    was.status === is.status &&
    was.businessValue === is.businessValue
  );
}
