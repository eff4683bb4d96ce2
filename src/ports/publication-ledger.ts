import type { FailureCode } from "../domain/failure.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { StreamFailure } from "../domain/model/model.ts";

export type PublicationKind = "rollup" | "comment";

/**
 * A text that Signalbox keeps up to date at one place. `intended`: Signalbox was about to create it and may have;
 * `absent`: the tracker refused it; `standing`: it exists; `gone`: a person deleted it; `held`: a person removed
 * Signalbox's marks.
 */
export type PublicationState = "intended" | "absent" | "standing" | "gone" | "held";

export type PublicationRecord = {
  readonly marker: string;
  readonly train: string;
  readonly kind: PublicationKind;
  readonly connection: string;
  /** Jira project or `owner/repo` for a rollup, the item's id for a comment. */
  readonly place: string;
  readonly itemId: WorkItemId | null;
  readonly state: PublicationState;
  readonly remoteId: string | null;
  readonly remoteKey: string | null;
  readonly url: string | null;
  /** sha256 of the last written title and body, without the stamp. */
  readonly digest: string | null;
  /** True once the comment reports that all conflicts are resolved. */
  readonly resolved: boolean;
  /** Instant at which Signalbox decided to create it. */
  readonly createdAt: number;
  readonly updatedAt: number | null;
  /** Last measured size of people's text beside it, in the tracker's unit. */
  readonly beside: number;
};

/** A comment of another train. */
export type OtherComment = Pick<PublicationRecord, "train" | "createdAt"> & { readonly itemId: WorkItemId };

/** One attempted write, for the audit trail. */
export type WriteRecord = {
  readonly id: string;
  readonly runId: string;
  readonly marker: string;
  readonly action: "create" | "update" | "resolve";
  readonly at: number;
  readonly outcome: "done" | "unknown" | "failed" | "held" | "gone";
  readonly title: string;
  readonly body: string;
};

/** A text as Signalbox sent it. */
export type WrittenText = Pick<WriteRecord, "marker" | "title" | "body">;

/** A completed write, as the write limits count it. */
export type DoneWrite = Pick<WriteRecord, "marker" | "action" | "at"> & { readonly kind: PublicationKind };

/** A write for people to look up: the text, its outcome and its URL. `url` is null if the tracker has no such text. */
export type WriteEntry = Pick<WriteRecord, "id" | "runId" | "action" | "at" | "outcome"> & {
  readonly kind: PublicationKind;
  readonly connection: string;
  readonly key: string;
  readonly url: string | null;
};

/** State of a train's texts on one connection after a run. Instants in epoch milliseconds. */
export type PublishOutcome = {
  readonly connection: string;
  readonly at: number;
  /** Whether all texts are up to date: written or unchanged, none refused, none waiting for a tracker. */
  readonly asItShould: boolean;
  /** Number of waiting texts, by reason. */
  readonly waiting: Readonly<Record<string, number>>;
  /** Number of texts that the tracker refuses. */
  readonly refused: number;
  readonly failure: Pick<StreamFailure, "code" | "text"> | null;
};

/** State of a train's texts on one connection, across runs. */
export type PublishState = Pick<PublishOutcome, "connection" | "at" | "waiting" | "refused"> & {
  readonly train: string;
  /** Instant of the first run. */
  readonly firstAt: number;
  /** Instant of the last run with `asItShould`; null if there was none. */
  readonly publishedAt: number | null;
  /** Number of texts whose marks a person removed. */
  readonly held: number;
  /** `at`: the first of its consecutive occurrences. */
  readonly failure: StreamFailure | null;
};

/**
 * The issues and comments that Signalbox wrote, and their places. All methods throw `Failure` (`database-…`,
 * `disk-full`). Instants in epoch milliseconds.
 */
export type PublicationLedger = {
  publications(train: string): Promise<readonly PublicationRecord[]>;
  /** The comments with open conflicts of the other trains in the train file, and those that may exist. */
  commentsOfOthers(train: string): Promise<readonly OtherComment[]>;
  /**
   * Compare and swap: inserts if `was` is null, else updates the row if it still equals `was`. Of several processes
   * that read the same row, one succeeds.
   * @returns false if another process was first; then it changes nothing
   */
  savePublication(record: PublicationRecord, was: PublicationRecord | null): Promise<boolean>;
  saveWrite(record: WriteRecord): Promise<void>;
  /** The last attempted writes of a train, the newest first. */
  writes(train: string, limit: number): Promise<readonly WriteEntry[]>;
  /** The last written text of each marker of a train: the text that the ledger expects in the tracker. */
  lastTexts(train: string): Promise<readonly WrittenText[]>;
  /** Completed writes of a train after `since`, the oldest first. */
  writesDone(train: string, since: number): Promise<readonly DoneWrite[]>;
  /** Stores the outcome for every connection that a train writes to; deletes the states of its other connections. */
  notePublished(train: string, outcomes: readonly PublishOutcome[]): Promise<void>;
  /** Of all trains, including those no longer in the train file; sorted by train and connection. */
  publishStates(): Promise<readonly PublishState[]>;
};

/**
 * The tracker's last refusal of a text, or a rollup issue that it did not show. Kept until the tracker accepts the
 * text. Instants in epoch milliseconds.
 */
export type RefusalRecord = {
  readonly marker: string;
  readonly train: string;
  readonly connection: string;
  /** Number of consecutive refusals. */
  readonly count: number;
  readonly at: number;
  /** When Signalbox tries again even if nothing changes. */
  readonly until: number;
  /** Digest of the refused text. */
  readonly digest: string;
  /** `updatedAt` of the item of the comment; null for a rollup, or if unknown. */
  readonly itemUpdatedAt: number | null;
  readonly code: FailureCode;
  /** What happened and what to do. */
  readonly text: string;
};

/** Refusals of the trackers, and the accounts that Signalbox wrote with. All methods throw `Failure`. */
export type WritingLedger = {
  /** Accounts that Signalbox has written with on a connection. */
  writingAccounts(connection: string): Promise<readonly string[]>;
  noteWritingAccount(connection: string, account: string): Promise<void>;
  /** The last refusals of a train's texts. */
  refusals(train: string): Promise<readonly RefusalRecord[]>;
  /** Replaces the refusal of the same marker. */
  saveRefusal(record: RefusalRecord): Promise<void>;
  /** Deletes refusals, so that Signalbox tries again. @param marker null for all of the train */
  forgetRefusals(train: string, marker: string | null): Promise<void>;
};
