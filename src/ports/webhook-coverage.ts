import type { WorkItemId } from "../domain/ids.ts";

/** How many changes webhooks announced in time: `missed` were found by polls and sweeps, and no delivery named them. */
export type MissedCount = { readonly connection: string; readonly missed: number; readonly announced: number };

/** Whether webhooks announced what polls and sweeps found. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type WebhookCoverage = {
  /** Notes that a poll or sweep found these changed, where the connection has webhooks: its inbox holds a delivery. */
  noteFound(connection: string, ids: readonly WorkItemId[], at: number): Promise<void>;
  /** Notes that a delivery named these, by handle: changes found within `graceMs` before `at` were not missed. */
  noteAnnounced(
    connection: string,
    handles: readonly string[],
    window: { readonly at: number; readonly graceMs: number },
  ): Promise<void>;
  /** Of changes found between the instants. */
  missedChanges(from: number, until: number): Promise<readonly MissedCount[]>;
};

/** Which deliveries a train's next writes answer, for the log. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type CorrelationIds = {
  /** Notes deliveries, by request id, that changed what these trains' reports may say. */
  noteCorrelationIds(trains: readonly string[], requestIds: readonly string[]): Promise<void>;
  /** Takes the ids of the deliveries that the train's next write answers. */
  takeCorrelationIds(train: string): Promise<readonly string[]>;
};
