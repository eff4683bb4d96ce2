import type { Clock } from "../../src/ports/runtime.ts";
import type { Fault } from "./fault.ts";

type Revoked = Extract<Fault, { kind: "token-revoked" }>;

/** A tracker's revoked token. */
export class Revocation {
  readonly #clock: Clock;
  #fault: Revoked | null = null;
  #requests = 0;
  #until = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The fault of the next request, given its planned one: a revoked token takes precedence. */
  over(fault: Fault | null): Fault | null {
    if (fault?.kind === "token-revoked") {
      this.#fault = fault;
      this.#requests = fault.requests ?? 0;
      this.#until = fault.ms === undefined ? 0 : this.#clock() + fault.ms;
    }
    if (this.#requests > 0) this.#requests -= 1;
    else if (this.#clock() >= this.#until) return fault;
    return this.#fault;
  }
}
