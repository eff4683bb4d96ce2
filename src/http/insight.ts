import type { StreamState } from "../domain/model.ts";
import type { InboxSummary } from "../ports/inbox.ts";
import type { Budget } from "../ports/connector.ts";
import type { JobKind } from "../ports/jobs.ts";

/** What the service looks like at this moment. Instants in epoch milliseconds. */
export type Insight = { look(): Promise<ServiceState> };

export type ServiceState = {
  readonly connections: readonly ConnectionState[];
  readonly jobs: readonly JobBacklog[];
};

export type ConnectionState = {
  readonly connection: string;
  readonly streams: readonly StreamState[];
  readonly inbox: Omit<InboxSummary, "connection">;
  /** Of the changes of the last 24 hours, the share that no webhook told of in time; 0 where webhooks are not in use. */
  readonly missedRatio: number;
  /** Requests of this process. */
  readonly sent: number;
  readonly budgets: readonly Budget[];
};

/** `ready`: due and not yet taken. */
export type JobBacklog = { readonly kind: JobKind; readonly ready: number; readonly oldestSeconds: number };
