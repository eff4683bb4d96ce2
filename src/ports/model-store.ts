import type { WorkItemId } from "../domain/ids.ts";
import type { KnownName } from "../domain/items/names.ts";
import type { Model } from "../domain/model/model.ts";
import type { Identity, KeyedIdentity, Scope, SeenName, Source } from "./connector.ts";
import type { PageChange, PageToStore, StoredPage } from "./page-change.ts";

/** An item that nothing reaches any more. `inConflict`: an open conflict is about it, which its loss may have ended or hidden. */
export type Unreached = Identity & { readonly inConflict: boolean };

/** `at`: in epoch milliseconds. `but`: items that stay. */
export type Forgetting = { readonly at: number; readonly but: ReadonlySet<WorkItemId> };

/** `unknown`: members the model does not hold as read items. */
export type MembershipChange = { readonly refused: boolean; readonly unknown: readonly WorkItemId[] };

/** What a sweep found: the items that the tracker listed, and the scope that it read. */
export type Listing = {
  readonly scope: Scope;
  readonly seen: ReadonlySet<WorkItemId>;
};

/** What reports and pages read of the trackers. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type ModelReader = {
  /** What projects, repositories, types of links and fields of a connection were called so far. */
  names(connection: string): Promise<readonly KnownName[]>;
  /** What was read from the connections that the train file names. */
  loadModel(): Promise<Model>;
  /** Where an issue on GitHub stands that was read, or is a rollup of ours, by its key; null for any other. */
  addressOf(connection: string, key: string): Promise<string | null>;
};

/** What ingest stores of the trackers. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type ModelWriter = {
  /**
   * Notes what things are called today; the names they had stay known, and lead to them until something else has them.
   * @returns how many names are new or differ now; 0 where all is as it was
   */
  saveNames(of: Pick<Source, "connection" | "system">, seen: readonly SeenName[]): Promise<number>;
  /**
   * An item that its tracker moved and gave another id: what pointed at the first (links, children, history, conflicts,
   * comments) is the second's. Nothing where one of them is not known.
   */
  followItem(move: { readonly from: WorkItemId; readonly to: WorkItemId }): Promise<PageChange>;
  /**
   * One transaction, set-based; a row that is equal is not touched; an item older than the stored one (`updatedAt`) is
   * ignored. A row that the database refuses is set aside, and the others are then stored in several transactions.
   */
  savePage(connection: string, page: PageToStore, at: number): Promise<StoredPage>;
  /** Replaces the membership of one JQL, except by an empty one: that is refused, since a lost permission looks the same. */
  saveMembership(connection: string, jql: string, itemIds: readonly WorkItemId[]): Promise<MembershipChange>;
  /**
   * Items that no stream of `scope` covers and nothing reaches any more become what a fresh reading would have of them:
   * stubs, without the links that only they have. Call it where memberships are up to date.
   */
  forgetUnreached(connection: string, scope: Scope, forgetting: Forgetting): Promise<PageChange>;
  /** Items that are not there any more: kept, with their history, as gone. A later reading brings them back, see `PageToStore`. */
  markGone(ids: readonly WorkItemId[], at: number): Promise<PageChange>;
  /** Items that are not shown any more, whether there or not: what is known of them may be old. A later reading brings them back, as what is gone. */
  markHidden(ids: readonly WorkItemId[], at: number): Promise<PageChange>;
  /** Forgets notes of what changed in the model that no reader goes by any more. */
  forgetChanges(): Promise<void>;
};

/** What ingest asks about items before it reads, marks or forgets them. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type ItemLookup = {
  /** Of items by handle or key: those among them that were read, and are not gone. */
  identify(connection: string, handles: readonly string[]): Promise<readonly KeyedIdentity[]>;
  /** Of items by handle or key, those that belong into the model whatever their container is: held as present, or reached. */
  belonging(connection: string, scope: Scope, handles: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Handles of items that the streams of `scope` do not cover but a dependency, a text reference or a parent reaches:
   * stubs, and items read before from containers outside the scope.
   */
  handlesToReread(connection: string, scope: Scope): Promise<readonly string[]>;
  /** Handles of unread items at the other ends of these items' links, and of their parents; keys where no item has the key. */
  unreadBeside(connection: string, ids: readonly WorkItemId[]): Promise<readonly string[]>;
  /** What `forgetUnreached` would forget, by id. */
  unreached(connection: string, scope: Scope): Promise<readonly Unreached[]>;
  /**
   * Present items that the scope's streams cover and that open conflicts are about, where what joined them is written
   * nowhere any more: it was removed, or one of them went out of sight and took it along.
   */
  unconfirmedEnds(connection: string, scope: Scope): Promise<readonly Identity[]>;
  /** Of items that a tracker lists: those the model does not hold as present. */
  unknownItems(listed: readonly Identity[]): Promise<readonly Identity[]>;
  /** Present items that the scope's streams cover and that are not among the seen, and how many it covers in all. */
  notListed(
    connection: string,
    listing: Listing,
  ): Promise<{ readonly missing: readonly KeyedIdentity[]; readonly covered: number }>;
};
