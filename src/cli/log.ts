import { destination, pino, type DestinationStream } from "pino";
import type { Log } from "../ports/runtime.ts";
import { createLogRedaction } from "./redact-log.ts";

export type LogOptions = {
  /** A level of pino; null for the default. */
  readonly level: string | null;
  /** Secrets that the log removes from every line, errors with their causes included. */
  readonly secrets: readonly string[];
};

type Lines = ReturnType<typeof destination>;

/**
 * A destination that survives what cannot be written, as on a full disk: it keeps up to a megabyte of lines, drops later
 * ones, and tries again with the next line. At the end of the process it does not: sonic-boom would try for ever.
 */
function surviving(lines: Lines): Lines {
  let isFailing = false;
  lines.on("error", () => {
    isFailing = true;
  });
  lines.on("write", () => {
    isFailing = false;
  });
  const [flush, flushSync] = [lines.flush.bind(lines), lines.flushSync.bind(lines)];
  lines.flush = (done) => (isFailing ? undefined : flush(done));
  lines.flushSync = () => (isFailing ? undefined : flushSync());
  return lines;
}

const keptBytes = 1024 * 1024;

/** JSON lines, to stderr by default, with the level as a word. The default level is that of commands: warnings. */
export function createLog(
  { level, secrets }: LogOptions,
  lines: DestinationStream = surviving(destination({ fd: 2, sync: true, maxLength: keptBytes })),
): Log {
  const formatters = { level: (label: string) => ({ level: label }) };
  const timestamp = () => `,"time":"${new Date().toISOString()}"`;
  const hooks = { streamWrite: createLogRedaction(secrets) };
  return pino({ level: level ?? "warn", base: null, timestamp, formatters, hooks }, lines);
}

/** For a service, which also logs its normal course. Writes lines in batches, a tenth of a second late at most. */
export function createServiceLog({ level, secrets }: LogOptions): Log {
  const lines = surviving(
    destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 100, maxLength: keptBytes }),
  );
  return createLog({ level: level ?? "info", secrets }, lines);
}
