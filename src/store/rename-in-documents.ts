import type { Conflict } from "../domain/conflicts/conflict.ts";
import { cycleFingerprint, edgeFingerprint } from "../domain/conflicts/fingerprint.ts";
import type { WorkItemId } from "../domain/ids.ts";
import { byText } from "../domain/ordering.ts";
import type { Sql } from "./database.ts";
import { jsonRows } from "./parameters.ts";

/** A column of JSON documents: its table, and the key of its rows. */
type Shelf = { readonly table: string; readonly column: string; readonly name: string };

const shelves: readonly Shelf[] = [
  { table: "train", column: "definition", name: "key" },
  { table: "snapshot", column: "rollup", name: "json_build_array(train, increment, day)::text" },
  { table: "portfolio_target", column: "target", name: "position::text" },
  { table: "conflict", column: "conflict", name: "json_build_array(train, fingerprint)::text" },
  { table: "commitment", column: "items", name: "json_build_array(train, increment, iteration)::text" },
];

/** Renames ids in JSON: trains of the train file, rollups of past days, commitments, conflicts and their fingerprints. */
export async function renameInDocuments(tx: Sql, renaming: Renaming): Promise<void> {
  for (const shelf of shelves) await renameOn(tx, shelf, renaming);
  await renameConflicts(tx, null);
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

const misnamedSql = `
  select train, fingerprint, conflict from conflict
  where (consumer_id, provider) is distinct from (conflict ->> 'consumer', conflict ->> 'provider')`;

/**
 * Corrects the fingerprints and columns of conflicts whose documents contain renamed ids.
 * @param former id of the renamed item; null if many are renamed
 */
export async function renameConflicts(tx: Sql, former: WorkItemId | null): Promise<void> {
  const rows =
    former === null
      ? await tx.query<Row>(misnamedSql)
      : await tx.query<Row>(`${misnamedSql} and (consumer_id = $1 or provider = $1)`, [former]);
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
 * The fingerprint for the renamed ids. A cycle's group may have more items than the conflict shows: then the
 * fingerprint stays, and the next evaluation hands the age over to the conflict that it finds there.
 */
function nameOf({ fingerprint, rule, consumer, provider, evidence }: Conflict): string {
  if (rule === "cycle") {
    const members = evidence.cycle.toSorted(byText);
    return fingerprint.includes(`+${members.length}:`) ? cycleFingerprint(consumer, members) : fingerprint;
  }
  return provider === null ? fingerprint : edgeFingerprint(rule, { consumer, provider });
}

/** Old and new key of a connection. */
type Renaming = { readonly from: string; readonly to: string };

/** The part before `:issue:10234` of a text that is exactly the id of an item or a timebox. */
const origin = /^(?:jira|github):[^:]+(?=:(?:(?:issue|sprint|version|milestone):\d+|iteration:.+)$)/u;

/** An id of the connection's items or timeboxes under the new key; other texts unchanged. */
function renamedId(text: string, { from, to }: Renaming): string {
  return text.replace(origin, (found) => (found.endsWith(`:${from}`) ? found.slice(0, -from.length) + to : found));
}

/** Renames, in a JSON document, ids of the connection's items and timeboxes, and its key in fields named `connection`. */
function renamedJson(json: string, renaming: Renaming): string {
  const document: unknown = JSON.parse(json, (field, value: unknown) => {
    if (typeof value !== "string") return value;
    return field === "connection" && value === renaming.from ? renaming.to : renamedId(value, renaming);
  });
  return JSON.stringify(document);
}
