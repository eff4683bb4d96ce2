import type { Locks } from "../ports/locks.ts";

export type Exclusively = Locks["exclusively"];

export type Alone = Locks["alone"];

/** Lock names that this process holds. */
export class HeldLocks {
  readonly #held = new Map<string, AbortController>();

  /** See `Locks.exclusively`, within this process. */
  readonly exclusively: Exclusively = async (name, work) => {
    if (this.#held.has(name)) return { taken: true };
    const lost = new AbortController();
    this.#held.set(name, lost);
    try {
      return { taken: false, result: await work(lost.signal) };
    } finally {
      this.#held.delete(name);
    }
  };

  /** Aborts the signals of all running work, because it no longer holds its locks. */
  lose(reason: Error): void {
    for (const lost of this.#held.values()) lost.abort(reason);
  }
}
