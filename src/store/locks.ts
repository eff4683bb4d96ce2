import type { Locks, Purpose } from "../ports/locks.ts";
import type { Database } from "./database.ts";

export type Exclusively = Locks["exclusively"];

export type Alone = Locks["alone"];

/** Lock names that this process holds. */
export class HeldNames {
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

/** See `Locks.claim`. Of two concurrent claims the first wins; the second returns its purpose. */
export async function claim(database: Database, purpose: Purpose): Promise<Purpose> {
  await database.join();
  await database.execute("insert into installation (purpose) values ($1::purpose) on conflict do nothing", [purpose]);
  const [row] = await database.query<{ purpose: Purpose }>("select purpose from installation");
  return row?.purpose ?? purpose;
}
