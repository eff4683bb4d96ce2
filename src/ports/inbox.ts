import type { Transaction } from "./jobs.ts";
import type { VerifiedCall } from "./webhook.ts";

/**
 * `received`: waits to be processed. `processed`: what it asked for was done. `ignored`: on purpose, or our own write.
 * `failed`: parked for a person, who can replay it.
 */
export type DeliveryState = "received" | "processed" | "ignored" | "failed";

/** A verified call to a connection's endpoint. Instants in epoch milliseconds. */
export type NewDelivery = VerifiedCall & { readonly connection: string; readonly receivedAt: number };

/** One delivery of a tracker, kept as it arrived. */
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
  /** How many, the newest first. */
  readonly limit: number;
};

/** The webhook inbox. All methods throw `Failure`. */
export type Inbox = {
  /**
   * Stores deliveries, and what `announce` sends, in one transaction. One that is known by connection and delivery id is
   * left alone; its connection is announced nevertheless.
   * @returns for each, whether it was new
   * @throws Failure with the verdict `park` where the database will never take one of them: nothing is stored then
   */
  receive(
    deliveries: readonly NewDelivery[],
    announce: (connections: readonly string[], within: Transaction) => Promise<void>,
  ): Promise<readonly boolean[]>;
  /** The oldest that wait, at most `limit`, of those with a higher id than `after`; 0 by default. */
  waiting(connection: string, limit: number, after?: number): Promise<readonly Delivery[]>;
  complete(outcomes: readonly DeliveryOutcome[], at: number): Promise<void>;
  list(filter: DeliveryFilter): Promise<readonly Omit<Delivery, "body">[]>;
  find(id: number): Promise<Delivery | null>;
  /** Lets them wait again: the next job that processes the inbox takes them. @returns how many there were */
  replay(ids: readonly number[]): Promise<number>;
  /** Forgets settled deliveries that were received before an instant, and their correlation ids. @returns how many */
  prune(before: number): Promise<number>;
  /** Per connection: how many wait and since when, when the last one came, how many are parked. */
  summary(): Promise<readonly InboxSummary[]>;
};

export type InboxSummary = {
  readonly connection: string;
  readonly waiting: number;
  readonly oldestWaitingAt: number | null;
  readonly newestAt: number | null;
  readonly failed: number;
};
