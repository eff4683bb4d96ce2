import type { Scope } from "../ports/connector.ts";
import { readSites } from "./connections.ts";
import type { Database } from "./database.ts";

/**
 * `covered`: items that some team's streams bring in anyway; of other connections as the stored trains tell.
 * `ends`: what those depend on, are waited for by, or belong to. Neighbours do not reach further: else the whole site
 * would come in, one ring a sync.
 * A Jira key that no item has is asked for by itself: the site knows whether `LED-5` is an issue and `UTF-8` is none.
 * A key that was written as an address (`key:jira:LED-5@acme.atlassian.net`) is this connection's where the site is ($6).
 */
const reachedSql = `
  with covered as (
    select w.id, w.parent_id from work_item w
    where w.presence = 'present' and case when w.connection = $1
      then $2::boolean or lower(w.container) = any ($3::text[])
        or exists (
          select 1 from membership m join membership_query q using (connection, digest)
          where m.item_id = w.id and q.connection = $1 and q.jql = any ($4::text[]))
      else exists (
        select 1 from team t where t.connection = w.connection
          and (lower(w.container) = any (t.containers) or (t.containers = '{}' and t.jql is null)))
      end
  ), dependency as (
    select source, target from link where origin <> 'jira-link' or lower(type_name) = any ($5::text[])
  ), named_ends as (
    select d.target as id from covered c join dependency d on d.source = c.id
    union select d.source from covered c join dependency d on d.target = c.id
    union select c.parent_id from covered c where c.parent_id is not null
  ), ends as (
    select case when id like 'key:%@%' then split_part(id, '@', 1) else id end as id from named_ends
    where id not like 'key:%@%'
      or exists (select 1 from unnest($6::text[]) as s (site)
        where split_part(id, '@', 2) = s.site or starts_with(split_part(id, '@', 2), s.site || '/'))
  ), named as (
    select w.id, w.handle, w.presence,
      'key:' || w.system || ':' || case when w.system = 'jira' then upper(w.key) else lower(w.key) end as key
    from work_item w where w.connection = $1
  ), reached as (
    select n.handle, n.id from named n
    where n.presence <> 'gone' and n.id not in (select id from covered)
      and (n.id in (select id from ends) or n.key in (select id from ends))
    union all
    select substr(e.id, length('key:jira:') + 1), e.id from ends e
    where e.id like 'key:jira:%' and e.id not in (select key from named)
      and exists (select 1 from work_item w where w.connection = $1 and w.system = 'jira')
  )
  select handle from reached order by id collate "C"`;

/** See `Store.handlesToReread`. */
export async function handlesToReread(
  database: Database,
  connection: string,
  { containers, jqls, linkTypes }: Scope,
): Promise<readonly string[]> {
  const sites = await readSites(database);
  const rows = await database.query<{ handle: string }>(reachedSql, [
    connection,
    containers === "all",
    containers === "all" ? [] : containers.map((container) => container.toLowerCase()),
    jqls,
    linkTypes.map((name) => name.toLowerCase()),
    sites.find((one) => one.connection === connection)?.sites ?? [],
  ]);
  return rows.map(({ handle }) => handle);
}
