import type { Conflict } from "../domain/conflicts/conflict.ts";
import { cycleFingerprint, edgeFingerprint } from "../domain/conflicts/fingerprint.ts";
import { byText } from "../domain/ordering.ts";
import type { Sql } from "./database.ts";
import { jsonRows } from "./table.ts";

/** Where documents are: a table's column, and what names a row of it. */
type Shelf = { readonly table: string; readonly column: string; readonly name: string };

const shelves: readonly Shelf[] = [
  { table: "train", column: "definition", name: "key" },
  { table: "snapshot", column: "rollup", name: "json_build_array(train, increment, day)::text" },
  { table: "portfolio_target", column: "target", name: "position::text" },
  { table: "conflict", column: "conflict", name: "json_build_array(train, fingerprint)::text" },
];

/** What is kept as JSON: trains as the train file has them, rollups of past days, conflicts with their names. */
export async function renameInDocuments(tx: Sql, renaming: Renaming): Promise<void> {
  for (const shelf of shelves) await renameOn(tx, shelf, renaming);
  await renameConflicts(tx);
}

async function renameOn(tx: Sql, { table, column, name }: Shelf, renaming: Renaming): Promise<void> {
  const rows = await tx.query<{ name: string; document: string }>(
    `select ${name} as name, ${column}::text as document from ${table} where position($1::text in ${column}::text) > 0`,
    [renaming.from],
  );
  const renamed = rows.map(({ document, ...row }) => ({ ...row, document: renamedJson(document, renaming) }));
  await tx.execute(
    `update ${table} set ${column} = r.document::json
     from json_to_recordset($1::json) as r(name text, document text) where ${name} = r.name`,
    [jsonRows(renamed)],
  );
}

type Row = { readonly train: string; readonly fingerprint: string; readonly conflict: Conflict };

/** Conflicts whose ends have other ids than the columns beside them say, under the names that analysis gives them. */
export async function renameConflicts(tx: Sql): Promise<void> {
  const rows = await tx.query<Row>(
    `select train, fingerprint, conflict from conflict
     where (consumer_id, provider) is distinct from (conflict ->> 'consumer', conflict ->> 'provider')`,
  );
  const renamed = rows.map(({ train, fingerprint, conflict }) => {
    const name = nameOf(conflict);
    const { consumer, provider } = conflict;
    return {
      train,
      fingerprint,
      name,
      consumer,
      provider,
      document: JSON.stringify({ ...conflict, fingerprint: name }),
    };
  });
  await tx.execute(
    `update conflict c
     set fingerprint = r.name, consumer_id = r.consumer, provider = r.provider, conflict = r.document::json
     from json_to_recordset($1::json)
       as r(train text, fingerprint text, name text, consumer text, provider text, document text)
     where c.train = r.train and c.fingerprint = r.fingerprint`,
    [jsonRows(renamed)],
  );
}

/**
 * More items than a cycle shows may wait for each other: then its name stays, and the next analysis lets the conflict it
 * finds there take over its age.
 */
function nameOf({ fingerprint, rule, consumer, provider, evidence }: Conflict): string {
  if (rule === "cycle") {
    const members = evidence.cycle.toSorted(byText);
    return fingerprint.includes(`+${members.length}:`) ? cycleFingerprint(consumer, members) : fingerprint;
  }
  return provider === null ? fingerprint : edgeFingerprint(rule, { consumer, provider });
}

/** Keys of a connection: the one it had, and the one it gets. */
type Renaming = { readonly from: string; readonly to: string };

/** What stands before `:issue:10234` in a text that is an item's id and nothing else. */
const origin = /^(?:jira|github):[^:]+(?=:issue:\d+$)/u;

/** An id of an item of the connection under its new key; any other text as it is. */
function renamedId(text: string, { from, to }: Renaming): string {
  return text.replace(origin, (found) => (found.endsWith(`:${from}`) ? found.slice(0, -from.length) + to : found));
}

/** A JSON document: texts that are ids of the connection's items, and its key where a field `connection` holds it. */
function renamedJson(json: string, renaming: Renaming): string {
  const document: unknown = JSON.parse(json, (field, value: unknown) => {
    if (typeof value !== "string") return value;
    return field === "connection" && value === renaming.from ? renaming.to : renamedId(value, renaming);
  });
  return JSON.stringify(document);
}
