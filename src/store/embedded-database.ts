import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { PGlite, Transaction } from "@electric-sql/pglite";
import { Failure } from "../domain/failure.ts";
import { creationFault } from "./creation-fault.ts";
import { databaseFailure, diskFull } from "./database-failure.ts";
import type { Database, Parameter, Statement, Tx } from "./database.ts";
import { lockDirectory } from "./directory-lock.ts";
import { statementsOn, type StatementResult } from "./embedded-statements.ts";
import { inMemory } from "./embedded-files.ts";
import { startPglite, startSmall } from "./embedded-start.ts";
import { HeldLocks } from "./held-locks.ts";
import { hasFreeSpace } from "./disk-space.ts";

/**
 * PGlite in memory, or in a directory, which it creates if missing.
 * @throws Failure `database-locked` if another process holds the directory; `disk-full`; `database-unavailable`
 */
export async function openEmbeddedDatabase(dataDir: string): Promise<Database> {
  if (dataDir.startsWith(inMemory)) return embeddedDatabase(await startSmall(dataDir), null);
  const directory = resolve(dataDir);
  const release = await enter(directory);
  try {
    return embeddedDatabase(await startPglite(directory), { directory, release });
  } catch (error) {
    await release();
    throw error;
  }
}

async function enter(directory: string): Promise<() => Promise<void>> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return await lockDirectory(directory);
  } catch (error) {
    const failure = databaseFailure(error, { name: directory, engine: "embedded" });
    const isOfFolder = failure instanceof Failure && failure.code === "database-unavailable";
    throw (isOfFolder ? await creationFault(directory) : null) ?? failure;
  }
}

type Home = { readonly directory: string; readonly release: () => Promise<void> };

/** The database of a running PGlite; `home` is null for one in memory. */
export function embeddedDatabase(pglite: PGlite, home: Home | null): Database {
  const place = { name: home?.directory ?? "in memory", engine: "embedded" } as const;
  const state = { full: false };
  const translate = (error: unknown) => {
    const failure = databaseFailure(error, place);
    if (isDiskFull(failure)) state.full = true;
    return failure;
  };
  // After a failed write to its journal, the engine may loop forever on the next statement.
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    if (state.full) throw diskFull(place);
    try {
      return await work();
    } catch (error) {
      throw translate(error);
    }
  };
  const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    guard(() => pglite.transaction((tx) => work(sqlOn(tx, pglite))));
  // A single statement is a transaction by itself: `begin` and `commit` would take twice as long as a short one.
  const single = <Row>(sql: Statement, parameters: readonly Parameter[]): Promise<StatementResult<Row>> =>
    guard(() => {
      if (pglite.closed) throw new Error("A statement was sent after the database had been closed.");
      // oxlint-disable-next-line no-underscore-dangle -- PGlite's types declare it, and no other method waits for the queue's statements as well
      return pglite._runExclusiveTransaction(() => statementsOn(pglite).run<Row>(textOf(sql), parameters));
    });
  const held = new HeldLocks();
  return {
    query: async <Row>(sql: Statement, parameters: readonly Parameter[] = []) =>
      (await single<Row>(sql, parameters)).rows,
    execute: async (sql, parameters) =>
      parameters === undefined ? transaction((tx) => tx.execute(sql)) : (await single(sql, parameters)).changed,
    transaction,
    // The directory's lock excludes other processes.
    exclusively: (name, work) => held.exclusively(name, work),
    join: () => Promise.resolve(),
    alone: (work) => held.exclusively("at work", work),
    forJobs: async () => ({ db: (await import("pg-boss")).fromPglite(pglite), backend: "pglite" }),
    ensureRoom: async () => {
      if (state.full || (home !== null && !(await hasFreeSpace(home.directory)))) throw diskFull(place);
    },
    close: async () => {
      try {
        // The journal holds all commits: the next start replays it.
        if (!state.full) await pglite.close();
      } finally {
        await home?.release();
      }
    },
  };
}

function isDiskFull(failure: unknown): boolean {
  return failure instanceof Error && "code" in failure && failure.code === "disk-full";
}

function sqlOn(transaction: Transaction, pglite: PGlite): Tx {
  const statements = statementsOn(pglite);
  const run = <Row>(sql: Statement, parameters: readonly Parameter[]): Promise<StatementResult<Row>> => {
    if (transaction.closed) throw new Error("A statement was sent after its transaction had ended.");
    return statements.run<Row>(textOf(sql), parameters);
  };
  return {
    query: async <Row>(sql: Statement, parameters: readonly Parameter[] = []) => (await run<Row>(sql, parameters)).rows,
    execute: async (sql, parameters) => {
      if (parameters !== undefined) return (await run(sql, parameters)).changed;
      const results = await transaction.exec(textOf(sql));
      await statements.forget();
      return results.at(-1)?.affectedRows ?? 0;
    },
    executeSql: async (text, values) => {
      if (values !== undefined && values.length > 0) return transaction.query(text, values);
      return { rows: (await transaction.exec(text)).flatMap(({ rows }) => rows) };
    },
  };
}

function textOf(sql: Statement): string {
  return typeof sql === "string" ? sql : sql.text;
}
