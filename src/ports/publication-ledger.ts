import type { FailureCode } from "../domain/failure.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { StreamFailure } from "../domain/model/model.ts";

export type PublicationKind = "rollup" | "comment";

/**
 * A document kept true at one place. `intended`: the create was decided and may have happened; `absent`: it was
 * refused, nothing is there; `standing`: it is there; `gone`: a person removed it; `held`: a person removed our marks.
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
  /** sha256 over title and body without the stamp, of what was last written. */
  readonly digest: string | null;
  /** True once the comment says that all is resolved. */
  readonly resolved: boolean;
  /** When the create was decided. */
  readonly createdAt: number;
  readonly updatedAt: number | null;
  /** What people's text beside ours took when it was last measured, in the tracker's own unit. */
  readonly beside: number;
};

/** One write that was tried, for the audit trail. */
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

/** A text as it was sent. */
export type WrittenText = Pick<WriteRecord, "marker" | "title" | "body">;

/** A write that was done, as limits count it. */
export type DoneWrite = Pick<WriteRecord, "marker" | "action" | "at"> & { readonly kind: PublicationKind };

/** A write as people look it up: what became of which text, and where that stands. `url` is null where nothing does. */
export type WriteEntry = Pick<WriteRecord, "id" | "runId" | "action" | "at" | "outcome"> & {
  readonly kind: PublicationKind;
  readonly connection: string;
  readonly key: string;
  readonly url: string | null;
};

/** How one connection stands for a train after a run. Instants in epoch milliseconds. */
export type PublishOutcome = {
  readonly connection: string;
  readonly at: number;
  /** Whether all says there what it should: written or unchanged, nothing refused, nothing that waits for a tracker. */
  readonly asItShould: boolean;
  /** Texts that wait, by reason. */
  readonly waiting: Readonly<Record<string, number>>;
  /** Texts the tracker refuses. */
  readonly refused: number;
  readonly failure: Pick<StreamFailure, "code" | "text"> | null;
};

/** How one connection stands for a train, from run to run. */
export type PublishState = Pick<PublishOutcome, "connection" | "at" | "waiting" | "refused"> & {
  readonly train: string;
  /** The first run there was. */
  readonly firstAt: number;
  /** The last run after which all was as it should; null for none. */
  readonly publishedAt: number | null;
  /** Texts whose marks a person removed. */
  readonly held: number;
  /** `at`: since when it fails this way. */
  readonly failure: StreamFailure | null;
};

/** The issues and comments that were written, and where they stand. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type PublicationLedger = {
  publications(train: string): Promise<readonly PublicationRecord[]>;
  /**
   * Compare and swap: inserts where `was` is null, else updates, and only what still is as it was read. Of several
   * processes that read the same row one succeeds.
   * @returns false where another process was first; then nothing is changed
   */
  savePublication(record: PublicationRecord, was: PublicationRecord | null): Promise<boolean>;
  saveWrite(record: WriteRecord): Promise<void>;
  /** The last writes of a train that were tried, the newest first. */
  writes(train: string, limit: number): Promise<readonly WriteEntry[]>;
  /** What was written last by each marker of a train: the text that the ledger expects there. */
  lastTexts(train: string): Promise<readonly WrittenText[]>;
  /** Writes of a train that were done after `since`, the oldest first. */
  writesDone(train: string, since: number): Promise<readonly DoneWrite[]>;
  /** Notes how every connection that a train writes to stands; forgets those that are not among them. */
  notePublished(train: string, outcomes: readonly PublishOutcome[]): Promise<void>;
  /** Of all trains, by train and connection; also of those that left the train file. */
  publishStates(): Promise<readonly PublishState[]>;
};

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
  /** When the item that it was to stand on had changed last; null for a rollup, or where it is not known. */
  readonly itemUpdatedAt: number | null;
  readonly code: FailureCode;
  /** What happened and what to do. */
  readonly text: string;
};

/** Refusals of the trackers, and the accounts that texts were written by. All methods throw `Failure`. */
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
