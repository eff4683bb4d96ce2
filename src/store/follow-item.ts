import type { WorkItemId } from "../domain/ids.ts";
import type { PageChange } from "../ports/page-change.ts";
import type { Database, Sql } from "./database.ts";
import { overFew } from "./planner.ts";
import { renameConflicts } from "./rename-in-documents.ts";
import { noChange } from "./save-rows.ts";

export type Move = { readonly from: WorkItemId; readonly to: WorkItemId };

/**
 * Moves links of other items to this item; reading the new item stores its own. A link's id contains those of its ends.
 */
const linkStatements: readonly string[] = [
  `delete from link where reporter_id = $1::text or (origin = 'github-blocked-by' and target = $1::text)`,
  `delete from link l where $1::text in (l.source, l.target) and exists (
     select 1 from link o where o.source = case when l.source = $1::text then $2::text else l.source end
       and o.target = case when l.target = $1::text then $2::text else l.target end and o.origin = l.origin
       and o.reporter_id is not distinct from l.reporter_id and o.id <> l.id)`,
  `update link set source = case when source = $1::text then $2::text else source end,
     target = case when target = $1::text then $2::text else target end,
     id = case when origin = 'github-blocked-by'
       then left(id, -length(split_part($1::text, ':', 4))) || split_part($2::text, ':', 4) else id end
   where $1::text in (source, target)`,
];

/** The expression of an index: a parent is an id, a link has an `end`. */
const named = `(coalesce("from", '[]') || coalesce("to", '[]'))`;

/**
 * The tracker may give the moved item's events new ids: the reading of the new item has stored them, and Signalbox
 * keeps only what that reading lacks. Other items' events name the item by its id.
 */
const historyStatements: readonly string[] = [
  `delete from history_event h where item_id = $1::text and exists (
     select 1 from history_event o where o.item_id = $2::text and (o.id = h.id or (o.at, o.ordinal, o.field) = (h.at, h.ordinal, h.field)
       and (o."from", o."to") is not distinct from (h."from", h."to")))`,
  `update history_event set item_id = $2::text where item_id = $1::text`,
  `update history_event set "from" = replace("from"::text, '"' || $1::text || '"', '"' || $2::text || '"')::jsonb,
     "to" = replace("to"::text, '"' || $1::text || '"', '"' || $2::text || '"')::jsonb
   where field in ('parent', 'links') and (${named} @> jsonb_build_array($1::text)
     or ${named} @> jsonb_build_array(jsonb_build_object('end', $1::text)))`,
];

/** A project keeps an item that moves. A later reading of the project may have stored the new id. */
const membershipStatements: readonly string[] = [
  `update membership m set item_id = $2::text where item_id = $1::text and not exists (
     select 1 from membership o where (o.connection, o.digest) = (m.connection, m.digest) and o.item_id = $2::text)`,
  `delete from membership where item_id = $1::text`,
];

const statements: readonly string[] = [
  `insert into known_name (system, connection, kind, native_id, name, is_current)
   select f.system, f.connection, 'item', t.native_id, f.key, false from work_item f, work_item t
   where f.id = $1::text and t.id = $2::text on conflict do nothing`,
  `update known_name k set native_id = split_part($2::text, ':', 4)
   where k.kind = 'item' and k.connection = split_part($1::text, ':', 2) and k.native_id = split_part($1::text, ':', 4)
     and not exists (select 1 from known_name o where o.kind = 'item' and o.connection = k.connection
       and o.native_id = split_part($2::text, ':', 4) and o.name = k.name)`,
  ...linkStatements,
  ...membershipStatements,
  `update work_item set parent_id = $2::text where parent_id = $1::text`,
  ...historyStatements,
  // A moved comment may have a new id as well: the next run searches for it.
  `update publication p set item_id = $2::text, digest = null,
     state = case when state = 'standing' then 'intended' else state end,
     remote_id = case when state = 'standing' then null else remote_id end
   where item_id = $1::text and not exists (select 1 from publication o where o.item_id = $2::text and o.train = p.train)`,
  `delete from conflict where $2::text in (consumer_id, provider)
     and train || '' = any (array(select o.train from conflict o where $1::text in (o.consumer_id, o.provider)))`,
  // Reads all of them, as does the next statement: no index leads to the items inside a document.
  `update conflict set conflict = replace(conflict::text, '"' || $1::text || '"', '"' || $2::text || '"')::json
   where position('"' || $1::text || '"' in conflict::text) > 0`,
  `update commitment set items = replace(items::text, '"' || $1::text || '"', '"' || $2::text || '"')::json
   where position('"' || $1::text || '"' in items::text) > 0`,
  `delete from repair where item_id = $1::text`,
  `delete from work_item where id = $1::text`,
];

/** See `ModelWriter.followItem`. */
export function followItem(database: Database, move: Move): Promise<PageChange> {
  return overFew(database, async (tx) => {
    if (!(await areBothThere(tx, move))) return noChange;
    for (const sql of statements) {
      // A statement accepts only the parameters that it uses.
      await tx.execute(sql, sql.includes("$2::text") ? [move.from, move.to] : [move.from]);
    }
    await renameConflicts(tx, move.from);
    return { written: 1, unchanged: 0, changed: [move.to] };
  });
}

async function areBothThere(tx: Sql, { from, to }: Move): Promise<boolean> {
  const rows = await tx.query<{ id: WorkItemId }>("select id from work_item where id = any ($1::text[])", [[from, to]]);
  return from !== to && rows.length === 2;
}
