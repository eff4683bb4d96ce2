import type { Comparison, PastRollup } from "../domain/rollup/changes.ts";
import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import type { Consent, Started, Stopped } from "../domain/consent.ts";
import type { Model, StreamFailure, StreamState } from "../domain/model/model.ts";
import type { RollupTarget, Train } from "../domain/model/train.ts";
import type { KeptRollup, TrainSummary } from "../domain/rollup/kept-rollup.ts";
import type { NameStore } from "./name-store.ts";
import type { Identity, KeyedIdentity, Scope } from "./connector.ts";
import type { Inbox } from "./inbox.ts";
import type { PageChange, PageToStore, StoredPage } from "./page-change.ts";
import type { PublishOutcome, PublishState } from "./publish-state.ts";
import type { WritingLedger } from "./writing-ledger.ts";
import type { WorkItemId } from "../domain/ids.ts";

export type ConnectionRecord = {
  readonly key: string;
  readonly system: "jira" | "github";
  readonly site: string;
  /** Its other addresses, as texts may hold them; none where left out. */
  readonly alsoAt?: readonly string[];
};

/** What the database holds of a connection, whether or not the train file names it. */
export type ConnectionUse = {
  readonly key: string;
  /** Null for one that was dropped by a version that forgot them. */
  readonly system: ConnectionRecord["system"] | null;
  readonly site: string | null;
  /** Whether the train file named it when it was stored last. */
  readonly named: boolean;
  /** Items that were read from it and are there. */
  readonly items: number;
  /** Issues and comments of ours that stand there, or may. */
  readonly texts: number;
  /** Projects or repositories, in lower case, that it was read from or a rollup is kept in. */
  readonly places: readonly string[];
};

/** An item that nothing reaches any more. `inConflict`: an open conflict is about it, which its loss may have ended or hidden. */
export type Unreached = Identity & { readonly inConflict: boolean };

/** `at`: in epoch milliseconds. `but`: items that stay. */
export type Forgetting = { readonly at: number; readonly but: ReadonlySet<WorkItemId> };

/** What a database is for: stand-ins and real trackers never share one. */
export type Purpose = "demo" | "real";

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

/** A write as people look it up: what became of which text, and where that stands. `url` is null where nothing does. */
export type WriteEntry = Pick<WriteRecord, "id" | "runId" | "action" | "at" | "outcome"> & {
  readonly kind: PublicationKind;
  readonly connection: string;
  readonly key: string;
  readonly url: string | null;
};

/** `unknown`: members the model does not hold as read items. */
export type MembershipChange = { readonly refused: boolean; readonly unknown: readonly WorkItemId[] };

/** What a sweep wants to know: which items that streams of the scope cover did not show. */
export type Unseen = {
  readonly scope: Scope;
  readonly seen: ReadonlySet<WorkItemId>;
};

/** How well webhooks told of what changed: `missed` were found by polls and sweeps, and no delivery spoke of them in time. */
export type MissedCount = { readonly connection: string; readonly missed: number; readonly announced: number };

/** What a service needs of storage while it runs, beyond what commands need. All methods throw `Failure`. */
export type LiveStore = {
  readonly inbox: Inbox;
  /**
   * Runs `work` while nobody else, in any process, runs work of this name.
   * @param work its signal aborts when the right was lost (the database went away): it must stop writing
   * @returns `taken` where somebody else is at it
   */
  exclusively<T>(
    name: string,
    work: (lost: AbortSignal) => Promise<T>,
  ): Promise<{ readonly taken: true } | { readonly taken: false; readonly result: T }>;
  /** Present items that the scope's streams cover and that are not among the seen, and how many it covers in all. */
  unseen(
    connection: string,
    unseen: Unseen,
  ): Promise<{ readonly missing: readonly KeyedIdentity[]; readonly covered: number }>;
  /** Of items that a tracker lists: those the model does not hold as present. */
  strangers(listed: readonly Identity[]): Promise<readonly Identity[]>;
  /** Of items by handle or key: those among them that were read, and are not gone. */
  identify(connection: string, handles: readonly string[]): Promise<readonly KeyedIdentity[]>;
  /** Where an issue on GitHub stands that was read, or is a rollup of ours, by its key; null for any other. */
  addressOf(connection: string, key: string): Promise<string | null>;
  /** Forgets notes of what changed in the model that no reader goes by any more. */
  forgetChanges(): Promise<void>;
  /** Items that are not there any more: kept, with their history, as gone. A later reading brings them back, see `PageToStore`. */
  markGone(ids: readonly WorkItemId[], at: number): Promise<PageChange>;
  /** Items that are not shown any more, whether there or not: what is known of them may be old. A later reading brings them back, as what is gone. */
  markHidden(ids: readonly WorkItemId[], at: number): Promise<PageChange>;
  /** Notes that a poll or sweep found these changed, where the connection has webhooks: its inbox holds a delivery. */
  noteRepairs(connection: string, ids: readonly WorkItemId[], at: number): Promise<void>;
  /** Notes that a delivery spoke of these, by handle: repairs found within `graceMs` before `at` were no missed ones. */
  noteAnnounced(
    connection: string,
    handles: readonly string[],
    window: { readonly at: number; readonly graceMs: number },
  ): Promise<void>;
  /** Notes deliveries, by request id, that changed what these trains' reports may say. */
  noteCauses(trains: readonly string[], requestIds: readonly string[]): Promise<void>;
  /** Whoever answers a train's causes takes them. */
  takeCauses(train: string): Promise<readonly string[]>;
  /** Of repairs found between the instants. */
  missed(from: number, until: number): Promise<readonly MissedCount[]>;
};

/** What the use cases need of storage. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type Store = LiveStore &
  NameStore &
  WritingLedger & {
    /** Stores trains and connections, so that later commands need no train file. Drops trains no longer in it, keeps their data. */
    saveTrains(trains: readonly Train[], connections: readonly ConnectionRecord[]): Promise<void>;
    trains(): Promise<readonly Train[]>;
    /** Those that the train file named when it was stored last, by key. */
    connections(): Promise<readonly ConnectionRecord[]>;
    /** All that anything is known of, by key. */
    connectionUses(): Promise<readonly ConnectionUse[]>;
    /**
     * Everything that was read and written under the key `from` is under `to` from now on, in one transaction; markers stay
     * as they stand in the trackers. Call it `alone`, and only where nothing was read or written under `to`.
     */
    renameConnection(from: string, to: string): Promise<void>;
    /**
     * Says what the database is used for: the first one settles it for good. From now until `close` no other process has
     * the database `alone`.
     * @returns what it is for
     */
    claim(purpose: Purpose): Promise<Purpose>;
    /**
     * Runs `work` while no other process that has claimed the database, or works under `exclusively`, is there.
     * @returns `taken` where one is
     */
    alone<T>(work: () => Promise<T>): Promise<{ readonly taken: true } | { readonly taken: false; readonly result: T }>;
    /** Empties everything but what the database is for: for a demo's own database only. */
    reset(): Promise<void>;

    /**
     * One transaction, set-based; a row that is equal is not touched; an item older than the stored one (`updatedAt`) is
     * ignored. A row that the database refuses is set aside, and the others are then stored in several transactions.
     */
    savePage(connection: string, page: PageToStore, at: number): Promise<StoredPage>;
    /** Replaces the membership of one JQL, except by an empty one: that is refused, since a lost permission looks the same. */
    saveMembership(connection: string, jql: string, itemIds: readonly WorkItemId[]): Promise<MembershipChange>;
    /**
     * Handles of items that the streams of `scope` do not cover but a dependency, a text reference or a parent reaches:
     * stubs, and items read before from containers outside the scope.
     */
    handlesToReread(connection: string, scope: Scope): Promise<readonly string[]>;
    /** Handles of unread items at the other ends of these items' links, and of their parents; keys where no item has the key. */
    unreadBeside(connection: string, ids: readonly WorkItemId[]): Promise<readonly string[]>;
    /** Of items by handle or key, those that belong into the model whatever their container is: held as present, or reached. */
    belonging(connection: string, scope: Scope, handles: readonly string[]): Promise<ReadonlySet<string>>;
    /**
     * Items that no stream of `scope` covers and nothing reaches any more become what a fresh reading would have of them:
     * stubs, without what only they told. Call it where memberships are up to date.
     */
    forgetUnreached(connection: string, scope: Scope, forgetting: Forgetting): Promise<PageChange>;
    /** What `forgetUnreached` would forget, by id. */
    unreached(connection: string, scope: Scope): Promise<readonly Unreached[]>;
    /**
     * Present items that the scope's streams cover and that open conflicts are about, where what joined them is written
     * nowhere any more: it was removed, or one of them went out of sight and took it along.
     */
    doubted(connection: string, scope: Scope): Promise<readonly Identity[]>;
    stream(connection: string, stream: string): Promise<StreamState | null>;
    saveStream(state: StreamState): Promise<void>;
    /** Notes why the last run failed; what was read before stands. */
    streamFailed(connection: string, stream: string, failure: StreamFailure): Promise<void>;
    /** Of all connections, the books of sweeps (`sweepBooks`) among them, by connection and name. */
    streams(): Promise<readonly StreamState[]>;
    /**
     * Forgets the streams of a connection that it has no more, so that they do not look forgotten by us.
     * @returns those among them whose last run had failed
     */
    keepStreams(connection: string, names: readonly string[]): Promise<readonly string[]>;
    /** What was read from the connections that the train file names. */
    loadModel(): Promise<Model>;

    conflicts(train: string): Promise<readonly ConflictRecord[]>;
    /**
     * Compare and swap: the records are the whole of the train's conflicts, and are stored only where the lives of those that are
     * stored still are as they were read.
     * @returns false where somebody else stored others meanwhile; then nothing is changed
     */
    saveConflicts(train: string, records: readonly ConflictRecord[], was: readonly ConflictRecord[]): Promise<boolean>;

    /** Whether the train may be written for; a proposal where nobody has decided. */
    consent(train: string): Promise<Consent>;
    /**
     * Compare and swap, as `savePublication`: stored only where what holds still is as it was read.
     * @returns false where somebody else decided meanwhile
     */
    saveConsent(train: string, consent: Started | Stopped, was: Consent): Promise<boolean>;

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
    /** What was written last by each marker of a train: the text that stands there by our books. */
    lastTexts(train: string): Promise<readonly WrittenText[]>;
    /** Writes of a train that were done after `since`, the oldest first. */
    writesDone(train: string, since: number): Promise<readonly DoneWrite[]>;
    /** Notes how every connection that a train writes to stands; forgets those that are not among them. */
    notePublished(train: string, outcomes: readonly PublishOutcome[]): Promise<void>;
    /** Of all trains, by train and connection; also of those that left the train file. */
    publishStates(): Promise<readonly PublishState[]>;

    /** What was sent, or tried, of the digest that was due at that instant. */
    digests(train: string, dueAt: number): Promise<readonly DigestRecord[]>;
    /** Inserts where `was` is null, else updates what still is in that state. @returns false where another process was first */
    saveDigest(record: DigestRecord, was: DigestRecord | null): Promise<boolean>;

    /** Keeps one rollup per train, increment and day (UTC): the last one wins. */
    saveSnapshot(rollup: KeptRollup): Promise<void>;
    /** The rollup that stood, else the first known after it; null where none is known. */
    pastRollup(train: string, comparison: Comparison): Promise<PastRollup | null>;
    /** What was kept last of each of these trains, by its key; one that nothing is known of is left out. */
    trainSummaries(trains: readonly string[]): Promise<ReadonlyMap<string, TrainSummary>>;
    /** Where the portfolio over all trains is kept, in place of what was stored before. */
    savePortfolioTargets(targets: readonly RollupTarget[]): Promise<void>;
    portfolioTargets(): Promise<readonly RollupTarget[]>;
    /** Names of the migrations that are applied, oldest first. */
    migrations(): Promise<readonly string[]>;
    close(): Promise<void>;
  };
