import { destination, pino, type DestinationStream } from "pino";
import type { Log } from "../ports/runtime.ts";

/** JSON lines, on stderr unless told; `level` as pino has it, null for what commands say: warnings. */
export function createLog(level: string | null, lines: DestinationStream = destination({ fd: 2, sync: true })): Log {
  return pino({ level: level ?? "warn", base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` }, lines);
}

/** What a service says: also its usual course. Lines go out together, a tenth of a second late at most. */
export function createServiceLog(level: string | null): Log {
  return createLog(level ?? "info", destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 100 }));
}
