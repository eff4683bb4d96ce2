import type { System } from "../domain/ids.ts";
import type { KnownName } from "../domain/items/names.ts";
import type { WorkItem } from "../domain/items/work-item.ts";
import type { PulledItem, SeenName } from "../ports/connector.ts";
import { namedConnections } from "./connections.ts";
import { planned, type Database, type Sql } from "./database.ts";
import { columnLists, jsonRows } from "./parameters.ts";
import { beginOverFew, overMany } from "./planner.ts";
import { addSql, selectSql, upsertSql, type Table } from "./table.ts";

const table: Table<KnownName> = {
  name: "known_name",
  key: ["connection", "kind", "nativeId", "name"],
  columns: {
    system: "enum system",
    connection: "text",
    kind: "enum name_kind",
    nativeId: "text",
    name: "text",
    isCurrent: "boolean",
  },
};

const saveSql = upsertSql(table);
const addFormerSql = addSql(table);

const rowsOf = `json_to_recordset($1::json) as r(connection text, kind text, "nativeId" text, name text, "isCurrent" boolean, claimed boolean)`;

/** Ends an earlier name of an object that has a new one. */
const supersedeSql = `
  update known_name k set is_current = false from ${rowsOf}
  where k.connection = r.connection and k.kind = r.kind::name_kind and k.native_id = r."nativeId" and r."isCurrent"
    and k.is_current and k.name <> r.name`;

/** A name of the train file refers to one project or repository: the last one found under it. */
const handOverSql = `
  delete from known_name k using ${rowsOf}
  where k.connection = r.connection and k.kind = 'container' and r.kind = 'container' and k.native_id <> r."nativeId"
    and lower(k.name) = lower(r.name) and r.claimed`;

/** Renames the types of stored links: a renamed type does not change its issues' `updated`. */
const renameLinksSql = `
  update link l set type_name = r.name from ${rowsOf}
  where r.kind = 'link-type' and r."isCurrent" and l.origin = 'jira-link' and l.type_id = r."nativeId"
    and starts_with(l.id, 'jira:' || r.connection || ':') and l.type_name <> r.name`;

/** A reference to an item by key (`keyRef`), for a row with `system` and `key`. */
export const keyRefSql = "'key:' || system || ':' || case when system = 'jira' then upper(key) else lower(key) end";

/**
 * All present and former names, in lower case, of the projects and repositories that `names` (in lower case) refer to.
 * @param names SQL for a list of texts
 * @param connection SQL for their connection's key
 */
export function containerNames(names: string, connection: string): string {
  return `(
    select unnest(${names}) union
    select lower(other.name) from known_name named join known_name other using (connection, kind, native_id)
    where named.connection = ${connection} and named.kind = 'container' and lower(named.name) = any (${names}))`;
}

/** Names of the connections in the train file. */
export const namesSql = `${selectSql(table)} where connection in ${namedConnections} order by connection, kind, native_id, name`;

/** See `ModelReader.names`. */
export function readNames(database: Pick<Sql, "query">, connection: string): Promise<readonly KnownName[]> {
  return database.query<KnownName>(
    `${selectSql(table)} where connection = $1 and kind in ('container', 'link-type', 'field')`,
    [connection],
  );
}

/** Adds former names of items and sprints; skips known ones. */
export async function addFormerNames(tx: Pick<Sql, "execute">, names: readonly KnownName[]): Promise<void> {
  if (names.length > 0) await tx.execute(addFormerSql, columnLists(table, names));
}

/** Replaces a former name of a project or repository in its stored items, timeboxes and pull requests. */
const renamedTo = `
  with renamed as (
    select former.system, former.connection, former.name as former, present.name as present
    from ${rowsOf}
    join known_name former on former.connection = r.connection and former.native_id = r."nativeId"
    join known_name present on present.connection = former.connection and present.kind = former.kind
      and present.native_id = former.native_id
    where r.kind = 'container' and r."isCurrent" and former.kind = 'container' and not former.is_current and present.is_current)`;
const keyNow = "k.present || substr(t.key, length(k.former) + 1)";
const urlNow = `
  case when k.system = 'github' then replace(t.url, '/' || k.former || '/', '/' || k.present || '/')
    when right(t.url, length(t.key)) = t.key then left(t.url, -length(t.key)) || ${keyNow}
    else t.url end`;
const inFormer = "from renamed k where t.connection = k.connection and t.container = k.former";
const renameContentsSql: readonly string[] = [
  `${renamedTo} update work_item t set container = k.present, key = ${keyNow}, url = ${urlNow} ${inFormer}`,
  `${renamedTo} update pull_request t set container = k.present, key = ${keyNow}, url = ${urlNow} ${inFormer}`,
  `${renamedTo} update publication t set url = replace(replace(t.url, '/' || k.former || '/', '/' || k.present || '/'),
     '/' || t.remote_key, '/' || k.present || substr(t.remote_key, length(k.former) + 1)),
     remote_key = k.present || substr(t.remote_key, length(k.former) + 1)
   from renamed k
   where t.connection = k.connection and regexp_replace(t.remote_key, '[-#][0-9]+$', '') = k.former`,
  `${renamedTo} update sprint t set container = k.present ${inFormer}`,
  // A page may have given an item's parent by its new key before.
  `${renamedTo} update work_item t set parent_id = p.id
   from (select id, ${keyRefSql} as ref, connection, container from work_item) p
     join renamed k on k.connection = p.connection and k.present = p.container
   where t.connection = p.connection and t.parent_id = p.ref`,
];

type Of = { readonly system: System; readonly connection: string };

/** See `ModelWriter.saveNames`. */
export function saveNames(database: Database, of: Of, seen: readonly SeenName[]): Promise<number> {
  return database.transaction(async (tx) => {
    await beginOverFew(tx);
    return saveNamesIn(tx, { of, seen, beforeRenames: () => overMany(tx) });
  });
}

/** Excludes former names of the same container: a page may be older than the last probe. */
const newContainersSql = planned(`
  select distinct r."nativeId", r.name from json_to_recordset($1::json) as r("nativeId" text, name text)
  where exists (select 1 from known_name k where k.connection = $2 and k.kind = 'container' and k.native_id = r."nativeId")
    and not exists (select 1 from known_name k where k.connection = $2 and k.kind = 'container'
      and k.native_id = r."nativeId" and k.name = r.name)`);

type NewName = Pick<SeenName, "nativeId" | "name">;

/** The new names of the projects and repositories of a page's items, if the train file names them. */
export async function newContainerNames(tx: Sql, pulled: readonly PulledItem[]): Promise<readonly NewName[]> {
  const containers = containersOf(pulled);
  const [first] = containers.values();
  if (first === undefined) return [];
  const rows = [...containers].map(([nativeId, { container }]) => ({ nativeId, name: container }));
  return tx.query<NewName>(newContainersSql, [jsonRows(rows), first.connection]);
}

/**
 * Before a page is stored, notes new names of its items' projects and repositories.
 * @returns number of new names; stored items of renamed containers then have the new name, so that the page's items do
 * not differ
 */
export async function noteContainerNames(
  tx: Pick<Sql, "execute">,
  pulled: readonly PulledItem[],
  found: readonly NewName[],
): Promise<number> {
  const containers = containersOf(pulled);
  const [first] = containers.values();
  if (first === undefined) return 0;
  const seen = found.filter(({ nativeId }) => containers.has(nativeId));
  return saveNamesIn(tx, { of: first, seen: seen.map((one) => ({ ...one, kind: "container" })) });
}

function containersOf(pulled: readonly PulledItem[]): ReadonlyMap<string, WorkItem> {
  return new Map(pulled.flatMap(({ item, containerId }) => (containerId === undefined ? [] : [[containerId, item]])));
}

type Saving = {
  readonly of: Of;
  readonly seen: readonly SeenName[];
  /** Called before the statements that rename what is stored. */
  readonly beforeRenames?: () => Promise<void>;
};

async function saveNamesIn(tx: Pick<Sql, "execute">, { of, seen, beforeRenames }: Saving): Promise<number> {
  const { system, connection } = of;
  const rows = new Map<string, KnownName & { readonly claimed: boolean }>();
  for (const { kind, nativeId, name, called = [] } of seen) {
    for (const one of [...called.filter((other) => other.toLowerCase() !== name.toLowerCase()), name]) {
      const claimed = called.some((other) => other.toLowerCase() === one.toLowerCase());
      const row = { system, connection, kind, nativeId, name: one, isCurrent: one === name, claimed };
      rows.set(`${kind} ${nativeId} ${one}`, row);
    }
  }
  if (rows.size === 0) return 0;
  const written = await tx.execute(saveSql, columnLists(table, [...rows.values()]));
  if (written === 0) return 0;
  await beforeRenames?.();
  const json = jsonRows([...rows.values()]);
  for (const sql of [supersedeSql, handOverSql, renameLinksSql, ...renameContentsSql]) await tx.execute(sql, [json]);
  return written;
}
