/** What a database is for: stand-ins and real trackers never share one. */
export type Purpose = "demo" | "real";

/** What came of work under a lock. `taken`: another process, or other work of this one, holds the lock. */
type Locked<T> = { readonly taken: true } | { readonly taken: false; readonly result: T };

/** Keeps processes on one database apart. All methods throw `Failure` (`database-…`, `disk-full`). */
export type Locks = {
  /**
   * Runs `work` while no other work of this name runs, in any process.
   * @param work its signal aborts when the lock was lost (the database went away): it must stop writing
   */
  exclusively<T>(name: string, work: (lost: AbortSignal) => Promise<T>): Promise<Locked<T>>;
  /** Runs `work` while no other process is there that has claimed the database, or works under `exclusively`. */
  alone<T>(work: () => Promise<T>): Promise<Locked<T>>;
  /**
   * Says what the database is used for: the first process settles it for good. From now until `close` no other process has
   * the database `alone`.
   * @returns what it is for
   */
  claim(purpose: Purpose): Promise<Purpose>;
};
