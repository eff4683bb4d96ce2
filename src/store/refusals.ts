import type { RefusalRecord } from "../ports/publication-ledger.ts";
import type { Database } from "./database.ts";
import { columnLists } from "./parameters.ts";
import { selectSql, upsertSql, type Table } from "./table.ts";

const table: Table<RefusalRecord> = {
  name: "refusal",
  key: ["marker"],
  columns: {
    marker: "text",
    train: "text",
    connection: "text",
    count: "integer",
    at: "instant",
    until: "instant",
    digest: "text",
    itemUpdatedAt: "instant",
    code: "text",
    text: "text",
  },
};

const saveSql = upsertSql(table);

/** See `WritingLedger.refusals`; sorted by marker. */
export function readRefusals(database: Database, train: string): Promise<readonly RefusalRecord[]> {
  return database.query(`${selectSql(table)} where train = $1 order by marker collate "C"`, [train]);
}

/** See `WritingLedger.saveRefusal`. */
export async function saveRefusal(database: Database, record: RefusalRecord): Promise<void> {
  await database.execute(saveSql, columnLists(table, [record]));
}

/** See `WritingLedger.forgetRefusals`. */
export async function forgetRefusals(database: Database, train: string, marker: string | null): Promise<void> {
  await database.execute("delete from refusal where train = $1 and ($2::text is null or marker = $2)", [train, marker]);
}

/** See `WritingLedger.writingAccounts`. */
export async function writingAccounts(database: Database, connection: string): Promise<readonly string[]> {
  const rows = await database.query<{ account: string }>(
    `select account from writing_account where connection = $1 order by account collate "C"`,
    [connection],
  );
  return rows.map(({ account }) => account);
}

/** See `WritingLedger.noteWritingAccount`. */
export async function noteWritingAccount(database: Database, connection: string, account: string): Promise<void> {
  const sql = "insert into writing_account (connection, account) values ($1, $2) on conflict do nothing";
  await database.execute(sql, [connection, account]);
}
