import type { Transaction } from "./jobs.ts";
import type { VerifiedCall } from "./webhook.ts";

/**
 * `received`: waits for processing. `processed`: Signalbox read what it named. `ignored`: irrelevant, or Signalbox's
 * own write. `failed`: parked; a person can replay it.
 */
export type DeliveryState = "received" | "processed" | "ignored" | "failed";

/** A verified call to a connection's endpoint. Instants in epoch milliseconds. */
export type NewDelivery = VerifiedCall & { readonly connection: string; readonly receivedAt: number };

/** A stored delivery, unchanged since its arrival. */
export type Delivery = NewDelivery & {
  readonly id: number;
  readonly state: DeliveryState;
  /** Why it was ignored or failed; null for the others. */
  readonly reason: string | null;
  readonly processedAt: number | null;
};

export type DeliveryOutcome = {
  readonly id: number;
  readonly state: Exclude<DeliveryState, "received">;
  readonly reason: string | null;
};

export type DeliveryFilter = {
  readonly connection?: string;
  readonly state?: DeliveryState;
  /** Maximum number, the newest first. */
  readonly limit: number;
};

/** The webhook inbox. All methods throw `Failure`. */
export type Inbox = {
  /**
   * Stores deliveries, and the jobs that `announce` sends, in one transaction. Leaves a delivery unchanged that it
   * already holds (same connection and delivery id), but still announces its connection.
   * @returns for each delivery, whether it was new
   * @throws Failure with the verdict `park` if the database rejects one of them for good; then it stores none
   */
  receive(
    deliveries: readonly NewDelivery[],
    announce: (connections: readonly string[], within: Transaction) => Promise<void>,
  ): Promise<readonly boolean[]>;
  /** The oldest waiting deliveries with an id above `after` (0 by default), at most `limit`. */
  waiting(connection: string, limit: number, after?: number): Promise<readonly Delivery[]>;
  complete(outcomes: readonly DeliveryOutcome[], at: number): Promise<void>;
  list(filter: DeliveryFilter): Promise<readonly Omit<Delivery, "body">[]>;
  find(id: number): Promise<Delivery | null>;
  /** Sets them back to `received`: the next job that processes the inbox takes them. @returns their number */
  replay(ids: readonly number[]): Promise<number>;
  /** Deletes settled deliveries received before an instant, and their correlation ids. @returns their number */
  prune(before: number): Promise<number>;
  /** Per connection: number and age of the waiting deliveries, arrival of the last one, number of parked ones. */
  summary(): Promise<readonly InboxSummary[]>;
};

export type InboxSummary = {
  readonly connection: string;
  readonly waiting: number;
  readonly oldestWaitingAt: number | null;
  readonly newestAt: number | null;
  readonly failed: number;
};
