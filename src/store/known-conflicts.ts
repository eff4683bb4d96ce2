import type { ConflictRecord } from "../domain/conflict.ts";
import { sortedBy } from "../domain/ordering.ts";
import { compareAndSwap, readConflicts, type Swap } from "./conflicts.ts";
import type { Database, Sql } from "./database.ts";

/** A train's conflicts as they were read or stored last, and the database's word for the state that they are of. */
type Known = {
  readonly records: readonly ConflictRecord[];
  readonly snapshot: string;
  /** Our own transaction, which stored them: the snapshot does not show it. Null where they were read. */
  readonly own: string | null;
  /** When that was by the database's clock, epoch milliseconds. */
  readonly at: number;
};

/** What changed is noted for a day; who knows them for longer reads all again. */
const keptMs = 12 * 3_600_000;

/**
 * The conflicts of trains, kept by who read them: those that are over are more and more. What any process changed since is
 * read again; the others are the same objects as before.
 */
export class KnownConflicts {
  readonly #database: Database;
  readonly #known = new Map<string, Known>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Sorted by fingerprint. */
  async read(train: string): Promise<readonly ConflictRecord[]> {
    const before = this.#known.get(train);
    const known = await this.#database.transaction(async (tx) => {
      await tx.execute("set transaction isolation level repeatable read, read only");
      const now = await stateOf(tx, train, before);
      const { changed, snapshot, at } = now;
      if (before === undefined || changed === "all") {
        return { records: await readConflicts(tx, train), snapshot, at, own: null };
      }
      const records = changed.length === 0 ? before.records : await again(tx, { train, changed }, before.records);
      return { records, snapshot, at, own: null };
    });
    this.#known.set(train, known);
    return known.records;
  }

  /** See `Store.saveConflicts`. */
  async save(train: string, swap: Swap): Promise<boolean> {
    const before = this.#known.get(train);
    const known = before?.records === swap.was ? before : undefined;
    const saved = await this.#database.transaction(async (tx) => {
      await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`signalbox conflicts of ${train}`]);
      const [{ own } = { own: "" }] = await tx.query<{ own: string }>("select pg_current_xact_id()::text as own");
      const { changed, snapshot, at } = await stateOf(tx, train, known);
      const isKnown = changed !== "all" && changed.length === 0;
      const isSaved = await compareAndSwap(tx, train, { ...swap, isKnown });
      return isSaved ? { isKnown, records: inOrder(swap.records), snapshot, at, own } : null;
    });
    if (saved?.isKnown === true) this.#known.set(train, saved);
    else this.#known.delete(train);
    return saved !== null;
  }
}

type State = Pick<Known, "snapshot" | "at"> & {
  /** Fingerprints of conflicts that others changed since. */
  readonly changed: readonly string[] | "all";
};

/** In one statement, so that nothing can change between the two. */
const stateSql = `
  select pg_current_snapshot()::text as snapshot, (extract(epoch from now()) * 1000)::double precision as at,
    (select coalesce(json_agg(c.ids), '[]') from model_change c
     where c.kind = 'conflict' and c.transaction >= (pg_snapshot_xmin($1::pg_snapshot)::text)::bigint
       and not pg_visible_in_snapshot((c.transaction::text)::xid8, $1::pg_snapshot)
       and c.transaction is distinct from $2::bigint) as changes`;

type Row = {
  readonly snapshot: string;
  readonly at: number;
  /** By transaction; null where a whole table was emptied. */
  readonly changes: readonly (readonly string[] | null)[];
};

async function stateOf(tx: Sql, train: string, known: Known | undefined): Promise<State> {
  const [row] = await tx.query<Row>(stateSql, [known?.snapshot ?? null, known?.own ?? null]);
  const { snapshot, at, changes } = row ?? { snapshot: "", at: 0, changes: [] };
  if (known === undefined || at - known.at >= keptMs) return { snapshot, at, changed: "all" };
  const names = changes.flat();
  if (names.includes(null)) return { snapshot, at, changed: "all" };
  const begin = `${train} `;
  const own = names.flatMap((name) => (name?.startsWith(begin) === true ? name.slice(begin.length) : []));
  return { snapshot, at, changed: [...new Set(own)] };
}

type Changed = { readonly train: string; readonly changed: readonly string[] };

async function again(
  tx: Sql,
  { train, changed }: Changed,
  before: readonly ConflictRecord[],
): Promise<readonly ConflictRecord[]> {
  const read = await readConflicts(tx, train, changed);
  const left = new Set(changed);
  return inOrder([...before.filter(({ fingerprint }) => !left.has(fingerprint)), ...read]);
}

function inOrder(records: readonly ConflictRecord[]): readonly ConflictRecord[] {
  return sortedBy(records, ({ fingerprint }) => fingerprint);
}
