import type { SharedValue } from "../domain/items/shared-values.ts";
import type { ValueSample } from "../ports/model-store.ts";
import type { Database } from "./database.ts";
import { jsonRows } from "./parameters.ts";

/** `by`: the columns that make a value, as `sharedValues` joins them; `where`: which items have one; `list`: of several. */
type Shared = {
  readonly field: SharedValue["field"];
  readonly by: string;
  readonly where: string;
  readonly list?: string;
};

/**
 * Of labels GitHub's only, because Jira's are words without a definition. Of timeboxes those that nothing lists: people may
 * have deleted them.
 */
const shared: readonly Shared[] = [
  { field: "status", by: "w.status_id, w.status_name, w.status::text", where: "w.status_id is not null" },
  { field: "resolution", by: "w.resolution_id, w.resolution_name", where: "w.resolution_id is not null" },
  { field: "type", by: "w.container, w.source_kind", where: "w.source_kind <> ''" },
  { field: "component", by: "w.container, one.name", where: "true", list: "w.components" },
  { field: "label", by: "w.container, one.name", where: "w.system = 'github'", list: "w.labels" },
  {
    field: "timebox",
    by: "one.name",
    where: "one.name in (select id from sprint where connection = $1 and not listed)",
    list: "w.sprint_ids",
  },
];

const present = "w.connection = $1 and w.presence = 'present'";

function valueIn({ field, by }: Shared): string {
  return `'${field}' as field, concat_ws(chr(31), ${by}) as value`;
}

function each({ list }: Shared): string {
  return list === undefined ? "" : `cross join unnest(${list}) as one (name)`;
}

/** Grouped by the columns, and joined into one text afterwards: the items are many, their values few. */
function samplesOf(one: Shared): string {
  return `select ${valueIn(one)}, min(w.id collate "C") as id from work_item w ${each(one)}
    where ${present} and ${one.where} group by ${one.by}`;
}

const samplesSql = `
  select s.id, w.handle, (extract(epoch from w.updated_at) * 1000)::double precision as "updatedAt", s.field, s.value
  from (${shared.map(samplesOf).join(" union all ")}) as s join work_item w on w.id = s.id
  order by s.id collate "C", s.field, s.value`;

function valuesOf(one: Shared): string {
  return `select ${valueIn(one)} from (select) as item ${each(one)} where ${one.where}`;
}

const holdersSql = `
  select distinct w.handle
  from work_item w cross join lateral (${shared.map(valuesOf).join(" union all ")}) as h
    join json_to_recordset($2::json) as named (field text, value text) using (field, value)
  where ${present}
  order by w.handle`;

/** See `ItemLookup.valueSamples`. */
export function valueSamples(database: Database, connection: string): Promise<readonly ValueSample[]> {
  return database.query<ValueSample>(samplesSql, [connection]);
}

/** See `ItemLookup.itemsWith`. */
export async function itemsWith(
  database: Database,
  connection: string,
  values: readonly SharedValue[],
): Promise<readonly string[]> {
  const rows = await database.query<{ handle: string }>(holdersSql, [connection, jsonRows(values)]);
  return rows.map(({ handle }) => handle);
}
