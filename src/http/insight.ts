import type { StreamState } from "../domain/model/model.ts";
import type { InboxSummary } from "../ports/inbox.ts";
import type { Budget } from "../ports/connector.ts";
import type { JobKind } from "../ports/jobs.ts";
import type { PublishState } from "../ports/publication-ledger.ts";

/** The present state of the service. Instants in epoch milliseconds. */
export type Insight = {
  /** @throws Failure of the database */
  look(): Promise<ServiceState>;
  /** What this process knows without the database. */
  trackers(): readonly TrackerState[];
  /** Keys of the trains in the train file. */
  readonly trains: readonly string[];
};

export type ServiceState = {
  readonly connections: readonly ConnectionState[];
  readonly jobs: readonly JobBacklog[];
};

export type TrackerState = {
  readonly connection: string;
  /** Requests of this process. */
  readonly sent: number;
  readonly budgets: readonly Budget[];
};

export type ConnectionState = TrackerState & {
  readonly streams: readonly StreamState[];
  readonly inbox: Omit<InboxSummary, "connection">;
  /** Share of the changes of the last 24 hours that no webhook announced in time; 0 if webhooks are not in use. */
  readonly missedRatio: number;
  /** The state of each train that writes there, after the last run of any process. */
  readonly published: readonly PublishState[];
};

/** `ready`: due and not yet taken. */
export type JobBacklog = { readonly kind: JobKind; readonly ready: number; readonly oldestSeconds: number };
