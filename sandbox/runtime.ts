import type { Clock } from "../src/ports/runtime.ts";

/** What every stand-in is given from outside: nothing in the sandbox reads the time by itself. */
export type SandboxRuntime = {
  readonly clock: Clock;
  /** How long search lags behind writes, in milliseconds of `clock`. */
  readonly searchLagMs: number;
};
