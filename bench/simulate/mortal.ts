/** When a process dies: before or after its nth call from now. */
export type Fate = { readonly calls: number; readonly moment: "before" | "after" };

/**
 * The life of one process: everything it does to the world goes through calls that never return once it is dead. What
 * was under way when it died ends as it would have, since the database and the trackers live on.
 */
export class Mortal {
  #left: number | null = null;
  #moment: Fate["moment"] = "before";
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

  doom({ calls, moment }: Fate): void {
    this.#left = calls;
    this.#moment = moment;
  }

  spare(): void {
    this.#left = null;
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
    const isLast = this.#isLast();
    if (isLast && this.#moment === "before") this.die();
    if (this.#isDead) return forever();
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      if (isLast) this.die();
      if (this.#underWay === 0) this.#quiet?.resolve(undefined);
      if (this.#isDead) await forever();
    }
  }

  #isLast(): boolean {
    if (this.#left === null) return false;
    this.#left -= 1;
    return this.#left === 0;
  }
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}
