import type { WorkItemId } from "../domain/ids.ts";
import type { Scope } from "../ports/connector.ts";
import { queriesOf } from "../ports/members.ts";
import { readSites } from "./connections.ts";
import type { PageChange } from "../ports/page-change.ts";
import type { Forgetting, UnlinkedItem } from "../ports/model-store.ts";
import type { Database, Sql } from "./database.ts";
import { noChange } from "./save-rows.ts";
import { containerNames, keyRefSql } from "./known-names.ts";
import { isOf, overAll, overFew } from "./planner.ts";

/**
 * All keys by which links may refer to an item of this connection: its own, and former ones of the item or its
 * container.
 */
export function namesOf(items: string): string {
  const columns = "w.id, w.handle, w.presence, w.system";
  return `
    select id, handle, presence, ${keyRefSql} as key from (
      select ${columns}, w.key from ${items} w where w.connection = $1
      union all select ${columns}, k.name from ${items} w join known_name k using (connection)
        where w.connection = $1 and k.kind = 'item' and k.native_id = w.native_id
      union all select ${columns}, former.name || substr(w.key, length(w.container) + 1)
        from ${items} w
        join known_name present on present.connection = w.connection and present.name = w.container
          and present.kind = 'container' and present.is_current
        join known_name former on former.connection = w.connection and former.native_id = present.native_id
          and former.kind = 'container' and not former.is_current
        where w.connection = $1
    ) as called`;
}

/**
 * `covered`: items that the teams' streams read; for other connections, according to the stored trains. `ends`:
 * providers, consumers and parents of those, by id or key; `end_item`: the items among them. Neighbours reach no
 * further, else each sync would read one more ring of the site; the only exception is the item that a closed duplicate
 * names, since the dependency is on that item. The tracker decides about a key that no item has or had: a site knows
 * that `LED-5` is an issue and `UTF-8` is none, GitHub resolves the former name in an old `acme/api#7`. A key with an
 * address (`key:jira:LED-5@acme.atlassian.net`) belongs to this connection if the site does ($6). `place` goes from one
 * container to the next by their index, which is faster than reading all items.
 */
export const reach = `
  with recursive place as (
    (select connection, container from work_item order by connection, container limit 1)
    union all
    select n.connection, n.container from place p cross join lateral (
      select connection, container from work_item w where (w.connection, w.container) > (p.connection, p.container)
      order by connection, container limit 1) n
  ), covered_place as (
    select p.connection, p.container from place p
    where case when p.connection = $1
      then $2::boolean or lower(p.container) in ${containerNames("$3::text[]", "$1")}
      else exists (
        select 1 from team t where t.connection = p.connection
          and (lower(p.container) in ${containerNames("t.containers", "t.connection")} or (t.containers = '{}' and t.jql is null)))
      end
  ), covered as (
    select w.id, w.parent_id from work_item w
    where w.presence = 'present' and (
      (w.connection, w.container) in (select connection, container from covered_place)
      or w.connection = $1 and w.id in (
        select m.item_id from membership m join membership_query q using (connection, digest)
        where q.connection = $1 and q.jql = any ($4::text[])))
  ), dependency as (
    select source, target from link where origin in ('github-blocked-by', 'jira-remote-link', 'text')
      or origin = 'jira-link' and (lower(type_name) = any ($5::text[]) or type_id = any ($5::text[]) or type_id in (
        select native_id from known_name where kind = 'link-type' and lower(name) = any ($5::text[])))
  ), waiting as (
    select d.source, d.target from covered c join dependency d on d.source = c.id
    union select d.source, d.target from covered c join dependency d on d.target = c.id
  ), named as (${namesOf("work_item")}
  ), duplicate as (
    select source as id, target as original from link
    where duplicate = 'source' or origin = 'jira-link' and lower(type_name) = any ($7::text[])
    union select target, source from link
    where duplicate = 'target' or origin = 'jira-link' and lower(type_name) = any ($7::text[])
  ), waiting_end as (
    select source as id from waiting union select target from waiting
  ), waited as (
    select case when id like 'key:%@%' then split_part(id, '@', 1) else id end as id from waiting_end
    where id not like 'key:%@%'
      or exists (select 1 from unnest($6::text[]) as s (site)
        where split_part(id, '@', 2) = s.site or starts_with(split_part(id, '@', 2), s.site || '/'))
  ), lead as (
    select d.id, d.original as next from duplicate d join work_item w using (id) where w.status in ('done', 'cancelled')
    union all select id, parent_id from work_item where kind = 'subtask' and parent_id is not null
  ), needed as (
    select id from (select id from waited union select n.id from named n where n.key in (select id from waited)) as w
    union
    select l.next from needed n join lead l using (id)
  ), ends as (
    select id from needed
    union select c.parent_id from covered c where c.parent_id is not null
  ), end_item as (
    select n.id from named n where n.id in (select id from ends) or n.key in (select id from ends)
  )`;

const reachedSql = `${reach}, reached as (
    select n.handle, n.id from named n
    where n.presence <> 'gone' and n.id not in (select id from covered) and n.id in (select id from end_item)
    union all
    select substr(e.id, length('key:' || c.system || ':') + 1), e.id
    from ends e join (select system from work_item where connection = $1 limit 1) as c on starts_with(e.id, 'key:' || c.system || ':')
    where e.id like 'key:%' and e.id not in (select key from named)
      and e.id not in (select 'key:github:' || lower(p.key) from pull_request p where p.connection = $1)
  )
  select handle from reached group by handle order by min(id) collate "C"`;

/** See `ItemLookup.handlesToReread`. */
export async function handlesToReread(
  database: Database,
  connection: string,
  scope: Scope,
): Promise<readonly string[]> {
  return overAll(database, async (tx) => {
    const rows = await tx.query<{ handle: string }>(reachedSql, await valuesOf(tx, { connection, scope }));
    return rows.map(({ handle }) => handle);
  });
}

// `limit` and `offset 0` make the planner look each id and key up: it would compare all items with each instead.
const unreadEndsSql = `
  with beside as (
    select source as id from link where target = any ($2::text[])
    union select target from link where source = any ($2::text[])
    union select parent_id from work_item where id = any ($2::text[]) and parent_id is not null
  ), named as (
    select b.id, split_part(b.id, ':', 2) as system, split_part(split_part(b.id, '@', 1), ':', 3) as key
    from beside b where starts_with(b.id, 'key:')
  )
  select w.handle from beside b cross join lateral (
    select handle from work_item where id = b.id and ${isOf("connection", "$1")} and presence = 'stub' limit 1) w
  union
  select n.key from named n
  where n.system = (select w.system::text from work_item w where w.connection = $1 limit 1)
    and not exists (select 1 from work_item w where ${isOf("w.connection", "$1")} and w.presence <> 'stub' and lower(w.key) = lower(n.key) offset 0)
    and not exists (select 1 from pull_request p where ${isOf("p.connection", "$1")} and lower(p.key) = lower(n.key) offset 0)
  order by handle`;

/** See `ItemLookup.unreadEnds`. */
export async function unreadEnds(
  database: Database,
  connection: string,
  ids: readonly WorkItemId[],
): Promise<readonly string[]> {
  const rows = await overFew(database, (tx) => tx.query<{ handle: string }>(unreadEndsSql, [connection, ids]));
  return rows.map(({ handle }) => handle);
}

export type Reading = { readonly connection: string; readonly scope: Scope };

/** The parameters of `reach`. */
export async function valuesOf(
  tx: Sql,
  { connection, scope }: Reading,
): Promise<(string | boolean | readonly string[])[]> {
  const { containers, linkTypes, duplicateTypes = [] } = scope;
  const sites = await readSites(tx);
  return [
    connection,
    containers === "all",
    containers === "all" ? [] : containers.map((container) => container.toLowerCase()),
    queriesOf(scope),
    linkTypes.map((name) => name.toLowerCase()),
    sites.find((one) => one.connection === connection)?.sites ?? [],
    duplicateTypes.map((name) => name.toLowerCase()),
  ];
}

const handlesToStoreSql = `${reach}
  select h as handle from unnest($8::text[]) as asked (h)
  where 'key:jira:' || upper(h) in (select id from ends) or 'key:github:' || lower(h) in (select id from ends) or exists (
    select 1 from named n
    where (n.handle = h or n.key = 'key:jira:' || upper(h) or n.key = 'key:github:' || lower(h))
      and (n.presence = 'present' or n.id in (select id from end_item)))`;

const heldSql = `
  select handle, presence = 'present' as "isPresent" from work_item
  where handle = any ($2::text[]) and ${isOf("connection", "$1")}`;

/** Keys of both trackers contain one of these, and so do a few of GitHub's handles. */
const perhapsKey = /[-#]/u;

/**
 * See `ItemLookup.handlesToStore`. A site announces items of all its projects: searches the model only for keys and for
 * items that it holds, but not as present.
 */
export async function handlesToStore(
  database: Database,
  { connection, scope }: Reading,
  handles: readonly string[],
): Promise<ReadonlySet<string>> {
  if (handles.length === 0) return new Set();
  const held = await overFew(database, (tx) => tx.query<Held>(heldSql, [connection, handles]));
  const present = new Set(held.flatMap(({ handle, isPresent }) => (isPresent ? handle : [])));
  const known = new Set(held.map(({ handle }) => handle));
  const asked = handles.filter((one) => !present.has(one) && (known.has(one) || perhapsKey.test(one)));
  if (asked.length === 0) return present;
  return overAll(database, async (tx) => {
    const values = [...(await valuesOf(tx, { connection, scope })), asked];
    const rows = await tx.query<{ handle: string }>(handlesToStoreSql, values);
    return new Set([...present, ...rows.map(({ handle }) => handle)]);
  });
}

type Held = { readonly handle: string; readonly isPresent: boolean };

const isUnlinked = `
  w.connection = $1 and w.presence = 'present' and w.id not in (select id from covered) and w.id not in (select id from end_item)`;

/** `in_conflict`: ends of open conflicts of any train. */
const unlinkedSql = `${reach}, in_conflict as (
    select consumer_id as id from conflict where state = 'open'
    union select provider from conflict where state = 'open'
    union select json_array_elements_text(conflict #> '{evidence,cycle}') from conflict where state = 'open'
    union select json_array_elements_text(conflict #> '{evidence,chain,items}') from conflict where state = 'open'
    union select conflict #>> array['evidence', planned, 'through', planner] from conflict,
      (values ('consumer'), ('provider')) as p(planned), (values ('item'), ('part'), ('otherPart')) as q(planner)
      where state = 'open'
    union select conflict #>> array['evidence', 'chain', 'end', 'through', planner] from conflict,
      (values ('item'), ('part'), ('otherPart')) as q(planner)
      where state = 'open'
  )
  select w.id, w.handle, w.key, w.id in (select id from in_conflict where id is not null) as "inConflict"
  from work_item w where ${isUnlinked} order by w.id collate "C"`;

/** See `ItemLookup.unlinkedItems`. */
export async function unlinkedItems(
  database: Database,
  connection: string,
  scope: Scope,
): Promise<readonly UnlinkedItem[]> {
  return overAll(database, async (tx) => tx.query(unlinkedSql, await valuesOf(tx, { connection, scope })));
}

const forgetSql = `${reach}
  update work_item w set presence = 'stub', stored_at = to_timestamp($8::double precision / 1000)
  where ${isUnlinked} and w.id <> all ($9::text[])
  returning w.id`;

/** Deletes links that only these items report; keeps those that the other end, if read, also reports. */
const forgetLinksSql = `
  delete from link l
  where (l.origin in ('jira-remote-link', 'text') and l.reporter_id = any ($1::text[]))
    or (l.origin = 'github-blocked-by' and l.target = any ($1::text[]))
    or (l.origin = 'jira-link' and (l.source = any ($1::text[]) or l.target = any ($1::text[]))
      and not exists (select 1 from work_item w where w.id in (l.source, l.target) and w.presence = 'present'))`;

/** See `ModelWriter.forgetUnlinked`. */
export function forgetUnlinked(
  database: Database,
  { connection, scope }: Reading,
  { at, but }: Forgetting,
): Promise<PageChange> {
  return overAll(database, async (tx) => {
    const values = [...(await valuesOf(tx, { connection, scope })), at, [...but]];
    const rows = await tx.query<{ id: WorkItemId }>(forgetSql, values);
    if (rows.length === 0) return noChange;
    const changed = rows.map(({ id }) => id);
    await tx.execute(forgetLinksSql, [changed]);
    return { written: changed.length, unchanged: 0, changed };
  });
}
