import type { StatusRef } from "../domain/history/status-categories.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { HistoryEvent } from "../domain/items/history.ts";
import type { SharedValue } from "../domain/items/shared-values.ts";
import type { KnownName } from "../domain/items/names.ts";
import type { Model } from "../domain/model/model.ts";
import type { FoundMembers } from "./members.ts";
import type { Identity, KeyedIdentity, Scope, SeenName, Source } from "./connector.ts";
import type { PageChange, PageToStore, StoredPage } from "./page-change.ts";

/** An item that no dependency, parent or query reaches any more. `inConflict`: it is an end of an open conflict. */
export type UnlinkedItem = KeyedIdentity & { readonly inConflict: boolean };

/** `at`: in epoch milliseconds. `but`: items that stay. */
export type Forgetting = { readonly at: number; readonly but: ReadonlySet<WorkItemId> };

/** `unknown`: members that the model does not hold, or holds as stubs. */
export type MembershipChange = { readonly refused: boolean; readonly unknown: readonly WorkItemId[] };

export type LeftMember = Identity & { readonly container: string };

/** Stored changes of items. `unreadable`: number of those that are in no form that Signalbox knows. */
export type KnownHistory = { readonly events: readonly HistoryEvent[]; readonly unreadable: number };

/** After an instant, until another (null for all that are stored), in epoch milliseconds. */
export type ChangeSpan = { readonly after: number; readonly until: number | null };

/** The items that the tracker listed in a sweep, and the scope of that sweep. */
export type Listing = {
  readonly scope: Scope;
  readonly seen: ReadonlySet<WorkItemId>;
  /** Entries of projects that the tracker listed, but hides: their items are not missing as members. */
  readonly hidden?: readonly string[];
};

/**
 * Read access to the model, for reports and pages. All methods throw `Failure` (`database-…`, `disk-full`). Instants in
 * epoch milliseconds.
 */
export type ModelReader = {
  /** All known names of a connection's projects, repositories, link types and fields. */
  names(connection: string): Promise<readonly KnownName[]>;
  /** The model of the connections that the train file names. */
  loadModel(): Promise<Model>;
  /** The changes that `modelAt` needs, of the same connections. @param at epoch milliseconds */
  history(at: number): Promise<KnownHistory>;
  /** Changes of status, resolution and labels, of the same connections; and those whose trackers gave any change. */
  statusChanges(span: ChangeSpan): Promise<KnownHistory & { readonly withHistory: ReadonlySet<string> }>;
  /** What `statusChanges` lacks of these items: their earlier changes, and all of their links and containers until then. */
  changesOf(ids: readonly WorkItemId[], span: ChangeSpan): Promise<KnownHistory>;
  /** Of each status the last change of any item that has its category; none of a status whose category no change has. */
  categoryChanges(statuses: readonly StatusRef[]): Promise<KnownHistory["events"]>;
  /** The changes that `itemsThrough` needs from an instant on, in order; otherwise as `history`. @param at epoch milliseconds */
  historySince(at: number): Promise<KnownHistory>;
  /** URL of a GitHub issue, by its key, if the model holds it or it is a rollup; else null. */
  addressOf(connection: string, key: string): Promise<string | null>;
};

/**
 * Write access to the model, for ingest. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch
 * milliseconds.
 */
export type ModelWriter = {
  /**
   * Stores today's names. Former names stay, and lead to the same object until another object has them.
   * @returns number of new or changed names
   */
  saveNames(of: Pick<Source, "connection" | "system">, seen: readonly SeenName[]): Promise<number>;
  /**
   * Follows an item to the id that its tracker gave it in a move: links, children, history, conflicts, commitments and comments of
   * `from` become those of `to`. Does nothing if the model lacks one of them.
   */
  followItem(move: { readonly from: WorkItemId; readonly to: WorkItemId }): Promise<PageChange>;
  /**
   * Stores a page in one transaction, set-based. Skips equal rows, and items older than the stored ones (`updatedAt`).
   * If the database rejects a row, it skips this row and stores the others in several transactions.
   */
  savePage(connection: string, page: PageToStore, at: number): Promise<StoredPage>;
  /**
   * Replaces the membership of one query. Rejects an empty one, because a lost permission looks the same; it then only
   * notes which members are out of sight.
   * @returns `unknown`: members that the model does not hold, or as last read before they were out of sight
   */
  saveMembership(connection: string, query: string, found: FoundMembers): Promise<MembershipChange>;
  /**
   * Turns items that no stream of `scope` covers and nothing reaches any more into stubs, and deletes the links that
   * only they report. Call it after memberships are up to date.
   */
  forgetUnlinked(connection: string, scope: Scope, forgetting: Forgetting): Promise<PageChange>;
  /** Marks deleted items as gone; keeps them and their history. A later reading restores them, see `PageToStore`. */
  markGone(ids: readonly WorkItemId[], at: number): Promise<PageChange>;
  /**
   * Marks items as hidden that the tracker no longer shows, deleted or not. A later reading restores them, see
   * `PageToStore`.
   */
  markHidden(ids: readonly WorkItemId[], at: number): Promise<PageChange>;
  /** Deletes notes of model changes that are too old for any reader. */
  forgetChanges(): Promise<void>;
};

/** An item with a value that others share. `updatedAt`: its last change, in epoch milliseconds. */
export type ValueSample = Identity & SharedValue & { readonly updatedAt: number | null };

/**
 * Questions about items that ingest asks before it reads, marks or forgets them. All methods throw `Failure`
 * (`database-…`, `disk-full`). Instants in epoch milliseconds.
 */
export type ItemLookup = {
  /** The items with these handles or keys that were read and are not gone. */
  identify(connection: string, handles: readonly string[]): Promise<readonly KeyedIdentity[]>;
  /**
   * Those handles or keys whose items belong in the model regardless of their container: present, or reached by another
   * item.
   */
  handlesToStore(connection: string, scope: Scope, handles: readonly string[]): Promise<ReadonlySet<string>>;
  /** The members of a JQL that its answer lacks, with their projects. @param found the answer's members */
  membersLeft(connection: string, query: string, found: readonly WorkItemId[]): Promise<readonly LeftMember[]>;
  /**
   * Handles of items outside the streams of `scope` that a dependency, a text reference or a parent reaches: stubs, and
   * items read earlier from containers outside the scope.
   */
  handlesToReread(connection: string, scope: Scope): Promise<readonly string[]>;
  /**
   * Handles of unread items at the other ends of these items' links, and of unread parents; a key if no item has it.
   */
  unreadEnds(connection: string, ids: readonly WorkItemId[]): Promise<readonly string[]>;
  /** Items that `forgetUnlinked` would forget, by id. */
  unlinkedItems(connection: string, scope: Scope): Promise<readonly UnlinkedItem[]>;
  /**
   * Present items of the scope's streams that are ends of an open conflict whose dependency no item states any more: a
   * person removed it, or the tracker hides it together with one end.
   */
  unconfirmedEnds(connection: string, scope: Scope): Promise<readonly KeyedIdentity[]>;
  /**
   * Gone items that may only have moved out of sight: a present item moved, after the last change of the gone one, from
   * its container.
   */
  perhapsMoved(connection: string): Promise<readonly KeyedIdentity[]>;
  /** One present item for each value that items share, as the model has it. */
  valueSamples(connection: string): Promise<readonly ValueSample[]>;
  /** Handles of the present items that have any of these values. */
  itemsWith(connection: string, values: readonly SharedValue[]): Promise<readonly string[]>;
  /** The listed items that the model does not hold as present. */
  unknownItems(listed: readonly Identity[]): Promise<readonly Identity[]>;
  /**
   * Present items of the scope's streams that the tracker did not list, and the number of all present items of the
   * streams.
   */
  notListed(
    connection: string,
    listing: Listing,
  ): Promise<{ readonly missing: readonly KeyedIdentity[]; readonly covered: number }>;
};
