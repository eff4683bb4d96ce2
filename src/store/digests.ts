import type { DigestRecord } from "../ports/evaluation-ledger.ts";
import type { Database } from "./database.ts";
import { columnLists } from "./parameters.ts";
import { addSql, selectSql, swapSql, type Table } from "./table.ts";

const table: Table<DigestRecord> = {
  name: "digest",
  key: ["train", "channel", "dueAt"],
  columns: { train: "text", channel: "text", dueAt: "instant", state: "enum digest_state", at: "instant" },
};

const readSql = `
  ${selectSql(table)}
  where train = $1
    and due_at > to_timestamp($2::double precision / 1000) - interval '24 hours'
    and due_at < to_timestamp($2::double precision / 1000) + interval '24 hours'
  order by channel collate "C", due_at`;
const insertSql = addSql(table);
const updateSql = swapSql(table, ["state", "at"]);

/** See `DigestLedger.digests`. */
export function readDigests(database: Database, train: string, dueAt: number): Promise<readonly DigestRecord[]> {
  return database.query(readSql, [train, dueAt]);
}

/** See `DigestLedger.saveDigest`. */
export async function saveDigest(database: Database, record: DigestRecord, was: DigestRecord | null): Promise<boolean> {
  const row = columnLists(table, [record]);
  const saved =
    was === null
      ? await database.execute(insertSql, row)
      : await database.execute(updateSql, [...row, ...columnLists(table, [was])]);
  return saved === 1;
}
