import { Client, type QueryResultRow } from "pg";
import { readEnvironment } from "../../config/settings.ts";

/** Runs one statement on the database of `DATABASE_URL`, past the store. @returns its rows */
export async function rowsOf(sql: string): Promise<readonly QueryResultRow[]> {
  const client = new Client({ connectionString: readEnvironment(process.cwd())["DATABASE_URL"] });
  await client.connect();
  try {
    return (await client.query<QueryResultRow>(sql)).rows;
  } finally {
    await client.end();
  }
}
