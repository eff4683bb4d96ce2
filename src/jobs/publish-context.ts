import type { Published, PublishContext } from "../reporting/publish.ts";
import type { Sink } from "../ports/connector.ts";
import type { JobContext } from "./handler.ts";
import type { Log, TracedStep } from "../ports/runtime.ts";

type Publishing = Pick<JobContext, "runtime" | "connectors" | "render" | "views" | "trackers"> &
  Pick<PublishContext, "store" | "asked">;

/**
 * The context in which a job or a command writes.
 * @param signal ends it between two writes
 * @param deliveries ids of those that led to it
 */
export function publishContext(
  context: Publishing,
  signal: AbortSignal,
  deliveries: readonly string[] = [],
): PublishContext {
  const { store, connectors, render, views, trackers, asked } = context;
  const { clock, newId, log, trace: traceOf } = context.runtime;
  const trace = (step: TracedStep) => traceOf(step, deliveries);
  const own = { sink: sinksOf(context), runId: newId(), signal, trace, progress: () => undefined };
  return { store, connectors, render, views, trackers, asked, clock, newId, log, ...own };
}

/** The write side of each connection. */
export function sinksOf({ connectors }: Pick<JobContext, "connectors">): (connection: string) => Sink {
  return (connection) => {
    const connector = connectors.get(connection);
    if (connector === undefined) throw new TypeError(`no connector for ${connection}`);
    return connector.sink;
  };
}

/** A log that adds these fields to every line. */
export function logWith(log: Log, fields: Readonly<Record<string, unknown>>): Log {
  return {
    info: (more, text) => log.info({ ...fields, ...more }, text),
    warn: (more, text) => log.warn({ ...fields, ...more }, text),
    error: (more, text) => log.error({ ...fields, ...more }, text),
  };
}

/** @param train its key, or the portfolio's */
export function countWrites(
  { runtime: { meter } }: JobContext,
  train: string,
  { counts, refused }: Pick<Published, "counts" | "refused">,
): void {
  for (const [outcome, number] of Object.entries(counts)) if (number > 0) meter.publication(train, outcome, number);
  if (refused.length > 0) meter.publication(train, "refused", refused.length);
}
