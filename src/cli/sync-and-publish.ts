import { randomUUID } from "node:crypto";
import type { Train } from "../domain/train.ts";
import { fullSync } from "../ingest/full-sync.ts";
import { scopeOf } from "../ingest/scope.ts";
import { syncConnection, type ConnectionSync } from "../ingest/sync.ts";
import type { Connector } from "../ports/connector.ts";
import type { Clock, Log, Progress } from "../ports/runtime.ts";
import type { Store } from "../ports/store.ts";
import { Trackers } from "../reporting/publish-trackers.ts";
import { publishPortfolio } from "../reporting/portfolio.ts";
import { publish, type Applied, type PublishContext, type Published } from "../reporting/publish.ts";
import type { Render } from "../reporting/plan.ts";

/** Everything a command works with, put together once. */
export type Workplace = {
  readonly store: Store;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly trains: readonly Train[];
  readonly render: Render;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
};

export type SyncOptions = {
  /**
   * Read everything again, whatever the watermarks say, and find what is gone: `maxDrop` is the share, from 0 to 1, of a
   * connection's items that may be gone at once.
   */
  readonly full: false | { readonly maxDrop: number };
  /**
   * Called once every connection has found what the trains name, before anything is read: until then the trains that
   * were stored last are the better ones.
   */
  readonly accepted?: () => Promise<void>;
};

/**
 * Reads every connection. One that fails does not keep the others from being read.
 * @throws Failure, or AggregateError of several.
 */
export async function syncAll(place: Workplace, options: SyncOptions): Promise<readonly ConnectionSync[]> {
  const { store, clock, log, progress, trains } = place;
  const { full, accepted } = options;
  const attempts = [...place.connectors.values()].map(({ source }) => ({ source, probe: source.probe() }));
  const probed = await Promise.allSettled(attempts.map(({ probe }) => probe));
  if (probed.every(({ status }) => status === "fulfilled")) await accepted?.();
  const runs = attempts.map(async ({ source, probe }) => {
    const context = { source, store, clock, log, progress, scope: scopeOf(source.connection, trains) };
    if (full === false) return syncConnection({ ...context, full }, context.scope, await probe);
    return fullSync({ ...context, ...full }, await probe);
  });
  const settled = await Promise.allSettled(runs);
  const reasons = settled.flatMap((run) => (run.status === "rejected" ? [run.reason as unknown] : []));
  if (reasons.length === 1) throw reasons[0];
  if (reasons.length > 1) throw new AggregateError(reasons, "several connections could not be read");
  return settled.flatMap((run) => (run.status === "fulfilled" ? [run.value] : []));
}

/** Publishes each train in turn. A tracker that refuses our account is left alone by all of them. */
export async function publishAll(place: Workplace, trains: readonly Train[]): Promise<readonly Published[]> {
  const context = publishContext(place);
  const published: Published[] = [];
  for (const train of trains) published.push(await publish(context, train, place.clock()));
  return published;
}

/** Publishes the portfolio over all trains, as they were published last; null where the train file names no place for it. */
export async function publishOverTrains(place: Workplace): Promise<Applied | null> {
  const targets = await place.store.portfolioTargets();
  return targets.length === 0 ? null : publishPortfolio(publishContext(place), place.clock());
}

function publishContext(place: Workplace): PublishContext {
  // A command runs to its end, or is ended with its process.
  const { signal } = new AbortController();
  const sink = (key: string) => sinkOf(place, key);
  return { ...place, runId: randomUUID(), newId: randomUUID, sink, trackers: new Trackers(null), signal };
}

function sinkOf({ connectors }: Workplace, key: string) {
  const connector = connectors.get(key);
  if (connector === undefined) throw new TypeError(`no connector for ${key}`);
  return connector.sink;
}
