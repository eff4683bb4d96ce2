import type { ValueSample } from "../ports/model-store.ts";
import type { Database } from "./database.ts";
import { jsonRows } from "./parameters.ts";

const sep = "chr(31)";
const status = `concat_ws(${sep}, w.status_id, w.status_name, w.status::text)`;
const resolution = `concat_ws(${sep}, w.resolution_id, w.resolution_name)`;
/** Two projects may have components with one name. */
const component = `concat_ws(${sep}, w.container, c.name)`;
const present = "w.connection = $1 and w.system = 'jira' and w.presence = 'present'";

/** Grouped by the columns, and joined into one text afterwards: the items are many, their values few. */
const samplesSql = `
  select s.id, w.handle, (w.updated_at)::text as updated, s.field, s.value
  from (
    select 'status' as field, ${status} as value, min(w.id collate "C") as id from work_item w
    where ${present} and w.status_id is not null group by w.status_id, w.status_name, w.status
    union all
    select 'resolution', ${resolution}, min(w.id collate "C") from work_item w
    where ${present} and w.resolution_id is not null group by w.resolution_id, w.resolution_name
    union all
    select 'component', ${component}, min(w.id collate "C") from work_item w cross join unnest(w.components) as c (name)
    where ${present} group by w.container, c.name
  ) as s join work_item w on w.id = s.id
  order by s.id collate "C", s.field, s.value`;

/** What one item has. */
const held = `
  select 'status' as field, ${status} as value
  union all select 'resolution', ${resolution}
  union all select 'component', ${component} from unnest(w.components) as c (name)`;

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
