import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Random } from "../../sandbox/demo-data/random.ts";
import type { Clock } from "../../src/ports/runtime.ts";

/** A process that waits for a turn: a dead one never continues. */
export type Waiter = { readonly name: string; readonly isDead: boolean };

type Halt = { readonly who: Waiter; readonly what: string; readonly from: number; readonly go: () => void };

export type SchedulerOptions = {
  readonly random: Random;
  readonly clock: Clock;
  /** Called for each turn, as it enters the digest. */
  readonly onTurn?: (line: string) => void;
};

/**
 * Picks the next waiting call. Every effect of a process waits here before it happens and once more before its outcome
 * is known; at most one thing happens between two turns, so a seed gives the same history to the byte.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #hash = createHash("sha256");
  #halts: Halt[] = [];
  #underWay = 0;
  #idle = Promise.withResolvers<undefined>();
  turns = 0;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** Of all turns so far, with their instants. */
  get digest(): string {
    return this.#hash.copy().digest("hex");
  }

  /** When the next sleeper wakes; Infinity if none sleeps. */
  get nextAt(): number {
    return Math.min(Infinity, ...this.#living().map(({ from }) => from));
  }

  /** Resolves at its turn. @param from not before this instant */
  async halt(who: Waiter, what: string, from = 0): Promise<void> {
    const turn = Promise.withResolvers<undefined>();
    this.#halts.push({ who, what, from, go: () => turn.resolve(undefined) });
    await turn.promise;
  }

  /** The work of a turn: the next turn waits for it. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) {
        this.#idle.resolve(undefined);
        this.#idle = Promise.withResolvers();
      }
    }
  }

  /** Lets one waiting call continue. @returns false if none can at this instant */
  async turn(): Promise<boolean> {
    await this.#quiet();
    const { random, clock, onTurn } = this.#options;
    const now = clock();
    const ready = this.#living().filter(({ from }) => from <= now);
    if (ready.length === 0) return false;
    const chosen = random.pick(ready);
    this.#halts = this.#halts.filter((halt) => halt !== chosen);
    this.turns += 1;
    const line = `${now} ${chosen.who.name} ${chosen.what}`;
    this.#hash.update(`${line}\n`);
    onTurn?.(line);
    chosen.go();
    await this.#quiet();
    return true;
  }

  #living(): readonly Halt[] {
    this.#halts = this.#halts.filter(({ who }) => !who.isDead);
    return this.#halts;
  }

  /** Resolves when every process waits here: running work and its effects are complete. */
  async #quiet(): Promise<void> {
    await setImmediate();
    while (this.#underWay > 0) {
      await this.#idle.promise;
      await setImmediate();
    }
  }
}
