import type { Membership, Model, ModelSite } from "../domain/model.ts";
import type { KnownName } from "../domain/names.ts";
import { readSites } from "./connections.ts";
import type { Database, Sql } from "./database.ts";
import { readMemberships, readModelRows, type ModelRows, type RowChanges } from "./model-rows.ts";
import { namesSql } from "./names.ts";
import { modelStreams } from "./streams.ts";

/** What was read last, and the database's word for the state it was read in. */
type Known = {
  readonly snapshot: string;
  /** When that was by the database's clock, epoch milliseconds. */
  readonly at: number;
  readonly sites: readonly ModelSite[];
  readonly names: readonly KnownName[];
  readonly rows: ModelRows;
  readonly links: Model["links"];
  readonly pullRequests: Model["pullRequests"];
  readonly memberships: readonly Membership[];
};

/** What changed is noted for a day; who read longer ago reads all again. */
const keptMs = 12 * 3_600_000;

/**
 * Reads everything of the connections that the train file names, as of one instant, sorted by id. The first time it is
 * read whole; from then on the rows that any process has changed since are read again, and the others are the same objects as before.
 */
export function modelReader(database: Database): () => Promise<Model> {
  let known: Known | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const read = () =>
    database.transaction(async (tx) => {
      await tx.execute("set transaction isolation level repeatable read, read only");
      const now = await stateOf(tx);
      known = await upToDate(tx, known, now);
      const { rows, links, pullRequests, memberships, sites, names } = known;
      const streams = await modelStreams(tx);
      return { items: rows.items, sprints: rows.sprints, links, pullRequests, memberships, streams, names, sites };
    });
  return () => {
    // One after the other: each goes on from what the one before it read.
    const reading = last.then(read, read);
    last = reading.catch(() => undefined);
    return reading;
  };
}

/** See `Store.forgetChanges`. */
export async function forgetChanges(database: Pick<Database, "execute">): Promise<void> {
  await database.execute("delete from model_change where at < now() - interval '1 day'");
}

type State = Pick<Known, "snapshot" | "at" | "sites" | "names">;

async function stateOf(tx: Sql): Promise<State> {
  const [row] = await tx.query<{ snapshot: string; at: number }>(
    `select pg_current_snapshot()::text as snapshot, (extract(epoch from now()) * 1000)::double precision as at`,
  );
  const [sites, names] = [await readSites(tx), await tx.query<KnownName>(namesSql)];
  return { snapshot: row?.snapshot ?? "", at: row?.at ?? 0, sites, names };
}

/** Keeps the former object where the new one is alike, so that `TrainState` sees that nothing changed. */
function asBefore(now: State, known: Known): State {
  const kept = <T>(former: T, next: T) => (JSON.stringify(former) === JSON.stringify(next) ? former : next);
  return { ...now, sites: kept(known.sites, now.sites), names: kept(known.names, now.names) };
}

async function upToDate(tx: Sql, known: Known | null, read: State): Promise<Known> {
  const isFresh = known !== null && read.at - known.at < keptMs && keysOf(known) === keysOf(read);
  if (known === null || !isFresh) return readWhole(tx, read);
  const now = asBefore(read, known);
  const changes = await changesSince(tx, known.snapshot);
  if (changes.size === 0) return { ...known, ...now };
  const rows = await readModelRows(tx, known.rows, changes);
  const isMembershipKept = !changes.has("membership") && !changes.has("membership_query");
  return {
    ...now,
    rows,
    links: rows.links === known.rows.links ? known.links : [...rows.links.values()],
    pullRequests: rows.pullRequests === known.rows.pullRequests ? known.pullRequests : [...rows.pullRequests.values()],
    memberships: isMembershipKept ? known.memberships : await readMemberships(tx),
  };
}

/** Of the connections that are named: where others are, other rows belong to the model. */
function keysOf({ sites }: Pick<Known, "sites">): string {
  return sites.map(({ connection }) => connection).join(" ");
}

async function readWhole(tx: Sql, now: State): Promise<Known> {
  const rows = await readModelRows(tx, null, new Map());
  return {
    ...now,
    rows,
    links: [...rows.links.values()],
    pullRequests: [...rows.pullRequests.values()],
    memberships: await readMemberships(tx),
  };
}

/** Of transactions that the snapshot does not show: those that had not begun, and those that had not ended. */
const changesSql = `
  select kind, case when bool_or(ids is null) then null else array_agg(distinct one) end as ids
  from model_change left join lateral unnest(ids) as one on true
  where kind <> 'conflict' and transaction >= (pg_snapshot_xmin($1::pg_snapshot)::text)::bigint
    and not pg_visible_in_snapshot((transaction::text)::xid8, $1::pg_snapshot)
  group by kind`;

async function changesSince(tx: Sql, snapshot: string): Promise<RowChanges> {
  const rows = await tx.query<{ kind: string; ids: readonly string[] | null }>(changesSql, [snapshot]);
  return new Map(rows.map(({ kind, ids }) => [kind, ids]));
}
