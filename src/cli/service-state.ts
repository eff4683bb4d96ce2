import type { Insight } from "../http/insight.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import { graceMs } from "../ingest/process-inbox.ts";
import type { Boss } from "../jobs/boss.ts";
import type { Connector } from "../ports/connector.ts";
import type { Inbox, InboxSummary } from "../ports/inbox.ts";
import type { PublicationLedger } from "../ports/publication-ledger.ts";
import type { Clock } from "../ports/runtime.ts";
import type { StreamLedger } from "../ports/stream-ledger.ts";
import type { MissedCount, WebhookCoverage } from "../ports/webhook-coverage.ts";

const dayMs = 86_400_000;
/** How long (ms) `look` waits for the database: less than Prometheus and Kubernetes wait for the answer. */
const patienceMs = 5000;

export type InsightOptions = {
  readonly store: StreamLedger & WebhookCoverage & PublicationLedger & { readonly inbox: Inbox };
  readonly boss: Pick<Boss, "backlog">;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly trains: readonly Pick<Train, "key">[];
  readonly clock: Clock;
};

/** Reads the service's state: the same for health and metrics. */
export function createInsight({ store, boss, connectors, trains, clock }: InsightOptions): Insight {
  const keys = new Set(trains.map(({ key }) => key));
  const trackers = () =>
    [...connectors].map(([connection, { source }]) => ({
      connection,
      sent: source.requests(),
      budgets: source.budgets(),
    }));
  const look = async () => {
    const now = clock();
    const [streams, summaries, missed, states, jobs] = await Promise.all([
      store.streams(),
      store.inbox.summary(),
      store.missedChanges(now - dayMs, now - graceMs),
      store.publishStates(),
      boss.backlog().catch(unanswered),
    ]);
    // Trains that left the train file keep their state, but do not show here.
    const published = states.filter(({ train }) => keys.has(train));
    const connections = trackers().map(({ connection, ...tracker }) => ({
      ...tracker,
      connection,
      streams: streams.filter((stream) => stream.connection === connection),
      inbox: summaries.find((summary) => summary.connection === connection) ?? emptyInbox,
      missedRatio: ratioOf(missed.find((count) => count.connection === connection)),
      published: published.filter((state) => state.connection === connection),
    }));
    return { connections, jobs };
  };
  return { trackers, trains: [...keys], look: () => inTime(look()) };
}

/** @throws Failure `database-unavailable` if the database does not answer, as over a network that loses everything */
async function inTime<T>(looking: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(silent()), patienceMs);
  try {
    return await Promise.race([looking, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function silent(): Failure {
  return new Failure({
    code: "database-unavailable",
    what: `The database has not answered for ${patienceMs / 1000} seconds.`,
    remedy: "Check its load, its disk and the network to it; serve continues by itself.",
    verdict: { kind: "retry", afterMs: null },
  });
}

/** pg-boss passes on its driver's errors, and may be the first to find the database unreachable. */
function unanswered(cause: unknown): never {
  throw new Failure({
    code: "database-unavailable",
    what: "The job queue in the database does not answer.",
    remedy: "Start the database; serve reconnects by itself.",
    verdict: { kind: "retry", afterMs: null },
    cause,
  });
}

const emptyInbox: Omit<InboxSummary, "connection"> = { waiting: 0, oldestWaitingAt: null, newestAt: null, failed: 0 };

function ratioOf(count: MissedCount | undefined): number {
  if (count === undefined || count.missed === 0) return 0;
  return count.missed / (count.missed + count.announced);
}
