import type { DigestLedger, EvaluationLedger } from "./evaluation-ledger.ts";
import type { Inbox } from "./inbox.ts";
import type { Locks } from "./locks.ts";
import type { ItemLookup, ModelReader, ModelWriter } from "./model-store.ts";
import type { PublicationLedger, WritingLedger } from "./publication-ledger.ts";
import type { StreamLedger } from "./stream-ledger.ts";
import type { TrainRegistry } from "./train-registry.ts";
import type { CorrelationIds, WebhookCoverage } from "./webhook-coverage.ts";

/**
 * Upkeep of the database, for the process that opened it. All methods throw `Failure` (`database-…`, `disk-full`).
 * Instants in epoch milliseconds.
 */
export type StoreUpkeep = {
  /** Empties all tables but keeps the purpose; for a demo's database only. */
  reset(): Promise<void>;
  /** Names of the applied migrations, oldest first. */
  migrations(): Promise<readonly string[]>;
  close(): Promise<void>;
};

/** The open database. Commands and jobs pass it on; each callee's parameter type is the part that it uses. */
export type Store = ModelReader &
  ModelWriter &
  ItemLookup &
  StreamLedger &
  PublicationLedger &
  WritingLedger &
  EvaluationLedger &
  DigestLedger &
  TrainRegistry &
  WebhookCoverage &
  CorrelationIds &
  Locks &
  StoreUpkeep & { readonly inbox: Inbox };
