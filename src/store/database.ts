import { hash } from "node:crypto";
import type { ConstructorOptions } from "pg-boss";
import type { Transaction } from "../ports/jobs.ts";
import type { Locks } from "../ports/locks.ts";

/** The form that pg-boss accepts. */
export type JobsDatabase = Pick<ConstructorOptions, "connectionString" | "db" | "backend">;

/** A parameter of a statement; a list of rows is JSON text. */
export type Parameter = string | number | boolean | null | readonly string[];

/**
 * SQL that a server parses and plans once per connection, and not each time: for statements of every page, whose plan
 * does not depend on their parameters.
 */
export type Planned = { readonly text: string; readonly name: string };

export function planned(text: string): Planned {
  return { text, name: hash("sha1", text) };
}

export type Statement = string | Planned;

/** Runs SQL. The caller declares the type of the rows; the columns' types guarantee it. */
export type Sql = {
  query<Row>(sql: Statement, parameters?: readonly Parameter[]): Promise<readonly Row[]>;
  /**
   * Without parameters, the SQL may be a script of several statements, and may change the schema: the embedded engine then
   * forgets the statements that it keeps.
   * @returns number of inserted, updated or deleted rows
   */
  execute(sql: Statement, parameters?: readonly Parameter[]): Promise<number>;
};

/** One transaction; libraries with their own SQL join it by `executeSql`. */
export type Tx = Sql & Transaction;

/** One database of either engine. All methods throw `Failure` for errors that an operator can repair. */
export type Database = Sql & {
  /**
   * Runs `work` in one transaction. Use only `tx` inside it: the embedded engine has one connection, other statements
   * would wait forever.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** See `Locks.exclusively`. */
  readonly exclusively: Locks["exclusively"];
  /** Registers this process on the database until it closes it: no other process gets it `alone`. */
  join(): Promise<void>;
  /** See `Locks.alone`. */
  readonly alone: Locks["alone"];
  /** For pg-boss: the embedded engine, or parameters for connections of its own. */
  readonly forJobs: () => Promise<JobsDatabase>;
  /**
   * Callers call it before every write.
   * @throws Failure `disk-full` if the disk may have too little space
   */
  ensureRoom(): Promise<void>;
  close(): Promise<void>;
};

type Results<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * Awaits statements of one transaction that the caller sent without waiting for each answer. Waits for all of them even
 * if one fails: a statement after the rollback would run outside the transaction.
 * @throws the earliest error: later statements only fail because the transaction has ended
 */
export async function allOf<const T extends readonly unknown[]>(statements: T): Promise<Results<T>> {
  const all = Promise.all(statements);
  const settled = await Promise.allSettled([...statements, all]);
  const failed = settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  const first = failed.at(-1);
  // Several answers may arrive in one packet: the promise of the last statement may then reject first.
  if (isAftermath(first)) throw failed.find((reason) => !isAftermath(reason)) ?? first;
  return all;
}

/** Whether the error only says that the transaction has failed (`in_failed_sql_transaction`). */
function isAftermath(reason: unknown): boolean {
  return reason instanceof Error && "code" in reason && reason.code === "25P02";
}
