import { destination, pino, type DestinationStream } from "pino";
import type { Log } from "../ports/runtime.ts";
import { createRedaction } from "./redaction.ts";

export type LogOptions = {
  /** As pino has it; null for what is usual. */
  readonly level: string | null;
  /** Taken out of every line, errors with their causes included. */
  readonly secrets: readonly string[];
};

/** JSON lines, on stderr unless told, with the level as a word; the usual level is what commands say: warnings. */
export function createLog(
  { level, secrets }: LogOptions,
  lines: DestinationStream = destination({ fd: 2, sync: true }),
): Log {
  const formatters = { level: (label: string) => ({ level: label }) };
  const timestamp = () => `,"time":"${new Date().toISOString()}"`;
  const hooks = { streamWrite: createRedaction(secrets) };
  return pino({ level: level ?? "warn", base: null, timestamp, formatters, hooks }, lines);
}

/** What a service says: also its usual course. Lines go out together, a tenth of a second late at most. */
export function createServiceLog({ level, secrets }: LogOptions): Log {
  const lines = destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 100 });
  return createLog({ level: level ?? "info", secrets }, lines);
}
