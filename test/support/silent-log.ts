import type { Log } from "../../src/ports/runtime.ts";

const silent = () => undefined;

/** A log that discards everything. */
export const silentLog: Log = { info: silent, warn: silent, error: silent };
