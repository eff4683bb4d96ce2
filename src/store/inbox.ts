import type { Delivery, DeliveryOutcome, Inbox, InboxSummary, NewDelivery } from "../ports/inbox.ts";
import { Failure } from "../domain/failure.ts";
import { allOf } from "./database.ts";
import type { Database } from "./database.ts";
import { isRefusedRow } from "./database-failure.ts";
import { overFew } from "./planner.ts";
import { jsonRows, storableText } from "./parameters.ts";

/**
 * Sorted by key, so that two processes with the same calls lock rows in the same order. One parameter per value:
 * packing the large bodies into JSON or a list would copy them once more.
 */
const receiveSql = (count: number) => `
  insert into delivery (connection, delivery_id, event, body, received_at)
  select connection, delivery_id, event, body, to_timestamp(received_at / 1000)
  from (values ${Array.from({ length: count }, (_, row) => rowOf(row * 5)).join(", ")})
    as r (connection, delivery_id, event, body, received_at)
  order by connection, delivery_id, received_at
  on conflict (connection, delivery_id) do nothing
  returning connection, delivery_id as "deliveryId"`;

function rowOf(before: number): string {
  return `($${before + 1}, $${before + 2}, $${before + 3}, $${before + 4}, $${before + 5}::double precision)`;
}

const instant = (column: string) => `(extract(epoch from ${column}) * 1000)::double precision`;
const listed = `
  id::double precision as id, connection, delivery_id as "deliveryId", event, state, reason,
  ${instant("received_at")} as "receivedAt", ${instant("processed_at")} as "processedAt"`;

const waitingSql = `
  select ${listed}, body from delivery
  where connection = $1 and state = 'received' and id > $3::bigint order by id limit $2`;

const settleSql = `
  update delivery d
  set state = r.state, reason = r.reason, processed_at = to_timestamp($2::double precision / 1000)
  from json_to_recordset($1::json) as r(id bigint, state delivery_state, reason text)
  where d.id = r.id`;

const listSql = `
  select ${listed} from delivery
  where ($1::text is null or connection = $1) and ($2::text is null or state = $2::delivery_state)
  order by id desc limit $3`;

const replaySql = `
  update delivery set state = 'received', reason = null, processed_at = null
  where id = any ($1::bigint[]) and state <> 'received'`;

const pruneSql = `
  delete from delivery
  where state <> 'received' and received_at < to_timestamp($1::double precision / 1000)`;
/** Correlation ids of deleted deliveries: a train that never writes would keep them forever. */
const forgetCausesSql = `
  delete from cause c where not exists (select 1 from delivery d where d.delivery_id = c.request_id)`;
const forgetRepairsSql = "delete from repair where found_at < to_timestamp($1::double precision / 1000)";

/**
 * Jumps by index from connection to connection and to the ends of each state, so that it does not read the settled
 * deliveries, by far the most.
 */
const summarySql = `
  with recursive known (connection) as (
    (select connection from delivery order by connection limit 1)
    union all
    select (select d.connection from delivery d where d.connection > k.connection order by d.connection limit 1)
    from known k where k.connection is not null
  )
  select k.connection,
    (select count(*)::int from delivery d where d.connection = k.connection and d.state = 'received') as waiting,
    (select ${instant("d.received_at")} from delivery d where d.connection = k.connection and d.state = 'received'
      order by d.id limit 1) as "oldestWaitingAt",
    (select ${instant("max(last.received_at)")}
      from unnest(enum_range(null::delivery_state)) as s (state), lateral (
        select d.received_at from delivery d where d.connection = k.connection and d.state = s.state
        order by d.id desc limit 1) last) as "newestAt",
    (select count(*)::int from delivery d where d.connection = k.connection and d.state = 'failed') as failed
  from known k where k.connection is not null order by k.connection collate "C"`;

type Writing = <T>(work: () => Promise<T>) => Promise<T>;

/** See `Inbox`. `writing` wraps every statement that adds rows. */
export function inboxOn(database: Database, writing: Writing): Inbox {
  return {
    receive: (deliveries, announce) => writing(() => receive(database, deliveries, announce)),
    waiting: (connection, limit, after = 0) => waiting(database, [connection, limit, after]),
    complete: (outcomes, at) => writing(() => settle(database, outcomes, at)),
    list: ({ connection, state, limit }) =>
      database.query<Omit<Delivery, "body">>(listSql, [connection ?? null, state ?? null, limit]),
    find: async (id) => {
      const sql = `select ${listed}, body from delivery where id = $1::bigint`;
      return (await database.query<Delivery>(sql, [id]))[0] ?? null;
    },
    replay: (ids) => writing(() => database.execute(replaySql, [ids.map(String)])),
    prune: async (before) => {
      await database.execute(forgetRepairsSql, [before]);
      const forgotten = await database.execute(pruneSql, [before]);
      await database.execute(forgetCausesSql, []);
      return forgotten;
    },
    summary: () => database.query<InboxSummary>(summarySql),
  };
}

type Announce = Parameters<Inbox["receive"]>[1];

async function receive(
  database: Database,
  deliveries: readonly NewDelivery[],
  announce: Announce,
): Promise<readonly boolean[]> {
  try {
    return await receiveAll(database, deliveries, announce);
  } catch (error) {
    if (!isRefusedRow(error)) throw error;
    throw new Failure({
      code: "request-refused",
      what: `The database does not take ${deliveries.length === 1 ? "a delivery" : "one of several deliveries"}: ${error.message}.`,
      remedy: "Nothing to do: the next poll reads what it told of.",
      verdict: { kind: "park" },
      cause: error,
    });
  }
}

function receiveAll(
  database: Database,
  deliveries: readonly NewDelivery[],
  announce: Announce,
): Promise<readonly boolean[]> {
  if (deliveries.length === 0) return Promise.resolve([]);
  const connections = [...new Set(deliveries.map(({ connection }) => connection))].toSorted();
  const values = deliveries.flatMap(({ connection, deliveryId, event, body, receivedAt }) => [
    connection,
    storableText(deliveryId),
    storableText(event),
    storableText(body),
    receivedAt,
  ]);
  return database.transaction(async (tx) => {
    const [taken] = await allOf([
      tx.query<Pick<Delivery, "connection" | "deliveryId">>(receiveSql(deliveries.length), values),
      announce(connections, tx),
    ]);
    const fresh = new Set(taken.map(nameOf));
    // If a batch contains a delivery twice, the first one is new.
    return deliveries.map((delivery) => fresh.delete(nameOf(delivery)));
  });
}

/**
 * Forces an index scan in order: after a burst the index is full of deliveries settled since the last vacuum. An index
 * scan marks those entries dead and skips them next time; the bitmap scan that the planner prefers reads all their rows
 * every time.
 */
async function waiting(
  database: Database,
  asked: readonly [connection: string, limit: number, after: number],
): Promise<readonly Delivery[]> {
  return database.transaction(async (tx) => {
    const [, rows] = await allOf([
      tx.execute("set local enable_bitmapscan = off", []),
      tx.query<Delivery>(waitingSql, asked),
    ]);
    return rows;
  });
}

function nameOf({ connection, deliveryId }: Pick<Delivery, "connection" | "deliveryId">): string {
  return JSON.stringify([connection, deliveryId]);
}

async function settle(database: Database, outcomes: readonly DeliveryOutcome[], at: number): Promise<void> {
  if (outcomes.length > 0) await overFew(database, (tx) => tx.execute(settleSql, [jsonRows(outcomes), at]));
}
