import type { WorkItemId } from "../domain/ids.ts";

/** How many changes webhooks announced in time. `missed`: changes that a poll or sweep found and no delivery named. */
export type MissedCount = { readonly connection: string; readonly missed: number; readonly announced: number };

/**
 * Records which of the changes that polls and sweeps found webhooks had announced. All methods throw `Failure`
 * (`database-…`, `disk-full`). Instants in epoch milliseconds.
 */
export type WebhookCoverage = {
  /** Notes that a poll or sweep found these items changed, if the connection has webhooks (a delivery in its inbox). */
  noteFound(connection: string, ids: readonly WorkItemId[], at: number): Promise<void>;
  /**
   * Notes that a delivery named these items, by handle: changes that a poll found within `graceMs` before `at` were not
   * missed.
   */
  noteAnnounced(
    connection: string,
    handles: readonly string[],
    window: { readonly at: number; readonly graceMs: number },
  ): Promise<void>;
  /** Counts of changes found between the instants. */
  missedChanges(from: number, until: number): Promise<readonly MissedCount[]>;
};

/**
 * The deliveries that led to a train's next writes, for the log. All methods throw `Failure` (`database-…`,
 * `disk-full`). Instants in epoch milliseconds.
 */
export type CorrelationIds = {
  /** Notes deliveries, by request id, that may change these trains' reports. */
  noteCorrelationIds(trains: readonly string[], requestIds: readonly string[]): Promise<void>;
  /** The ids noted for a train, sorted. The model holds the changes of all of these deliveries. */
  correlationIds(train: string): Promise<readonly string[]>;
  /** Deletes ids after a write that shows their changes, or if none needs a write. */
  forgetCorrelationIds(train: string, requestIds: readonly string[]): Promise<void>;
};
