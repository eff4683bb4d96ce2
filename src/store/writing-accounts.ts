import type { Database } from "./database.ts";

/** See `Store.writingAccounts`. */
export async function writingAccounts(database: Database, connection: string): Promise<readonly string[]> {
  const rows = await database.query<{ account: string }>(
    `select account from writing_account where connection = $1 order by account collate "C"`,
    [connection],
  );
  return rows.map(({ account }) => account);
}

/** See `Store.noteWritingAccount`. */
export async function noteWritingAccount(database: Database, connection: string, account: string): Promise<void> {
  const sql = "insert into writing_account (connection, account) values ($1, $2) on conflict do nothing";
  await database.execute(sql, [connection, account]);
}
