import { setTimeout } from "node:timers/promises";
import type { Fault, FaultyRequest } from "../../sandbox/faults/fault.ts";

const performed: Fault = { kind: "no-answer", when: "after" };

/** Drops the answer of one create: its comment exists, and the caller does not know. */
export class LostAnswer {
  #waiting: PromiseWithResolvers<boolean> | null = null;

  readonly faults = ({ method, path }: FaultyRequest): Fault | null =>
    this.#waiting !== null && method === "POST" && /\/comments?$/u.test(path) ? performed : null;

  readonly onUnanswered = (): void => {
    this.#waiting?.resolve(true);
    this.#waiting = null;
  };

  /** Waits for a create. @returns whether there was one within the given milliseconds */
  async next(atMost: number): Promise<boolean> {
    this.#waiting = Promise.withResolvers();
    const happened = await Promise.race([this.#waiting.promise, setTimeout(atMost, false)]);
    this.#waiting = null;
    return happened;
  }
}
