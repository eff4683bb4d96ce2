import { hash } from "node:crypto";
import { Pool, type ClientBase, type QueryConfig, type QueryResult, type QueryResultRow } from "pg";
import { databaseFailure } from "./database-failure.ts";
import { AdvisoryLocks, noticeDeathSql } from "./advisory-locks.ts";
import type { Database, Parameter, Tx } from "./database.ts";
import { storableParameters } from "./table.ts";

const connectWithinMs = 10_000;

/**
 * PostgreSQL 14 or later. Nothing is connected until the first statement.
 * @throws Failure `database-unavailable` for an address that cannot be read
 */
export function openServerDatabase(databaseUrl: string): Database {
  const place = { name: placeOf(databaseUrl), engine: "server" } as const;
  const translate = (error: unknown) => databaseFailure(error, place);
  const address = {
    connectionString: databaseUrl,
    application_name: "signalbox",
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
  };
  const locks = new AdvisoryLocks(address, translate);
  const pool = new Pool({
    ...address,
    // A page's statements go out together: a transaction is bound to its connection, whose answers come in order.
    pipeline: true,
    // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it, its types do not say so
    onConnect: prepare,
  });
  pool.on("error", ignoreBroken);
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw translate(error);
    }
  };
  const sql = sqlOn(pool);
  return {
    query: (text, parameters) => guard(() => sql.query(text, parameters)),
    execute: (text, parameters) => guard(() => sql.execute(text, parameters)),
    transaction: (work) => guard(() => transaction(pool, work)),
    exclusively: (name, work) => locks.exclusively(name, work),
    join: () => locks.join(),
    alone: (work) => locks.alone(work),
    forJobs: () => Promise.resolve({ connectionString: databaseUrl }),
    // The server looks after its own disk and survives a full one.
    ensureRoom: () => Promise.resolve(),
    close: async () => {
      await locks.close();
      await pool.end();
    },
  };
}

/** Statements take every day to begin in UTC, whatever the server's own zone; compiling costs more than they take. */
async function prepare(client: ClientBase): Promise<void> {
  client.on("error", ignoreBroken);
  await client.query(`set time zone 'UTC'; set jit = off; ${noticeDeathSql}`);
}

/** A connection that breaks between two statements would otherwise end the process; the next statement finds out by itself. */
function ignoreBroken(): void {}

/** `host:port/database`. */
function placeOf(databaseUrl: string): string {
  const { hostname, port, pathname } = new URL(databaseUrl);
  return `${hostname}:${port === "" ? "5432" : port}${decodeURIComponent(pathname)}`;
}

function sqlOn(client: Pick<ClientBase, "query">): Tx {
  return {
    query: async <Row>(text: string, parameters: readonly Parameter[] = []) => {
      const { rows } = await send<Row & QueryResultRow>(client, { text, values: storableParameters(parameters) });
      return rows;
    },
    execute: async (text, parameters = []) =>
      (await send(client, { text, values: storableParameters(parameters) })).rowCount ?? 0,
    executeSql: async (text, values = []) => {
      // pg-boss's insert comes with every delivery and takes longer to plan than to run: it is planned once a connection.
      const name = values.length > 0 ? hash("sha1", text) : undefined;
      // Several statements at once have a result each.
      const results: QueryResult | readonly QueryResult[] = await send(client, { text, values, name });
      return { rows: [results].flat().flatMap(({ rows }) => rows as unknown[]) };
    },
  };
}

/**
 * With a callback, not with pg's own promise: that one closes over the parameters and rows, and V8 moved the bodies of
 * most deliveries into its old space, which only its slow collection frees.
 */
function send<Row extends QueryResultRow>(
  client: Pick<ClientBase, "query">,
  statement: QueryConfig<unknown[]>,
): Promise<QueryResult<Row>> {
  const { promise, resolve, reject } = Promise.withResolvers<QueryResult<Row>>();
  client.query<Row>(statement, (error: Error | null | undefined, result) => {
    if (error) reject(error);
    else resolve(result);
  });
  return promise;
}

async function transaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const tx = sqlOn(client);
  let broken = false;
  try {
    // Not waited for by itself: the first statement goes out right behind it.
    const begun = tx.execute("begin");
    begun.catch(() => undefined);
    const result = await work(tx);
    await begun;
    await tx.execute("commit");
    return result;
  } catch (error) {
    // A connection that cannot even roll back is thrown away; the first error tells why.
    await tx.execute("rollback").catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
