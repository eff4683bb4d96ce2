/** The purpose of a database: sandbox and real trackers never share one. */
export type Purpose = "demo" | "real";

/** Outcome of work under a lock. `taken`: another process, or other work of this process, holds the lock. */
type Locked<T> = { readonly taken: true } | { readonly taken: false; readonly result: T };

/** Locks between processes on one database. All methods throw `Failure` (`database-…`, `disk-full`). */
export type Locks = {
  /**
   * Runs `work` if no other work of this name runs, in any process.
   * @param work its signal aborts when the process loses the lock (connection lost): it must stop writing
   */
  exclusively<T>(name: string, work: (lost: AbortSignal) => Promise<T>): Promise<Locked<T>>;
  /** Runs `work` if no other process has claimed the database or holds a lock of `exclusively`. */
  alone<T>(work: () => Promise<T>): Promise<Locked<T>>;
  /**
   * Claims the database for a purpose; the first claim is final. Until `close`, no other process gets the database
   * `alone`.
   * @returns the purpose of the first claim
   */
  claim(purpose: Purpose): Promise<Purpose>;
};
