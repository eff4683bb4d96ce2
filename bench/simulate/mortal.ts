/** What befalls a process before or after its nth call from now: it dies, or is told to stop. */
export type Fate = { readonly calls: number; readonly moment: "before" | "after"; readonly befall: () => void };

/**
 * The life of one process: everything it does to the world goes through calls that never return once it is dead. What
 * was under way when it died ends as it would have, since the database and the trackers live on.
 */
export class Mortal {
  #fate: Fate | null = null;
  #left = 0;
  #isDead = false;
  #underWay = 0;
  readonly #death = Promise.withResolvers<undefined>();
  #quiet: PromiseWithResolvers<undefined> | null = null;

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Resolves when it dies. */
  get death(): Promise<undefined> {
    return this.#death.promise;
  }

  doom(fate: Fate): void {
    this.#fate = fate;
    this.#left = fate.calls;
  }

  spare(): void {
    this.#fate = null;
  }

  die(): void {
    this.#isDead = true;
    this.#death.resolve(undefined);
  }

  /** Resolves when nothing of what it began is under way any more. */
  async settled(): Promise<void> {
    if (this.#underWay === 0) return;
    this.#quiet = Promise.withResolvers<undefined>();
    await this.#quiet.promise;
  }

  async call<T>(work: () => Promise<T>): Promise<T> {
    const fate = this.#due();
    if (fate?.moment === "before") fate.befall();
    if (this.#isDead) return forever();
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      if (fate?.moment === "after") fate.befall();
      if (this.#underWay === 0) this.#quiet?.resolve(undefined);
      if (this.#isDead) await forever();
    }
  }

  /** Null while its time has not come. */
  #due(): Fate | null {
    if (this.#fate === null) return null;
    this.#left -= 1;
    const due = this.#left === 0 ? this.#fate : null;
    if (due !== null) this.#fate = null;
    return due;
  }
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}
