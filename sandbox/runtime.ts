import type { Clock } from "../src/ports/runtime.ts";

/** The environment of each simulated tracker: the sandbox's only source of time. */
export type SandboxRuntime = {
  readonly clock: Clock;
  /** How long search lags behind writes, in milliseconds of `clock`. */
  readonly searchLagMs: number;
};
