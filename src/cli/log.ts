import { destination, pino } from "pino";
import type { Log } from "../ports/runtime.ts";

/** JSON lines on stderr; `level` as pino has it, null for what commands say: warnings. */
export function createLog(level: string | null): Log {
  return pino(
    { level: level ?? "warn", base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    destination({ fd: 2, sync: true }),
  );
}
