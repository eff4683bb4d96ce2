import type { ValueSample } from "../ports/model-store.ts";
import type { Database } from "./database.ts";
import { jsonRows } from "./parameters.ts";

const sep = "chr(31)";

/**
 * `value`: how a sample names it; `by`: the columns that make the value; `where`: which items have one. Two projects or
 * repositories may have components, labels and types with one name. People rename GitHub's labels only: Jira's are words.
 */
const fields = [
  { field: "status", by: "w.status_id, w.status_name, w.status::text", where: "w.status_id is not null", list: null },
  { field: "resolution", by: "w.resolution_id, w.resolution_name", where: "w.resolution_id is not null", list: null },
  { field: "type", by: "w.container, w.source_kind", where: "w.source_kind <> ''", list: null },
  { field: "component", by: "w.container, one.name", where: "true", list: "w.components" },
  { field: "label", by: "w.container, one.name", where: "w.system = 'github'", list: "w.labels" },
] as const satisfies readonly { readonly field: ValueSample["field"]; readonly [part: string]: string | null }[];

const present = "w.connection = $1 and w.presence = 'present'";
const each = (list: string | null) => (list === null ? "" : `cross join unnest(${list}) as one (name)`);

/** Grouped by the columns, and joined into one text afterwards: the items are many, their values few. */
const samplesSql = `
  select s.id, w.handle, (w.updated_at)::text as updated, s.field, s.value
  from (${fields
    .map(
      ({ field, by, where, list }) => `
    select '${field}' as field, concat_ws(${sep}, ${by}) as value, min(w.id collate "C") as id
    from work_item w ${each(list)} where ${present} and ${where} group by ${by}`,
    )
    .join(" union all ")}
  ) as s join work_item w on w.id = s.id
  order by s.id collate "C", s.field, s.value`;

/** What one item has. */
const held = fields
  .map(
    ({ field, by, where, list }) =>
      `select '${field}' as field, concat_ws(${sep}, ${by}) as value from (select 1) as item ${each(list)} where ${where}`,
  )
  .join(" union all ");

/** A sample that was edited meanwhile tells nothing of its former value. */
const lostSql = `
  select s.field, s.value
  from json_to_recordset($1::json) as s (id text, updated text, field text, value text) join work_item w on w.id = s.id
  where (w.updated_at)::text is not distinct from s.updated
    and not exists (select 1 from (${held}) as h where h.field = s.field and h.value = s.value)`;

const holdersSql = `
  select distinct w.handle
  from work_item w cross join lateral (${held}) as h
    join json_to_recordset($2::json) as lost (field text, value text) using (field, value)
  where ${present}
  order by w.handle`;

/** See `ItemLookup.valueSamples`. */
export function valueSamples(database: Database, connection: string): Promise<readonly ValueSample[]> {
  return database.query<ValueSample>(samplesSql, [connection]);
}

/** See `ItemLookup.outdatedItems`. */
export async function outdatedItems(
  database: Database,
  connection: string,
  samples: readonly ValueSample[],
): Promise<readonly string[]> {
  if (samples.length === 0) return [];
  const lost = await database.query<Pick<ValueSample, "field" | "value">>(lostSql, [jsonRows(samples)]);
  if (lost.length === 0) return [];
  const rows = await database.query<{ handle: string }>(holdersSql, [connection, jsonRows(lost)]);
  return rows.map(({ handle }) => handle);
}
