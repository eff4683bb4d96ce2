import type { Conflict } from "../domain/conflict.ts";
import { cycleFingerprint, edgeFingerprint } from "../domain/fingerprint.ts";
import { byText } from "../domain/ordering.ts";
import type { Sql } from "./database.ts";
import { renamedJson, type Renaming } from "./renaming.ts";
import { jsonRows } from "./table.ts";

type Document = { readonly train: string; readonly name: string; readonly document: string };

/** Documents of a table that hold the connection's key somewhere, each with its key within the train. */
const trainsSql = `
  select key as train, '' as name, definition::text as document from train
  where position($1::text in definition::text) > 0`;
const saveTrainsSql = `
  update train t set definition = r.document::json
  from json_to_recordset($1::json) as r(train text, document text) where t.key = r.train`;

const snapshotsSql = `
  select train, increment || ' ' || day::text as name, rollup::text as document from snapshot
  where position($1::text in rollup::text) > 0`;
const saveSnapshotsSql = `
  update snapshot s set rollup = r.document::json
  from json_to_recordset($1::json) as r(train text, name text, document text)
  where s.train = r.train and s.increment || ' ' || s.day::text = r.name`;

const conflictsSql = `
  select train, fingerprint as name, conflict::text as document from conflict
  where position($1::text in conflict::text) > 0`;
const saveConflictsSql = `
  update conflict c
  set fingerprint = r.fingerprint, consumer_id = r."consumerId", provider = r.provider, conflict = r.document::json
  from json_to_recordset($1::json)
    as r(train text, name text, fingerprint text, "consumerId" text, provider text, document text)
  where c.train = r.train and c.fingerprint = r.name`;

/** What is kept as JSON: trains as the train file told them, rollups of the days gone by, conflicts with their names. */
export async function renameInDocuments(tx: Sql, renaming: Renaming): Promise<void> {
  const renamed = async (sql: string) =>
    (await tx.query<Document>(sql, [renaming.from])).map((row) => ({
      ...row,
      document: renamedJson(row.document, renaming),
      was: row.document,
    }));
  await tx.execute(saveTrainsSql, [jsonRows(await renamed(trainsSql))]);
  await tx.execute(saveSnapshotsSql, [jsonRows(await renamed(snapshotsSql))]);
  const conflicts = (await renamed(conflictsSql)).map(({ was, document, ...row }) => {
    const conflict = withFingerprint(JSON.parse(document) as Conflict, JSON.parse(was) as Conflict);
    const { fingerprint, consumer: consumerId, provider } = conflict;
    return { ...row, fingerprint, consumerId, provider, document: JSON.stringify(conflict) };
  });
  await tx.execute(saveConflictsSql, [jsonRows(conflicts)]);
}

/**
 * Named as analysis names it. More items than a cycle shows may wait for each other: then its name stays, and the next
 * analysis lets the conflict it finds there take over its age.
 */
function withFingerprint(conflict: Conflict, { fingerprint }: Conflict): Conflict {
  const { rule, consumer, provider, evidence } = conflict;
  if (rule === "cycle") {
    const members = evidence.cycle.toSorted(byText);
    const whole = fingerprint.includes(`+${members.length}:`);
    return { ...conflict, fingerprint: whole ? cycleFingerprint(members) : fingerprint };
  }
  return provider === null ? conflict : { ...conflict, fingerprint: edgeFingerprint(rule, { consumer, provider }) };
}
