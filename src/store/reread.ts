import type { Scope } from "../ports/connector.ts";
import type { Database } from "./database.ts";

/**
 * `covered`: items that some team's streams bring in anyway; of other connections as the stored trains tell.
 * `reached`: what those depend on, are waited for by, or belong to; an end known by its key is looked up by it.
 * Neighbours do not reach further: else the whole site would come in, one ring a sync.
 */
const reachedSql = `
  with covered as (
    select w.id, w.parent_id from work_item w
    where w.presence = 'present' and case when w.connection = $1
      then $2 or lower(w.container) = any ($3::text[])
        or exists (
          select 1 from membership m join membership_query q using (connection, digest)
          where m.item_id = w.id and q.connection = $1 and q.jql = any ($4::text[]))
      else exists (
        select 1 from team t where t.connection = w.connection
          and (lower(w.container) = any (t.containers) or (t.containers = '{}' and t.jql is null)))
      end
  ), ends as (
    select l.target as id from covered c join link l on l.source = c.id
    union select l.source from covered c join link l on l.target = c.id
    union select c.parent_id from covered c where c.parent_id is not null
  ), keys as (
    select substr(id, length('key:' || $5) + 2) as key from ends where id like 'key:' || $5 || ':%'
  )
  select w.handle, w.id from work_item w
  where w.connection = $1 and w.presence <> 'gone' and w.id not in (select id from covered)
    and (w.id in (select id from ends)
      or (case when w.system = 'jira' then upper(w.key) else lower(w.key) end) in (select key from keys))
  order by w.id`;

/** See `Store.handlesToReread`. */
export async function handlesToReread(
  database: Database,
  connection: string,
  scope: Scope,
): Promise<readonly string[]> {
  const all = scope.containers === "all";
  const containers = scope.containers === "all" ? [] : scope.containers.map((container) => container.toLowerCase());
  const rows = await database.query<{ handle: string }>(reachedSql, [
    connection,
    all,
    containers,
    scope.jqls,
    await systemOf(database, connection),
  ]);
  return rows.map(({ handle }) => handle);
}

async function systemOf(database: Database, connection: string): Promise<string> {
  const [row] = await database.query<{ system: string }>("select system from work_item where connection = $1 limit 1", [
    connection,
  ]);
  return row?.system ?? "";
}
