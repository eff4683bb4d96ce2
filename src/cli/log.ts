import { destination, pino, type DestinationStream } from "pino";
import type { Log } from "../ports/runtime.ts";

/** JSON lines, on stderr unless told, with the level as a word; `level` as pino has it, null for what commands say: warnings. */
export function createLog(level: string | null, lines: DestinationStream = destination({ fd: 2, sync: true })): Log {
  const formatters = { level: (label: string) => ({ level: label }) };
  const timestamp = () => `,"time":"${new Date().toISOString()}"`;
  return pino({ level: level ?? "warn", base: null, timestamp, formatters }, lines);
}

/** What a service says: also its usual course. Lines go out together, a tenth of a second late at most. */
export function createServiceLog(level: string | null): Log {
  return createLog(level ?? "info", destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 100 }));
}
