import { destination, pino } from "pino";
import type { Log } from "../ports/runtime.ts";

/** JSON lines on stderr; `level` as pino has it. */
export function createLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    destination({ fd: 2, sync: true }),
  );
}
