import type { FailureCode } from "../domain/failure.ts";

/**
 * A text that the tracker refused, or a rollup issue that it did not show, the last time: known until it is taken.
 * Instants in epoch milliseconds.
 */
export type RefusalRecord = {
  readonly marker: string;
  readonly train: string;
  readonly connection: string;
  /** How often in a row. */
  readonly count: number;
  readonly at: number;
  /** When it is tried again though nothing changes. */
  readonly until: number;
  /** Of what was to be written. */
  readonly digest: string;
  /** When the item that it was to stand on had changed last; null for a rollup, or where nobody knows. */
  readonly itemUpdatedAt: number | null;
  readonly code: FailureCode;
  /** What happened and what to do. */
  readonly text: string;
};

/** What storage knows of writing, besides what was written. All methods throw `Failure`. */
export type WritingLedger = {
  /** Accounts that a connection's texts were written by so far. */
  writingAccounts(connection: string): Promise<readonly string[]>;
  noteWritingAccount(connection: string, account: string): Promise<void>;
  /** What of a train the trackers refused the last time. */
  refusals(train: string): Promise<readonly RefusalRecord[]>;
  /** In place of what was known of the same marker. */
  saveRefusal(record: RefusalRecord): Promise<void>;
  /** The trackers took it, or are to be asked again. @param marker null for all of the train */
  forgetRefusals(train: string, marker: string | null): Promise<void>;
};
