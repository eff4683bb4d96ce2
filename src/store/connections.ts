import { siteOf } from "../domain/references/address.ts";
import type { ModelSite } from "../domain/model/model.ts";
import type { ConnectionRecord, ConnectionUse } from "../ports/train-registry.ts";
import type { Database, Sql } from "./database.ts";
import { columnLists } from "./parameters.ts";
import { upsertSql, type Table } from "./table.ts";

const table: Table<ConnectionRecord & { readonly named: boolean }> = {
  name: "connection",
  key: ["key"],
  columns: {
    key: "text",
    system: "enum system",
    site: "text",
    alsoAt: "text[]",
    dataCenter: "boolean",
    named: "boolean",
  },
};

/** Keys of the connections that the train file names; the data of others stays, but no query of the model reads it. */
export const namedConnections = "(select key from connection where named)";

/** A connection that left the train file keeps its row, so that a renamed one can take over its data. */
export async function saveConnections(tx: Sql, records: readonly ConnectionRecord[]): Promise<void> {
  const keys = records.map(({ key }) => key);
  await tx.execute("update connection set named = false where named and key <> all ($1::text[])", [keys]);
  const rows = records.map((record) => ({ alsoAt: [], dataCenter: false, ...record, named: true }));
  await tx.execute(upsertSql(table), columnLists(table, rows));
}

/** See `TrainRegistry.connections`. */
export async function readConnections(database: Database): Promise<readonly ConnectionRecord[]> {
  const rows = await database.query<ConnectionRecord>(
    `select key, system, site, data_center as "dataCenter" from connection where named order by key`,
  );
  return rows.map(({ dataCenter, ...record }) => ({ ...record, ...(dataCenter === true && { dataCenter }) }));
}

/** Sites of all connections, as references contain them. */
export async function readSites(sql: Sql): Promise<readonly ModelSite[]> {
  const rows = await sql.query<Required<ConnectionRecord> & { readonly named: boolean }>(
    `select key, system, site, also_at as "alsoAt", named from connection order by key collate "C"`,
  );
  return rows.map(({ key, system, site, alsoAt, named }) => ({
    system,
    connection: key,
    sites: [site, ...alsoAt].map(siteOf).filter((name) => name !== ""),
    ...(!named && { isFormer: true }),
  }));
}

/** Earlier versions deleted a connection's row but kept its data, hence the other two tables. */
const usesSql = `
  with known as (
    select key from connection
    union select connection from work_item
    union select connection from publication
  )
  select k.key, c.system, c.site, coalesce(c.named, false) as named,
    (select count(*)::int from work_item w where w.connection = k.key and w.presence = 'present') as items,
    (select count(*)::int from publication p
      where p.connection = k.key and p.state in ('intended', 'standing', 'held')) as texts,
    array(
      select lower(w.container) from work_item w where w.connection = k.key and w.presence <> 'stub'
      union select lower(p.place) from publication p where p.connection = k.key and p.kind = 'rollup'
      order by 1) as places
  from known k left join connection c using (key) order by k.key collate "C"`;

/** See `TrainRegistry.connectionUses`. */
export function connectionUses(database: Database): Promise<readonly ConnectionUse[]> {
  return database.query<ConnectionUse>(usesSql);
}
