import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import type { Consent, Started, Stopped } from "../domain/consent.ts";
import type { Commitment } from "../domain/history/commitment.ts";
import type { Period } from "../domain/history/scope.ts";
import type { TrainForecast } from "../domain/forecast/train-forecast.ts";
import type { Comparison, PastRollup } from "../domain/rollup/changes.ts";
import type { KeptDelivery, KeptHints, KeptRollup, TrainSummary } from "../domain/rollup/kept-rollup.ts";

/**
 * One digest to one channel. `intended`: Signalbox was about to send it and may have; `failed`: the channel accepted
 * nothing, Signalbox tries again; `refused`: the channel will never accept it; `unknown`: the answer was lost. Instants
 * in epoch milliseconds.
 */
export type DigestRecord = {
  readonly train: string;
  readonly channel: string;
  readonly dueAt: number;
  readonly state: "intended" | "sent" | "failed" | "refused" | "unknown";
  readonly at: number;
};

/**
 * Results of a train's evaluations, and people's decisions about the train. All methods throw `Failure` (`database-…`,
 * `disk-full`). Instants in epoch milliseconds.
 */
export type EvaluationLedger = {
  conflicts(train: string): Promise<readonly ConflictRecord[]>;
  /**
   * Compare and swap: replaces all conflicts of the train, if the stored ones still have the lives that the caller
   * read.
   * @returns false if another process changed them meanwhile; then it changes nothing
   */
  saveConflicts(train: string, records: readonly ConflictRecord[], was: readonly ConflictRecord[]): Promise<boolean>;
  /** The stored commitments of these periods of a train, in their order; none of a period that starts at another instant now. */
  commitments(train: string, periods: readonly Period[]): Promise<readonly Commitment[]>;
  /** Stores commitments of periods that have none; the first one of a period stays, as long as the period starts then. */
  saveCommitments(commitments: readonly Commitment[]): Promise<void>;
  /** Whether Signalbox may write for the train; `proposed` until a person decides. */
  consent(train: string): Promise<Consent>;
  /**
   * Compare and swap, as `savePublication`: stores the consent if the stored one still equals `was`.
   * @returns false if another decision was stored meanwhile
   */
  saveConsent(train: string, consent: Started | Stopped, was: Consent): Promise<boolean>;
  /** Keeps the last rollup per train, increment and day. @param day `yyyy-mm-dd` in the train's time zone */
  saveSnapshot(rollup: KeptRollup, day: string): Promise<void>;
  /** The forecast in the last snapshot of a day (`yyyy-mm-dd` in the train's time zone); null if there is none. */
  keptForecast(train: string, day: string): Promise<TrainForecast | null>;
  /** The figures of delivery in the same snapshot; null if there are none. */
  keptDelivery(train: string, day: string): Promise<KeptDelivery | null>;
  /** The hints in the same snapshot; null if there are none. */
  keptHints(train: string, day: string): Promise<KeptHints | null>;
  /** The rollup valid at that time, else the first later one; null if there is none. */
  pastRollup(train: string, comparison: Comparison): Promise<PastRollup | null>;
  /** The last snapshot of each train up to an instant, else the last one, by its key; without trains that have none. */
  trainSummaries(trains: readonly string[], until: number): Promise<ReadonlyMap<string, TrainSummary>>;
};

/**
 * The weekly digests that Signalbox sent. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch
 * milliseconds.
 */
export type DigestLedger = {
  /** Records of digests that were due less than a day before or after that instant. */
  digests(train: string, dueAt: number): Promise<readonly DigestRecord[]>;
  /**
   * Inserts if `was` is null, else updates a record still in that state.
   * @returns false if another process was first
   */
  saveDigest(record: DigestRecord, was: DigestRecord | null): Promise<boolean>;
};
