import type { Locks, Purpose } from "../ports/locks.ts";
import type { Database } from "./database.ts";

export type Exclusively = Locks["exclusively"];

export type Alone = Locks["alone"];

/** Names that work of this process runs under. */
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

  /** Tells all work that it runs alone no more. */
  lose(reason: Error): void {
    for (const lost of this.#held.values()) lost.abort(reason);
  }
}

/** See `Locks.claim`. Of two that claim at once the first one settles it, the other reads what it settled. */
export async function claim(database: Database, purpose: Purpose): Promise<Purpose> {
  await database.join();
  await database.execute("insert into installation (purpose) values ($1::purpose) on conflict do nothing", [purpose]);
  const [row] = await database.query<{ purpose: Purpose }>("select purpose from installation");
  return row?.purpose ?? purpose;
}
