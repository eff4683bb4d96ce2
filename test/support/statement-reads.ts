import type { Database, Parameter, Sql, Statement, Tx } from "../../src/store/database.ts";

/** `rows`: rows and index entries that scans returned; `blocks`: blocks of tables and indexes that it touched. */
export type Reads = { readonly rows: number; readonly blocks: number };

/** What the statements of some work read, by their text. */
export type StatementReads = ReadonlyMap<string, Reads>;

export type MeasuredDatabase = {
  readonly database: Database;
  readsOf(work: () => Promise<unknown>): Promise<StatementReads>;
};

/** The counters of the present transaction, which both engines keep even before it ends. */
const countersSql = `
  select sum(pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid))::double precision as rows,
    sum(pg_stat_get_xact_blocks_fetched(oid))::double precision as blocks
  from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'i')`;

/**
 * Counts what each statement reads. Runs statements that were sent together one after the other, with the counters'
 * statement between them, and a statement outside of a transaction in one of its own.
 */
export function measured(database: Database): MeasuredDatabase {
  let reads = new Map<string, Reads>();
  const note = (sql: Statement, { rows, blocks }: Reads) => {
    const text = typeof sql === "string" ? sql : sql.text;
    const sum = reads.get(text) ?? { rows: 0, blocks: 0 };
    reads.set(text, { rows: sum.rows + rows, blocks: sum.blocks + blocks });
  };
  const transaction: Database["transaction"] = (work) => database.transaction((tx) => work(counting(tx, note)));
  return {
    database: {
      ...database,
      transaction,
      query: (sql, parameters) => transaction((tx) => tx.query(sql, parameters)),
      execute: (sql, parameters) => transaction((tx) => tx.execute(sql, parameters)),
    },
    readsOf: async (work) => {
      reads = new Map();
      await work();
      return reads;
    },
  };
}

function counting(tx: Tx, note: (sql: Statement, reads: Reads) => void): Tx {
  let last: Promise<unknown> = Promise.resolve();
  // A setting of the transaction must come first, and reads nothing.
  const isSetting = (sql: Statement) => typeof sql === "string" && sql.startsWith("set ");
  const counters = async (): Promise<Reads> => {
    const [row = { rows: 0, blocks: 0 }] = await tx.query<Reads>(countersSql);
    return row;
  };
  const counted = <T>(sql: Statement, run: () => Promise<T>): Promise<T> => {
    const result = last.then(async () => {
      if (isSetting(sql)) return run();
      const before = await counters();
      const answer = await run();
      const after = await counters();
      note(sql, { rows: after.rows - before.rows, blocks: after.blocks - before.blocks });
      return answer;
    });
    last = result.catch(() => undefined);
    return result;
  };
  return {
    ...tx,
    query: <Row>(sql: Statement, parameters?: readonly Parameter[]) =>
      counted(sql, () => tx.query<Row>(sql, parameters)),
    execute: (sql: Statement, parameters?: readonly Parameter[]) => counted(sql, () => tx.execute(sql, parameters)),
  } satisfies Sql & Tx;
}
