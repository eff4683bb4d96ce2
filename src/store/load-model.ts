import type { Membership, Model, ModelSite } from "../domain/model/model.ts";
import type { KnownName } from "../domain/items/names.ts";
import { changesSince, type Moment, type Now } from "./changes.ts";
import { readSites } from "./connections.ts";
import type { Database, Sql } from "./database.ts";
import { readMemberships, readModelRows, type ModelRows } from "./model-rows.ts";
import { namesSql } from "./known-names.ts";
import { modelStreams } from "./streams.ts";

/** The last read state. */
type Known = Moment & {
  readonly sites: readonly ModelSite[];
  readonly names: readonly KnownName[];
  readonly rows: ModelRows;
  readonly memberships: readonly Membership[];
};

/** Tables of the model. */
const kinds = ["work_item", "link", "sprint", "pull_request", "membership", "membership_query", "known_name"] as const;

/**
 * Reads the model of the connections that the train file names, as of one instant, sorted by id. The first call reads
 * everything; later calls read the rows that any process has changed since, and keep the objects of the others.
 */
export function modelReader(database: Database): () => Promise<Model> {
  let known: Known | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const read = () =>
    database.transaction(async (tx) => {
      await tx.execute("set transaction isolation level repeatable read, read only", []);
      const { changes, ...now } = await changesSince(tx, known, kinds);
      const state = { ...now, sites: await readSites(tx) };
      known = await upToDate(tx, known, { state, changes });
      const { rows, memberships, sites, names } = known;
      return { ...rows, memberships, streams: await modelStreams(tx), names, sites };
    });
  return () => {
    // Serialises calls: each continues from the state of the previous one.
    const reading = last.then(read, read);
    last = reading.catch(() => undefined);
    return reading;
  };
}

type State = Moment & Pick<Known, "sites">;

/** The former object if the new one is equal, so that `TrainState` detects that nothing changed. */
function kept<T>(former: T, next: T): T {
  return JSON.stringify(former) === JSON.stringify(next) ? former : next;
}

type Read = { readonly state: State } & Pick<Now, "changes">;

async function upToDate(tx: Sql, known: Known | null, { state, changes }: Read): Promise<Known> {
  if (known === null || changes === null || keysOf(known) !== keysOf(state)) return readWhole(tx, state);
  const now = { ...state, sites: kept(known.sites, state.sites) };
  if (changes.size === 0) return { ...known, ...now };
  const rows = await readModelRows(tx, known.rows, changes);
  const isMembershipKept = !changes.has("membership") && !changes.has("membership_query");
  return {
    ...now,
    names: changes.has("known_name") ? kept(known.names, await tx.query<KnownName>(namesSql)) : known.names,
    rows,
    memberships: isMembershipKept ? known.memberships : await readMemberships(tx, known.memberships),
  };
}

/** Identifies the set of named connections: a different set means different rows. */
function keysOf({ sites }: Pick<Known, "sites">): string {
  return sites.flatMap(({ connection, isFormer }) => (isFormer === true ? [] : connection)).join(" ");
}

async function readWhole(tx: Sql, now: State): Promise<Known> {
  const rows = await readModelRows(tx, null, new Map());
  return {
    ...now,
    names: await tx.query<KnownName>(namesSql),
    rows,
    memberships: await readMemberships(tx),
  };
}
