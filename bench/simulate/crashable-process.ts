import type { Scheduler } from "./scheduler.ts";

/** The fate of a process before or after its nth call from now: it dies, receives a stop signal, or loses its locks. */
export type Fate = {
  readonly calls: number;
  readonly moment: "before" | "after";
  /** @param at the call that it hit */
  readonly befall: (at: string) => void;
};

/** `end`: it dies or receives a stop signal. */
export type FateKind = "end" | "lost locks";

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
  /** At most one of each kind, and the calls left until it. */
  readonly #fates = new Map<FateKind, { readonly fate: Fate; left: number }>();
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

  /** Replaces an earlier fate of the same kind. */
  doom(kind: FateKind, fate: Fate): void {
    this.#fates.set(kind, { fate, left: fate.calls });
  }

  spare(): void {
    this.#fates.clear();
  }

  die(): void {
    this.#isDead = true;
    this.#death.resolve(undefined);
  }

  async call<T>({ what, from }: Call, work: () => Promise<T>): Promise<T> {
    await this.#scheduler?.halt(this, what, from);
    const due = this.#due();
    for (const { moment, befall } of due) if (moment === "before") befall(`before ${what}`);
    if (this.#isDead) return forever();
    try {
      return await (this.#scheduler === null ? work() : this.#scheduler.during(work));
    } finally {
      for (const { moment, befall } of due) if (moment === "after") befall(`after ${what}`);
      if (this.#isDead) await forever();
      await this.#scheduler?.halt(this, `${what}: done`);
    }
  }

  /** The fates of this call. */
  #due(): readonly Fate[] {
    const due: Fate[] = [];
    for (const [kind, waiting] of this.#fates) {
      waiting.left -= 1;
      if (waiting.left > 0) continue;
      due.push(waiting.fate);
      this.#fates.delete(kind);
    }
    return due;
  }
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}
