import type { Database, Tx } from "./database.ts";
import { renameInDocuments } from "./rename-in-documents.ts";

/** SQL: an id with the prefix `$1` (`jira:acme:`) gets the prefix `$2`; other ids stay. */
const moved = (id: string) =>
  `case when starts_with(${id}, $1::text) then $2::text || substr(${id}, length($1::text) + 1) else ${id} end`;

/** SQL: the same for a list, in order. */
const movedAll = (ids: string) =>
  `array(select ${moved("one.id")} from unnest(${ids}) with ordinality as one (id, place) order by one.place)`;

/** The id of a link from a text contains the id of the item with the text. */
const movedLink = `
  case when starts_with(id, 'text:' || $1::text) then 'text:' || $2::text || substr(id, length('text:' || $1::text) + 1)
    else ${moved("id")} end`;

/** SQL: JSON whose members of this name begin with the prefix `$1` get the prefix `$2`. */
const movedMember = (json: string, name: string) =>
  `replace(${json}, '"${name}": "' || $1::text, '"${name}": "' || $2::text)`;

/** SQL: a value of an event. A parent is an id or a key, timeboxes have an `id`, links an `end`; the rest is words. */
const movedValue = (value: string) => `
  case field when 'parent' then to_jsonb(${moved(`(${value} #>> '{}')`)})
    when 'timeboxes' then ${movedMember(`${value}::text`, "id")}::jsonb
    when 'links' then ${movedMember(`${value}::text`, "end")}::jsonb
    else ${value} end`;

const idStatements: readonly string[] = [
  `update work_item set id = ${moved("id")}, parent_id = ${moved("parent_id")}, sprint_ids = ${movedAll("sprint_ids")}
   where starts_with(id, $1::text) or starts_with(parent_id, $1::text)`,
  `update sprint set id = ${moved("id")} where starts_with(id, $1::text)`,
  `update link set id = ${movedLink}, source = ${moved("source")}, target = ${moved("target")},
     reporter_id = ${moved("reporter_id")}
   where starts_with(source, $1::text) or starts_with(target, $1::text)`,
  `update pull_request set id = ${moved("id")} where starts_with(id, $1::text)`,
  `update history_event set item_id = ${moved("item_id")}, id = ${moved("id")}, "from" = ${movedValue('"from"')},
     "to" = ${movedValue('"to"')}
   where starts_with(item_id, $1::text)`,
  `update membership set item_id = ${moved("item_id")}, values = ${movedMember("values::text", "iteration")}::jsonb
   where starts_with(item_id, $1::text)`,
  `update repair set item_id = ${moved("item_id")} where starts_with(item_id, $1::text)`,
  `update publication set item_id = ${moved("item_id")} where starts_with(item_id, $1::text)`,
];

/** The members of a query follow by foreign key. */
const tablesByConnection = [
  "work_item",
  "sprint",
  "known_name",
  "pull_request",
  "stream",
  "membership_query",
  "delivery",
  "repair",
  "publication",
  "refusal",
  "writing_account",
  "publish_state",
  "team",
];

/** See `TrainRegistry.renameConnection`. Markers stay as they are in the trackers. */
export function renameConnection(database: Database, from: string, to: string): Promise<void> {
  return database.transaction(async (tx) => {
    await forgetEmpty(tx, to);
    for (const system of ["jira", "github"]) {
      const prefixes = [`${system}:${from}:`, `${system}:${to}:`];
      for (const statement of idStatements) await tx.execute(statement, prefixes);
    }
    for (const table of tablesByConnection) {
      await tx.execute(`update ${table} set connection = $2::text where connection = $1::text`, [from, to]);
    }
    await tx.execute("update connection set key = $2::text where key = $1::text", [from, to]);
    await renameInDocuments(tx, { from, to });
  });
}

/** Deletes the row, failed streams and failed writes of a key under which nothing was ever read. */
async function forgetEmpty(tx: Tx, key: string): Promise<void> {
  await tx.execute("delete from connection where key = $1::text", [key]);
  await tx.execute("delete from stream where connection = $1::text", [key]);
  await tx.execute("delete from publish_state where connection = $1::text", [key]);
}
