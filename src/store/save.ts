import type { PageChange } from "../ports/store.ts";
import type { Sql } from "./database.ts";
import { jsonRows } from "./table.ts";

/** Rows of one kind; where one comes twice, the last counts. `at` is for the stamp of tables that have one. */
type Rows = { readonly rows: readonly { readonly id: string }[]; readonly at?: number };

/** Runs a bulk statement over rows; without rows there is none to run. */
export async function save(tx: Sql, sql: string, { rows, at }: Rows): Promise<PageChange> {
  if (rows.length === 0) return { written: 0, unchanged: 0 };
  const once = [...new Map(rows.map((row) => [row.id, row])).values()];
  const written = await tx.execute(sql, [jsonRows(once), ...(at === undefined ? [] : [at])]);
  return { written, unchanged: once.length - written };
}
