import { createHash } from "node:crypto";
import type { WorkItemId } from "../domain/ids.ts";
import type { ProjectValues } from "../domain/items/project-values.ts";
import type { FoundMembers } from "../ports/members.ts";
import type { LeftMember, MembershipChange } from "../ports/model-store.ts";
import type { Database, Sql } from "./database.ts";

export type MembershipSet = FoundMembers & { readonly connection: string; readonly query: string };

const dropSql = "delete from membership where connection = $1 and digest = $2 and item_id <> all ($3::text[])";
const addSql = `
  insert into membership as m (connection, digest, item_id, values, entry)
  select $1, $2, id, nullif(told, '')::jsonb, nullif(entry, '')
  from unnest($3::text[], $4::text[], $5::text[]) as t (id, told, entry) order by id
  on conflict (connection, digest, item_id) do update set values = excluded.values, entry = excluded.entry, hidden = false
  where (m.values, m.entry, m.hidden) is distinct from (excluded.values, excluded.entry, false)`;
/** Members of which the answer has only the project's own ids, because the tracker hides them. */
const hiddenSql = `
  select item_id as id from membership
  where connection = $1 and digest = $2 and entry = any ($3::text[]) and item_id <> all ($4::text[])`;
/** Those that the project had when it was read by other fields; this reading does not know their ids. */
const formerSql = `
  select distinct item_id as id from membership m
  where connection = $1 and digest <> $2 and entry = any ($3::text[]) and item_id <> all ($4::text[])
    and not exists (select 1 from membership o where (o.connection, o.digest, o.entry) = ($1, $2, m.entry))`;
const adoptSql = `
  insert into membership (connection, digest, item_id, values, entry, hidden)
  select distinct on (item_id) $1, $2, item_id, values, entry, true from membership
  where connection = $1 and digest <> $2 and entry = any ($3::text[]) and item_id = any ($4::text[])
  order by item_id, hidden, digest
  on conflict (connection, digest, item_id) do nothing`;
const hideSql = `
  update membership set hidden = true
  where connection = $1 and digest = $2 and item_id = any ($3::text[]) and not hidden`;
const unhideSql = `
  update membership set hidden = false
  where connection = $1 and digest = $2 and item_id = any ($3::text[]) and hidden`;
/** For a query that found nothing. */
const noteOutOfSightSql = `
  update membership set hidden = (item_id = any ($3::text[]))
  where connection = $1 and digest = $2 and entry is null and hidden <> (item_id = any ($3::text[]))`;
const shownAgainSql = `
  select item_id as id from membership where connection = $1 and digest = $2 and hidden and item_id = any ($3::text[])`;
const leftSql = `
  select w.id, w.handle, w.container from membership m join work_item w on w.id = m.item_id
  where m.connection = $1 and m.digest = $2 and m.entry is null and m.item_id <> all ($3::text[])
    and w.presence <> 'gone' and w.updated_at is not null
  order by w.id collate "C"`;
const queryRowSql = `
  insert into membership_query as q (connection, digest, jql, drafts) values ($1, $2, $3, $4)
  on conflict (connection, digest) do update set drafts = excluded.drafts where q.drafts <> excluded.drafts`;
const valuesSql = `
  select item_id as id, values from membership
  where connection = $1 and digest = $2 and item_id = any ($3::text[]) and values is not null`;

/** See `ModelWriter.saveMembership`. */
export function saveMembership(database: Database, found: MembershipSet): Promise<MembershipChange> {
  const { connection, query, members, entries, hidden = [], outOfSight = [], unshown = [], drafts } = found;
  const itemIds = [...members.keys()];
  const digest = digestOf(query);
  return database.transaction(async (tx) => {
    const asked = [connection, digest, hidden, itemIds];
    const known = await tx.query<{ id: WorkItemId }>(hiddenSql, asked);
    // Reads all memberships, which a project without hidden items does not need.
    const former = hidden.length > known.length ? await tx.query<{ id: WorkItemId }>(formerSql, asked) : [];
    const formerIds = former.map(({ id }) => id);
    if (itemIds.length + known.length + former.length === 0) {
      await tx.execute(noteOutOfSightSql, [connection, digest, outOfSight]);
      return { refused: true, unknown: [] };
    }
    const hiddenIds = [...known.map(({ id }) => id), ...formerIds, ...outOfSight];
    const shownAgain = await tx.query<{ id: WorkItemId }>(shownAgainSql, [connection, digest, itemIds]);
    const told = await withUnseenValues(tx, found, digest);
    const values = [...told.values()].map((one) => (one === null ? "" : JSON.stringify(one)));
    const ownIds = itemIds.map((id) => entries?.get(id) ?? "");
    await tx.execute(queryRowSql, [connection, digest, query, drafts]);
    await tx.execute(dropSql, [connection, digest, [...itemIds, ...hiddenIds, ...unshown]]);
    await tx.execute(addSql, [connection, digest, itemIds, values, ownIds]);
    if (formerIds.length > 0) await tx.execute(adoptSql, [connection, digest, hidden, formerIds]);
    await tx.execute(hideSql, [connection, digest, hiddenIds]);
    await tx.execute(unhideSql, [connection, digest, unshown]);
    const unknown = await tx.query<{ id: WorkItemId }>(
      `select m.item_id as id from membership m left join work_item w on w.id = m.item_id and w.presence <> 'stub'
       where m.connection = $1 and m.digest = $2 and (w.id is null or w.id = any ($3::text[])) order by 1`,
      [connection, digest, shownAgain.map(({ id }) => id)],
    );
    return { refused: false, unknown: unknown.map(({ id }) => id) };
  });
}

/** See `ItemLookup.membersLeft`. */
export function membersLeft(
  database: Database,
  { connection, query, found }: Pick<MembershipSet, "connection" | "query"> & { readonly found: readonly WorkItemId[] },
): Promise<readonly LeftMember[]> {
  return database.query<LeftMember>(leftSql, [connection, digestOf(query), found]);
}

function digestOf(query: string): string {
  return createHash("sha256").update(query).digest("hex");
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
