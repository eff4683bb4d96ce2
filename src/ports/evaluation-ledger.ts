import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import type { Consent, Started, Stopped } from "../domain/consent.ts";
import type { Comparison, PastRollup } from "../domain/rollup/changes.ts";
import type { KeptRollup, TrainSummary } from "../domain/rollup/kept-rollup.ts";

/**
 * One digest to one channel. `intended`: it was decided and may have been sent; `failed`: the channel took nothing and is tried
 * again; `refused`: it will never take it; `unknown`: its answer was lost. Instants in epoch milliseconds.
 */
export type DigestRecord = {
  readonly train: string;
  readonly channel: string;
  readonly dueAt: number;
  readonly state: "intended" | "sent" | "failed" | "refused" | "unknown";
  readonly at: number;
};

/** What evaluations of a train found, and what people decided about it. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type EvaluationLedger = {
  conflicts(train: string): Promise<readonly ConflictRecord[]>;
  /**
   * Compare and swap: the records are the whole of the train's conflicts, and are stored only where the lives of those that are
   * stored still are as they were read.
   * @returns false where another process stored others meanwhile; then nothing is changed
   */
  saveConflicts(train: string, records: readonly ConflictRecord[], was: readonly ConflictRecord[]): Promise<boolean>;
  /** Whether the train may be written for; a proposal where no person has decided. */
  consent(train: string): Promise<Consent>;
  /**
   * Compare and swap, as `savePublication`: stored only where what holds still is as it was read.
   * @returns false where another person decided meanwhile
   */
  saveConsent(train: string, consent: Started | Stopped, was: Consent): Promise<boolean>;
  /** Keeps one rollup per train, increment and day (UTC): the last one wins. */
  saveSnapshot(rollup: KeptRollup): Promise<void>;
  /** The rollup that stood, else the first known after it; null where none is known. */
  pastRollup(train: string, comparison: Comparison): Promise<PastRollup | null>;
  /** What was kept last of each of these trains, by its key; one that nothing is known of is left out. */
  trainSummaries(trains: readonly string[]): Promise<ReadonlyMap<string, TrainSummary>>;
};

/** Which weekly digests went out. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type DigestLedger = {
  /** What was sent, or tried, of the digest that was due at that instant. */
  digests(train: string, dueAt: number): Promise<readonly DigestRecord[]>;
  /** Inserts where `was` is null, else updates what still is in that state. @returns false where another process was first */
  saveDigest(record: DigestRecord, was: DigestRecord | null): Promise<boolean>;
};
