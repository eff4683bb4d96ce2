import type { Locks } from "../../src/ports/locks.ts";
import type { CrashableProcess } from "./crashable-process.ts";

/** The locks of the one database, by name. */
export type HeldLocks = Map<string, LockSession>;

/** The connection on which one process holds its locks. The database releases those of a dead process. */
export class LockSession {
  readonly #held: HeldLocks;
  readonly #crashable: CrashableProcess;
  /** Running work by the name of its lock. It ends after the lock if the connection breaks. */
  readonly #running = new Map<string, AbortController>();

  constructor(held: HeldLocks, crashable: CrashableProcess) {
    this.#held = held;
    this.#crashable = crashable;
  }

  get isAlive(): boolean {
    return !this.#crashable.isDead;
  }

  /** See `Locks.exclusively`. */
  readonly exclusively: Locks["exclusively"] = async (name, work) => {
    const lost = new AbortController();
    const isTaken = await this.#crashable.call({ what: "store exclusively" }, () =>
      Promise.resolve(this.#isTaken(name, lost)),
    );
    if (isTaken) return { taken: true };
    try {
      return { taken: false, result: await work(lost.signal) };
    } finally {
      this.#running.delete(name);
      if (this.#held.get(name) === this) this.#held.delete(name);
    }
  };

  /** The connection breaks: other processes can take the locks, and running work learns that it has lost its own. */
  break(): void {
    for (const name of this.#running.keys()) if (this.#held.get(name) === this) this.#held.delete(name);
    for (const lost of this.#running.values()) lost.abort(new Error("the connection that held the lock broke"));
  }

  #isTaken(name: string, lost: AbortController): boolean {
    if (this.#running.has(name) || this.#held.get(name)?.isAlive === true) return true;
    this.#held.set(name, this);
    this.#running.set(name, lost);
    return false;
  }
}
