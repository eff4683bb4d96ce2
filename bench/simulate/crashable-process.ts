import type { Scheduler } from "./scheduler.ts";

/** The fate of a process before or after its nth call from now: it dies, or receives a stop signal. */
export type Fate = {
  readonly calls: number;
  readonly moment: "before" | "after";
  /** @param at the call that it hit */
  readonly befall: (at: string) => void;
};

export type Call = {
  /** The call, for the trace: always the same for the same kind of call. */
  readonly what: string;
  /** Not before this instant, in epoch milliseconds. */
  readonly from?: number;
};

/**
 * The life of one process: all its effects go through calls that never return after its death. With a scheduler each
 * waits for its turn before it happens, and again before its outcome is known.
 */
export class CrashableProcess {
  readonly name: string;
  readonly #scheduler: Scheduler | null;
  readonly #death = Promise.withResolvers<undefined>();
  #fate: Fate | null = null;
  #left = 0;
  #isDead = false;

  constructor(name = "process", scheduler: Scheduler | null = null) {
    this.name = name;
    this.#scheduler = scheduler;
  }

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

  async call<T>({ what, from }: Call, work: () => Promise<T>): Promise<T> {
    await this.#scheduler?.halt(this, what, from);
    const fate = this.#due();
    if (fate?.moment === "before") fate.befall(`before ${what}`);
    if (this.#isDead) return forever();
    try {
      return await (this.#scheduler === null ? work() : this.#scheduler.during(work));
    } finally {
      if (fate?.moment === "after") fate.befall(`after ${what}`);
      if (this.#isDead) await forever();
      await this.#scheduler?.halt(this, `${what}: done`);
    }
  }

  /** Null before its time. */
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
