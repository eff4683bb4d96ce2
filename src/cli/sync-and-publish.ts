import { evaluating } from "./evaluate-context.ts";
import type { Failure, FailureCode } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import { sortedBy } from "../domain/ordering.ts";
import { isOfTracker, noteFailure } from "../ingest/failures.ts";
import type { ReadContext } from "../ingest/read-context.ts";
import { scopeOf } from "../ingest/scope.ts";
import { fullSync, syncConnection, type ConnectionSync } from "../ingest/sync.ts";
import type { Probe, Source } from "../ports/connector.ts";
import { connectionLock, trainLock } from "../jobs/lock-names.ts";
import { publishContext } from "../jobs/publish-context.ts";
import { Trackers } from "../reporting/publish-trackers.ts";
import { portfolioKey, publishPortfolio } from "../reporting/publish-portfolio.ts";
import { publish, type Applied, type PublishContext, type Published } from "../reporting/publish.ts";
import { atOnce, type InTurn } from "./in-turn.ts";
import type { AppContext } from "./wiring.ts";

export type SyncOptions = {
  /**
   * Read everything again, whatever the watermarks say, and find gone items: `maxDrop` is the share, from 0 to 1, of a
   * connection's items that may be missing at once.
   */
  readonly full: false | { readonly maxDrop: number };
  /**
   * Called before anything is read, unless a tracker does not have what the trains name: then the stored trains are
   * better.
   */
  readonly accepted?: () => Promise<void>;
  /** Set if other processes may work on the same database. */
  readonly turn?: InTurn;
};

/** The result of reading every connection. */
export type Reading = {
  readonly synced: readonly ConnectionSync[];
  /** The failures of connections, and of parts of them. */
  readonly failures: readonly Failure[];
  /** Whether the trackers have everything that the trains name, as far as Signalbox could check. */
  readonly accepted: boolean;
};

/** Failures which mean that the trains name something that the tracker does not have, or does not show. */
const aboutTheTrains: ReadonlySet<FailureCode> = new Set(["config-invalid", "not-found", "forbidden"]);

/**
 * Reads every connection. A failing connection blocks neither the others nor the storing of the trains: its failure is
 * stored with it, so that reports say whose data is old.
 * @throws other errors: of the database, or a bug of ours
 */
export async function readAll(app: AppContext, options: SyncOptions): Promise<Reading> {
  const { full, accepted: accept, turn = atOnce } = options;
  const attempts = [...app.connectors.values()].map(({ source }) => ({
    source,
    probe: probe(app, source),
    read: Promise.withResolvers<void>(),
    taken: Promise.withResolvers<void>(),
  }));
  // A connection's lock is held until all are read: two commands that take the locks in different orders would wait for
  // each other.
  const order = sortedBy(attempts, ({ source }) => source.connection);
  const allRead = Promise.all(attempts.map(({ read }) => read.promise));
  const probed = await Promise.allSettled(attempts.map(({ probe }) => probe));
  const accepted = probed.every((one) => one.status === "fulfilled" || !isAboutTheTrains(one.reason));
  if (accepted) await accept?.();
  const settled = await Promise.allSettled(
    attempts.map((attempt) => {
      const { source, probe, read, taken } = attempt;
      const { store, runtime, progress } = app;
      const scope = scopeOf(source.connection, app.trains);
      const streamsRead = async () => {
        read.resolve();
        await allRead;
      };
      const context: ReadContext = { source, store, scope, runtime, progress, streamsRead };
      const ordered: InTurn = async (name, about, work) => {
        await Promise.all(order.slice(0, order.indexOf(attempt)).map((earlier) => earlier.taken.promise));
        return turn(name, about, (lost) => {
          taken.resolve();
          return work(lost);
        });
      };
      return readOne(context, probe, { full, turn: ordered, accepted }).finally(() => {
        taken.resolve();
        read.resolve();
      });
    }),
  );
  const reasons = settled.flatMap((run) => (run.status === "rejected" ? [run.reason as unknown] : []));
  const synced = settled.flatMap((run) => (run.status === "fulfilled" ? [run.value] : []));
  const failures = reasons.filter(isOfTracker);
  if (failures.length < reasons.length) throwAll(reasons);
  return { synced, failures: [...failures, ...synced.flatMap((one) => one.failures)], accepted };
}

type ReadOptions = Required<Pick<SyncOptions, "full" | "turn">> & Pick<Reading, "accepted">;

async function readOne(context: ReadContext, probe: Promise<Probe>, options: ReadOptions): Promise<ConnectionSync> {
  const { full, turn, accepted } = options;
  const { connection } = context.source;
  const found = await probe.catch((error: unknown) => refused(context, error, accepted));
  return turn(connectionLock(connection), `the connection ${connection}`, () => {
    if (full === false) return syncConnection(context, found);
    return fullSync(context, found, full.maxDrop);
  });
}

/** With the names known so far, so that the check finds renamed things. */
async function probe({ store }: AppContext, source: Source): Promise<Probe> {
  return source.probe(await store.names(source.connection));
}

/** Like `readAll`, but every connection must succeed. @throws Failure, or AggregateError of several */
export async function syncAll(app: AppContext, options: SyncOptions): Promise<readonly ConnectionSync[]> {
  const { synced, failures } = await readAll(app, options);
  throwAll(failures);
  return synced;
}

/** @throws a single reason as it is, several as an AggregateError; nothing if there is none */
export function throwAll(reasons: readonly unknown[]): void {
  if (reasons.length === 1) throw reasons[0];
  if (reasons.length > 1) throw new AggregateError(reasons, "several connections failed");
}

function isAboutTheTrains(reason: unknown): boolean {
  return !isOfTracker(reason) || aboutTheTrains.has(reason.code);
}

/** A connection whose check failed: recorded where a poll would record it. */
async function refused(context: ReadContext, error: unknown, accepted: boolean): Promise<never> {
  const first = context.source.streams().find(({ pace }) => pace === "poll");
  if (accepted && first !== undefined && isOfTracker(error)) await noteFailure(context, first.name, error);
  throw error;
}

/** Publishes each train in turn. After a tracker refused our account, all trains leave it alone. */
export async function publishAll(
  app: AppContext,
  trains: readonly Train[],
  turn: InTurn = atOnce,
): Promise<readonly Published[]> {
  const context = writing(app);
  const published: Published[] = [];
  for (const train of trains) {
    const write = (signal: AbortSignal) => publish({ ...context, signal }, train, app.runtime.clock());
    published.push(await turn(trainLock(train.key), `the train ${train.key}`, write));
  }
  return published;
}

/** Publishes the portfolio over all trains, as they were published last; null where the train file names no place for it. */
export async function publishOverTrains(app: AppContext, turn: InTurn = atOnce): Promise<Applied | null> {
  const targets = await app.store.portfolioTargets();
  if (targets.length === 0) return null;
  const write = (signal: AbortSignal) => publishPortfolio({ ...writing(app), signal }, app.runtime.clock());
  return turn(trainLock(portfolioKey), "the portfolio", write);
}

/** A command runs to its end, or is ended with its process. */
function writing(app: AppContext): PublishContext {
  const publishing = { ...app, ...evaluating(app.store), trackers: new Trackers(null) };
  return { ...publishContext(publishing, new AbortController().signal), progress: app.progress };
}
