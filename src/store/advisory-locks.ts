import { Client, type ClientConfig } from "pg";
import { databaseFailure, pooled, type Place } from "./database-failure.ts";
import { HeldLocks, type Alone, type Exclusively } from "./held-locks.ts";

const lockSql = "select pg_try_advisory_lock(hashtextextended($1, 0)) as got";
/** Every process on the database holds it shared; a process that needs the database alone holds it exclusively. */
const atWork = "at work";
const joinSql = "select pg_advisory_lock_shared(hashtextextended($1, 0))";
const sessionSql = "select pg_backend_pid() as session";
const unlockSql = "select pg_advisory_unlock(hashtextextended($1, 0))";

/**
 * Makes the server close a connection to a dead machine, and release its locks, after half a minute; the operating
 * system's default is two hours. One to a living machine stays whatever limit its user has, because a lock's connection
 * is idle while its work runs.
 */
export const keptSessionSql =
  "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 4; set idle_session_timeout = 0";

/**
 * PostgreSQL's advisory locks on one dedicated connection: the server releases them with the connection, however this
 * process ends. They are reentrant within the connection, so this class also records the held names.
 */
export class AdvisoryLocks {
  readonly #config: ClientConfig;
  readonly #place: Place;
  readonly #names = new HeldLocks();
  #connection: Promise<Client> | null = null;

  constructor(config: ClientConfig, place: Place) {
    this.#config = config;
    this.#place = place;
  }

  /** See `Locks.exclusively`. */
  readonly exclusively: Exclusively = async (name, work) => {
    const held = await this.#names.exclusively(name, async (lost) => {
      const unlock = await this.#lock(`signalbox ${name}`);
      if (unlock === null) return { taken: true } as const;
      try {
        return { taken: false, result: await work(lost) } as const;
      } finally {
        await unlock();
      }
    });
    return held.taken ? held : held.result;
  };

  /** See `Database.join`. Waits while another process has the database alone. */
  async join(): Promise<void> {
    try {
      await this.#connected();
    } catch (error) {
      throw databaseFailure(error, this.#place);
    }
  }

  /** See `Locks.alone`. The process's own shared lock does not block it. */
  readonly alone: Alone = (work) => this.exclusively(atWork, work);

  async close(): Promise<void> {
    const client = await this.#connection?.catch(() => null);
    await client?.end();
  }

  /** @returns a function that releases the lock; null if another session holds it */
  async #lock(key: string): Promise<(() => Promise<void>) | null> {
    try {
      const client = await this.#connected();
      const { rows } = await client.query<{ got: boolean }>(lockSql, [key]);
      if (rows[0]?.got !== true) return null;
      return async () => {
        // If this fails, the connection is broken, and the lock ends with it.
        await client.query(unlockSql, [key]).catch(() => client.end());
      };
    } catch (error) {
      throw databaseFailure(error, this.#place);
    }
  }

  #connected(): Promise<Client> {
    this.#connection ??= this.#connect();
    return this.#connection;
  }

  async #prepare(client: Client): Promise<Client> {
    await client.connect();
    await this.#ensureOwnSession(client);
    await client.query(keptSessionSql);
    await client.query(joinSql, [`signalbox ${atWork}`]);
    return client;
  }

  /**
   * A pooler in transaction mode gives each transaction any free session of the server: locks would then not exclude
   * others, and stay after their process.
   */
  async #ensureOwnSession(client: Client): Promise<void> {
    const other = new Client(this.#config);
    other.on("error", () => undefined);
    try {
      await other.connect();
      const own = await sessionOf(client);
      // The other transaction occupies the session that a pooler would give to both.
      await other.query("begin");
      const sessions = [await sessionOf(other), await sessionOf(client)];
      if (sessions[0] === own || sessions[1] !== own) throw pooled(this.#place);
    } finally {
      await other.end().catch(() => undefined);
    }
  }

  #connect(): Promise<Client> {
    const client = new Client({ ...this.#config, pipeline: true });
    const connection = this.#prepare(client).catch(async (error: unknown) => {
      await client.end().catch(() => undefined);
      throw error;
    });
    const forget = () => {
      if (this.#connection === connection) this.#connection = null;
    };
    // Running statements fail by themselves, and "end" follows.
    client.on("error", () => undefined);
    client.once("end", () => {
      forget();
      this.#names.lose(new Error("the database connection that held the lock broke"));
    });
    connection.catch(forget);
    return connection;
  }
}

async function sessionOf(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ session: number }>(sessionSql);
  return rows[0]?.session;
}
