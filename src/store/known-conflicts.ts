import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import { sortedBy } from "../domain/ordering.ts";
import { changesSince, type Moment, type Seen } from "./changes.ts";
import { compareAndSwap, readConflicts, type Swap } from "./conflicts.ts";
import type { Database, Sql } from "./database.ts";

/** A train's conflicts as last read or stored. */
type Known = Seen & { readonly records: readonly ConflictRecord[] };

/**
 * Caches the trains' conflicts in memory, because the number of resolved ones only grows. Reads those again that any
 * process has changed; the others stay the same objects.
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
      await tx.execute("set transaction isolation level repeatable read, read only", []);
      const { changed, ...now } = await changedSince(tx, train, before);
      if (before === undefined || changed === null) return { ...now, records: await readConflicts(tx, train) };
      if (changed.length === 0) return { ...now, records: before.records };
      return { ...now, records: await again(tx, { train, changed }, before.records) };
    });
    this.#known.set(train, known);
    return known.records;
  }

  /** See `EvaluationLedger.saveConflicts`. */
  async save(train: string, swap: Swap): Promise<boolean> {
    const before = this.#known.get(train);
    const known = before?.records === swap.was ? before : undefined;
    const saved = await this.#database.transaction(async (tx) => {
      await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`signalbox conflicts of ${train}`]);
      const [{ own } = { own: "" }] = await tx.query<{ own: string }>("select pg_current_xact_id()::text as own");
      const { changed, ...now } = await changedSince(tx, train, known);
      const isKnown = changed?.length === 0;
      const isSaved = await compareAndSwap(tx, train, { ...swap, isKnown });
      return isSaved ? { ...now, own, isKnown, records: inOrder(swap.records) } : null;
    });
    if (saved?.isKnown === true) this.#known.set(train, saved);
    else this.#known.delete(train);
    return saved !== null;
  }
}

type Now = Moment & {
  /** Fingerprints of conflicts that others have changed since; null if unknown. */
  readonly changed: readonly string[] | null;
};

/** Triggers note changes of conflicts by train and fingerprint. */
async function changedSince(tx: Sql, train: string, known: Known | undefined): Promise<Now> {
  const { changes, ...now } = await changesSince(tx, known ?? null, ["conflict"]);
  const names = changes === null ? null : changes.get("conflict");
  if (names === null) return { ...now, changed: null };
  const begin = `${train} `;
  const own = (names ?? []).filter((name) => name.startsWith(begin));
  return { ...now, changed: own.map((name) => name.slice(begin.length)) };
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
