import type { WorkItemId } from "../domain/ids.ts";
import { byText, distinct } from "../domain/ordering.ts";
import type { Presence } from "../domain/items/work-item.ts";
import type { Identity, KeyedIdentity } from "../ports/connector.ts";
import { queriesOf } from "../ports/members.ts";
import type { Listing } from "../ports/model-store.ts";
import type { PageChange } from "../ports/page-change.ts";
import type { Database } from "./database.ts";
import { containerNames } from "./known-names.ts";
import { isOf, overFew } from "./planner.ts";
import { noChange, pageLock, pageLockName } from "./save-rows.ts";

/** Whether the item was read, even if it is hidden now: a stub has no `updated_at`. */
function wasRead(item: string): string {
  return `(${item}.presence = 'present' or ${item}.presence = 'stub' and ${item}.updated_at is not null)`;
}

/**
 * Items of covered containers and of teams' queries. Groups instead of joining: with poor statistics the planner would
 * compare each item with every listed one.
 */
const notListedSql = `
  with covered as (
    select w.id, w.handle, w.key from work_item w
    where w.connection = $1 and ${wasRead("w")}
      and ($2::boolean or lower(w.container) in ${containerNames("$3::text[]", "$1")}
        or exists (
          select 1 from membership m join membership_query q using (connection, digest)
          where m.item_id = w.id and q.connection = $1 and q.jql = any ($4::text[])
            and case when m.entry is null then not m.hidden else m.entry <> all ($6::text[]) end))
  ), missing as (
    select id, max(handle) as handle, max(key) as key
    from (select id, handle, key, false as seen from covered
      union all select s.id, null, null, true from unnest($5::text[]) as s (id)) both_sides
    group by id having not bool_or(seen)
  )
  select (select count(*)::int from covered) as covered,
    coalesce((select json_agg(json_build_object('id', id, 'handle', handle, 'key', key) order by id collate "C") from missing),
      '[]'::json) as missing`;

const unknownItemsSql = `
  select s.id, s.handle from unnest($1::text[], $2::text[]) as s (id, handle)
  where not exists (select 1 from work_item w where w.id = s.id and w.presence = 'present')
  order by s.id collate "C"`;

/** Two reads, each by an index: with a condition on one or the other column the planner may read every item. */
const identifySql = `
  select id, handle, key from (
    select * from work_item where handle = any ($2::text[])
    union all
    select * from work_item
    where lower(key) = any (array(select lower(name) from unnest($2::text[]) as asked (name)))
      and key = any ($2::text[]) and handle <> all ($2::text[])
  ) as named
  where ${isOf("connection", "$1")} and ${wasRead("named")}
  order by id collate "C"`;

/** Finds the few events of moves first, then the gone items of the places that items left, each by its own index. */
const perhapsMovedSql = `
  with moved as materialized (
    select lower(h."from" ->> 'container') as container, max(h.at) as at
    from history_event h join work_item t on t.id = h.item_id
    where h.field = 'container' and lower(h."from" ->> 'container') is not null
      and ${isOf("t.connection", "$1")} and t.presence = 'present'
    group by 1
  )
  select g.id, g.handle, g.key from moved m cross join lateral (
    select * from work_item
    where connection = $1 and lower(container) = m.container and presence = 'gone' and updated_at <= m.at offset 0) g
  order by g.id collate "C"`;

const lockSql = `select ${pageLock}`;

const markSql = `
  update work_item set presence = $3::presence, stored_at = to_timestamp($2::double precision / 1000)
  where id = any ($1::text[]) and presence <> $3::presence and ${wasRead("work_item")} returning id`;

export type Missing = { readonly missing: readonly KeyedIdentity[]; readonly covered: number };

/** See `ItemLookup.notListed`. */
export async function notListed(database: Database, connection: string, listing: Listing): Promise<Missing> {
  const { scope, seen, hidden = [] } = listing;
  const { containers } = scope;
  const [row] = await database.query<Missing>(notListedSql, [
    connection,
    containers === "all",
    containers === "all" ? [] : containers.map((container) => container.toLowerCase()),
    queriesOf(scope),
    [...seen],
    hidden,
  ]);
  return row ?? { missing: [], covered: 0 };
}

/** See `ItemLookup.unknownItems`. */
export function unknownItems(database: Database, listed: readonly Identity[]): Promise<readonly Identity[]> {
  return database.query<Identity>(unknownItemsSql, [listed.map(({ id }) => id), listed.map(({ handle }) => handle)]);
}

/** See `ItemLookup.identify`. */
export async function identify(
  database: Database,
  connection: string,
  handles: readonly string[],
): Promise<readonly KeyedIdentity[]> {
  if (handles.length === 0) return [];
  return overFew(database, (tx) => tx.query<KeyedIdentity>(identifySql, [connection, handles]));
}

/** See `ItemLookup.perhapsMoved`. */
export function perhapsMoved(database: Database, connection: string): Promise<readonly KeyedIdentity[]> {
  return overFew(database, (tx) => tx.query<KeyedIdentity>(perhapsMovedSql, [connection]));
}

/** `presence`: the items' new presence. */
export type Mark = { readonly presence: Exclude<Presence, "present">; readonly at: number };

/**
 * See `ModelWriter.markGone` and `.markHidden`. Takes the page lock: a page that has already read the items' presence
 * would restore them.
 */
export async function mark(
  database: Database,
  ids: readonly WorkItemId[],
  { presence, at }: Mark,
): Promise<PageChange> {
  if (ids.length === 0) return noChange;
  const rows = await database.transaction(async (tx) => {
    const connections = distinct(ids.map((id) => id.split(":")[1] ?? ""));
    for (const connection of connections.toSorted(byText)) await tx.query(lockSql, [pageLockName(connection)]);
    return tx.query<{ id: WorkItemId }>(markSql, [ids, at, presence]);
  });
  const changed = rows.map(({ id }) => id);
  return { written: changed.length, unchanged: ids.length - changed.length, changed };
}
