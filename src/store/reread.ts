import type { Scope } from "../ports/connector.ts";
import type { Database } from "./database.ts";

/**
 * `covered`: items that some team's streams bring in anyway; of other connections as the stored trains tell.
 * `ends`: what those depend on, are waited for by, or belong to. Neighbours do not reach further: else the whole site
 * would come in, one ring a sync. Only what a finished end is a duplicate of is followed: the dependency is on that.
 * A Jira key that no item has is asked for by itself: the site knows whether `LED-5` is an issue and `UTF-8` is none.
 */
const reachedSql = `
  with recursive covered as (
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
    select source, target from link
    where origin in ('github-blocked-by', 'text') or origin = 'jira-link' and lower(type_name) = any ($5::text[])
  ), waiting as (
    select d.source, d.target from covered c join dependency d on d.source = c.id
    union select d.source, d.target from covered c join dependency d on d.target = c.id
  ), named as (
    select w.id, w.handle, w.presence,
      'key:' || w.system || ':' || case when w.system = 'jira' then upper(w.key) else lower(w.key) end as key
    from work_item w where w.connection = $1
  ), duplicate as (
    select source as id, target as original from link
    where duplicate = 'source' or origin = 'jira-link' and lower(type_name) = any ($6::text[])
    union select target, source from link
    where duplicate = 'target' or origin = 'jira-link' and lower(type_name) = any ($6::text[])
  ), waited as (
    select source as id from waiting union select target from waiting
    union select n.id from named n where n.key in (select source from waiting union select target from waiting)
  ), needed as (
    select id from waited
    union
    select d.original from needed n join duplicate d on d.id = n.id join work_item w on w.id = d.id
    where w.status in ('done', 'cancelled')
  ), ends as (
    select id from needed
    union select c.parent_id from covered c where c.parent_id is not null
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
  { containers, jqls, linkTypes, duplicateTypes = [] }: Scope,
): Promise<readonly string[]> {
  const rows = await database.query<{ handle: string }>(reachedSql, [
    connection,
    containers === "all",
    containers === "all" ? [] : containers.map((container) => container.toLowerCase()),
    jqls,
    linkTypes.map((name) => name.toLowerCase()),
    duplicateTypes.map((name) => name.toLowerCase()),
  ]);
  return rows.map(({ handle }) => handle);
}
