import type { Log } from "../../src/ports/runtime.ts";

const silent = () => undefined;

/** Takes what is said and keeps nothing. */
export const silentLog: Log = { info: silent, warn: silent, error: silent };
