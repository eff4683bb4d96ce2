import { destination, pino, type DestinationStream } from "pino";
import type { Log } from "../ports/runtime.ts";
import { createLogRedaction } from "./redact-log.ts";

export type LogOptions = {
  /** A level of pino; null for the default. */
  readonly level: string | null;
  /** Secrets that the log removes from every line, errors with their causes included. */
  readonly secrets: readonly string[];
};

/** JSON lines, to stderr by default, with the level as a word. The default level is that of commands: warnings. */
export function createLog(
  { level, secrets }: LogOptions,
  lines: DestinationStream = destination({ fd: 2, sync: true }),
): Log {
  const formatters = { level: (label: string) => ({ level: label }) };
  const timestamp = () => `,"time":"${new Date().toISOString()}"`;
  const hooks = { streamWrite: createLogRedaction(secrets) };
  return pino({ level: level ?? "warn", base: null, timestamp, formatters, hooks }, lines);
}

/** For a service, which also logs its normal course. Writes lines in batches, a tenth of a second late at most. */
export function createServiceLog({ level, secrets }: LogOptions): Log {
  const lines = destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 100 });
  return createLog({ level: level ?? "info", secrets }, lines);
}
