import { Socket } from "node:net";
import { Pool, type ClientBase, type QueryConfig, type QueryResult, type QueryResultRow } from "pg";
import { databaseFailure } from "./database-failure.ts";
import { AdvisoryLocks, keptSessionSql } from "./advisory-locks.ts";
import { planned, type Database, type Parameter, type Statement, type Tx } from "./database.ts";
import { storableParameters } from "./parameters.ts";

const connectWithinMs = 10_000;
/** Silence (ms) after which the system asks whether the server lives; Node gives it ten more seconds to answer. */
const noticeDeathMs = 10_000;

/**
 * PostgreSQL 14 or later. Connects with the first statement.
 * @throws Failure `database-unavailable` for a malformed URL
 */
export function openServerDatabase(databaseUrl: string): Database {
  const place = { name: placeOf(databaseUrl), engine: "server" } as const;
  const translate = (error: unknown) => databaseFailure(error, place);
  const sockets = new Set<Socket>();
  const address = {
    // The driver leaves the socket of a failed login open until the server closes it, a minute later.
    stream: () => openSocket(sockets),
    connectionString: databaseUrl,
    application_name: "signalbox",
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
    // The system's default for a silent server is two hours: this process would wait so long for one whose machine died.
    keepAliveInitialDelayMillis: noticeDeathMs,
  };
  const locks = new AdvisoryLocks(address, place);
  const pool = new Pool({
    ...address,
    // Sends a page's statements together (pipelining): answers on a connection arrive in order.
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
    // The server survives a full disk by itself.
    ensureRoom: () => Promise.resolve(),
    close: async () => {
      await locks.close();
      await pool.end();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function openSocket(open: Set<Socket>): Socket {
  const socket = new Socket();
  open.add(socket);
  return socket.once("close", () => open.delete(socket));
}

/**
 * Sets UTC, which the statements assume for days, and the isolation for which they are written; under a stricter one the
 * server ends transactions that meet. Disables JIT, which takes longer than the statements.
 */
async function prepare(client: ClientBase): Promise<void> {
  client.on("error", ignoreBroken);
  const isolation = "set default_transaction_isolation = 'read committed'";
  await client.query(`set time zone 'UTC'; ${isolation}; set jit = off; ${keptSessionSql}`);
}

/**
 * Without a listener, a connection that breaks between two statements would end the process; the next statement reports
 * it.
 */
function ignoreBroken(): void {}

/** `host:port/database`. */
export function placeOf(databaseUrl: string): string {
  const { hostname, port, pathname } = new URL(databaseUrl);
  return `${hostname}:${port === "" ? "5432" : port}${decodeURIComponent(pathname)}`;
}

function sqlOn(client: Pick<ClientBase, "query">): Tx {
  return {
    query: async <Row>(sql: Statement, parameters: readonly Parameter[] = []) => {
      const { rows } = await send<Row & QueryResultRow>(client, queryOf(sql, parameters));
      return rows;
    },
    execute: async (sql, parameters = []) => (await send(client, queryOf(sql, parameters))).rowCount ?? 0,
    executeSql: async (text, values = []) => {
      // Plans pg-boss's insert once per connection: it runs with every delivery and takes longer to plan than to
      // execute.
      const statement = values.length > 0 ? planned(text) : { text };
      // Several statements at once return one result each.
      const results: QueryResult | readonly QueryResult[] = await send(client, { ...statement, values });
      return { rows: [results].flat().flatMap(({ rows }) => rows as unknown[]) };
    },
  };
}

function queryOf(sql: Statement, parameters: readonly Parameter[]): QueryConfig<unknown[]> {
  const values = storableParameters(parameters);
  return typeof sql === "string" ? { text: sql, values } : { ...sql, values };
}

/**
 * Uses a callback instead of pg's promise, which closes over parameters and rows: V8 moved the bodies of most
 * deliveries into the old space, which only its slow collection frees.
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
    // Does not wait: the first statement follows immediately.
    const begun = tx.execute("begin");
    begun.catch(() => undefined);
    const result = await work(tx);
    await begun;
    await tx.execute("commit");
    return result;
  } catch (error) {
    // Discards a connection that cannot roll back; the first error has the cause.
    await tx.execute("rollback").catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
