import type { ConstructorOptions } from "pg-boss";
import type { Transaction } from "../ports/jobs.ts";
import type { Locks } from "../ports/locks.ts";

/** As pg-boss takes it. */
export type JobsDatabase = Pick<ConstructorOptions, "connectionString" | "db" | "backend">;

/** What a statement may be given: a list of rows goes in as JSON text. */
export type Parameter = string | number | boolean | null | readonly string[];

/** Runs SQL. What a row holds is the caller's word, kept by the columns' types. */
export type Sql = {
  query<Row>(sql: string, parameters?: readonly Parameter[]): Promise<readonly Row[]>;
  /** @returns how many rows were inserted, updated or deleted. */
  execute(sql: string, parameters?: readonly Parameter[]): Promise<number>;
};

/** One transaction; others, who write SQL of their own, join it by `executeSql`. */
export type Tx = Sql & Transaction;

/** One database of either engine. All methods throw `Failure` for what an operator can mend. */
export type Database = Sql & {
  /** Everything in one transaction. Inside it use only `tx`: the embedded engine has one connection, the rest would wait for ever. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** See `Locks.exclusively`. */
  readonly exclusively: Locks["exclusively"];
  /** Notes, until it is closed, that this process works on the database: then no other has it `alone`. */
  join(): Promise<void>;
  /** See `Locks.alone`. */
  readonly alone: Locks["alone"];
  /** For pg-boss: the embedded engine itself, else a way to open connections of its own. */
  readonly forJobs: () => Promise<JobsDatabase>;
  /**
   * Before anything is written.
   * @throws Failure `disk-full` when there may be too little room for it
   */
  ensureRoom(): Promise<void>;
  close(): Promise<void>;
};

type Results<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * Statements of one transaction that are sent one after the other without waiting for each answer. Waits for all of them,
 * also when one fails: a statement that came after the rollback would stand outside the transaction.
 * @throws what failed first in time: later statements only learn that the transaction is over
 */
export async function allOf<const T extends readonly unknown[]>(statements: T): Promise<Results<T>> {
  const all = Promise.all(statements);
  const settled = await Promise.allSettled([...statements, all]);
  const failed = settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  const first = failed.at(-1);
  // Several answers may come in one packet: what was sent last is then heard of first.
  if (isAftermath(first)) throw failed.find((reason) => !isAftermath(reason)) ?? first;
  return all;
}

/** "The transaction is over" (`in_failed_sql_transaction`). */
function isAftermath(reason: unknown): boolean {
  return reason instanceof Error && "code" in reason && reason.code === "25P02";
}
