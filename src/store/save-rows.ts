import type { WorkItemId } from "../domain/ids.ts";
import type { PageChange } from "../ports/page-change.ts";
import type { Planned, Sql } from "./database.ts";
import { columnLists } from "./parameters.ts";
import type { Table } from "./table.ts";

/** The transaction lock for storing a page of a connection, or marking items that pages must not restore. */
export const pageLock = "pg_advisory_xact_lock(hashtextextended($1, 0))";

/** `$1` of `pageLock`. */
export function pageLockName(connection: string): string {
  return `signalbox page ${connection}`;
}

/** A bulk statement over rows of a table; `at` is its parameter after the table's columns. */
export type BulkStatement<Row> = { readonly table: Table<Row>; readonly sql: Planned };

/** Rows of one kind; of duplicates the last counts. `at`: the stamp, for tables that have one. */
type Rows<Row> = { readonly rows: readonly Row[]; readonly at?: number };

type Named = { readonly id: string };

export const noChange: PageChange = { written: 0, unchanged: 0, changed: [] };

/** Runs a bulk statement over rows; skips it without rows. */
export async function save<Row extends Named>(
  tx: Sql,
  { table, sql }: BulkStatement<Row>,
  { rows, at }: Rows<Row>,
): Promise<PageChange> {
  if (rows.length === 0) return noChange;
  const once = lastOfEach(rows);
  const written = await tx.execute(sql, [...columnLists(table, once), ...(at === undefined ? [] : [at])]);
  return { written, unchanged: once.length - written, changed: [] };
}

/** As `save`, for a statement that returns the changed items of each written row. */
export async function saveNoting<Row extends Named>(
  tx: Sql,
  { table, sql }: BulkStatement<Row>,
  { rows, at }: Rows<Row>,
): Promise<PageChange> {
  if (rows.length === 0) return noChange;
  const once = lastOfEach(rows);
  const written = await tx.query<ChangedRow>(sql, [...columnLists(table, once), ...(at === undefined ? [] : [at])]);
  return { written: written.length, unchanged: once.length - written.length, changed: changedItems(written) };
}

export type ChangedRow = { readonly changed: readonly WorkItemId[] };

export function changedItems(rows: readonly ChangedRow[]): readonly WorkItemId[] {
  return rows.flatMap(({ changed }) => changed);
}

export function lastOfEach<Row extends Named>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
