import type { LiveStore, Store } from "../ports/store.ts";

export type Exclusively = LiveStore["exclusively"];

export type Alone = Store["alone"];

/** Names that work of this process runs under. */
export class HeldNames {
  readonly #held = new Map<string, AbortController>();

  /** See `LiveStore.exclusively`, within this process. */
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
