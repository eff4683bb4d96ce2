import type { HistoryEvent } from "../domain/items/history.ts";
import type { Link, LinkOrigin, PullRequest, WorkItem } from "../domain/items/work-item.ts";
import type { Sprint } from "../domain/schedule/sprint.ts";
import type { StreamScope } from "../domain/model/model.ts";
import type { SprintKind, System, WorkItemId } from "../domain/ids.ts";
import type { KnownName, NameKind } from "../domain/items/names.ts";
import type { RollupTarget } from "../domain/model/train.ts";
import type { Connection } from "./connection.ts";
import type { Document } from "./document.ts";
import type { Clock, Log, TimeLimit } from "./runtime.ts";
import type { Failure } from "../domain/failure.ts";
import type { Note } from "../domain/setup/finding.ts";
import type { BesideMembers, HiddenEntry, PulledMember, Queries } from "./members.ts";
import type { SetupCheck } from "./setup-check.ts";
import type { Hooks, Move, Receiver } from "./webhook.ts";

/** What Signalbox reads from a connection, for all trains together. */
export type Scope = Queries & {
  /** Jira project keys or `owner/repo`; "all" (that the account can browse) if a Jira team names no project. */
  readonly containers: readonly string[] | "all";
  /** Projects or repositories of the rollups: the probe looks them up, the streams do not read them. */
  readonly places?: readonly string[];
  /** Jira link types that the train file maps to dependencies; the probe rejects a name unknown to the site. */
  readonly linkTypes: readonly string[];
  /** Jira link types that the train file maps to duplicates; absent if it maps none. */
  readonly duplicateTypes?: readonly string[];
  /** Jira boards that teams name: Jira lists a board for a project only if its filter names the project. */
  readonly boards?: readonly number[];
  /** Whether a team plans by versions (Jira only): reading their dates takes one request per project. */
  readonly versions: boolean;
};

/** Fields that a tracker may hide although it shows the item. */
export type UnseenField = "parentId" | "sprintIds" | "labels" | "kind" | "sourceKind";

/** An item with all links that its payload contains. */
export type PulledItem = {
  readonly item: WorkItem;
  /** The tracker's id of the item's project or repository; absent if the payload lacks it. */
  readonly containerId?: string;
  /** Key of a parent whose id the tracker hides, in place of `item.parentId`. Absent if it hides none. */
  readonly parentKey?: string;
  readonly links: readonly Link[];
  /** Origins for which `links` is complete: the store deletes the item's other links of these origins. */
  readonly completeOrigins: readonly LinkOrigin[];
  /** Stubs for parents and other ends of links, from the payload; they never overwrite an item that was read. */
  readonly stubs: readonly WorkItem[];
  readonly history: readonly HistoryEvent[];
  /** Fields that the tracker hid this time: the store keeps their values. Absent if it hid none. */
  readonly unseen?: readonly UnseenField[];
  /** Former keys that still lead to the item, besides those in its history. */
  readonly formerKeys?: readonly string[];
};

/** A named object as the tracker shows it today. `called`: other names that lead to it. */
export type SeenName = {
  readonly kind: NameKind;
  /** The tracker's own id. */
  readonly nativeId: string;
  readonly name: string;
  readonly called?: readonly string[];
};

/** Edges alone, and their newest changes, from a sweep: replaces the item's parent and links of `completeOrigins`. */
export type PulledEdges = Pick<PulledItem, "links" | "completeOrigins" | "stubs" | "history" | "unseen"> & {
  readonly itemId: WorkItemId;
  readonly parentId: WorkItemId | null;
};

/** A record, or a part of one, that Signalbox could not parse or store: it counts, logs and skips it. */
export type RejectedRecord = { readonly ref: string; readonly reason: string };

/**
 * A part of a stream that the connector could not read, although it read the rest. Once the part is readable, the
 * connector reads it from its beginning. `name`: its row in the stream ledger, e.g. `container:PAY`.
 */
export type UnreadPart = { readonly name: string; readonly failure: Failure };

/** One page of one stream. */
export type SourcePage = BesideMembers & {
  readonly items: readonly PulledItem[];
  readonly edges: readonly PulledEdges[];
  readonly sprints: readonly Sprint[];
  /** Set if `sprints` are all listed timeboxes of this kind: stored ones beyond them are only mentioned. */
  readonly wholeList?: SprintKind;
  /** Timeboxes as issues mention them; they never replace a timebox from a list. */
  readonly mentions?: readonly Sprint[];
  readonly pullRequests: readonly PullRequest[];
  /** Items that a JQL returned, or of a project; a membership spans several pages. */
  readonly members: readonly PulledMember[];
  readonly rejected: readonly RejectedRecord[];
  /** Parts that the stream left out; absent if none. */
  readonly unread?: readonly UnreadPart[];
  /** Latest `updated` on the page in epoch milliseconds; null if the stream has none. */
  readonly newestAt: number | null;
  /** The tracker's clock at the answer, in epoch milliseconds; absent if the answer lacks it. */
  readonly toldAt?: number;
};

/** A page without records. */
export const emptyPage: SourcePage = {
  items: [],
  edges: [],
  sprints: [],
  pullRequests: [],
  members: [],
  rejected: [],
  newestAt: null,
};

/**
 * `incremental`: a sync reads from the watermark and moves it to the newest record. `full`: every sync reads the whole
 * stream. `pace`: whether polls read it, or only sweeps, because it costs more than one request.
 */
export type Stream = {
  readonly name: string;
  readonly mode: "incremental" | "full";
  readonly pace: "poll" | "sweep";
  /** The only container of the stream, as the train file names it; absent if it reads several. */
  readonly container?: string;
};

/** The readable parts of a stream, and the parts that it leaves out. */
export type Coverage = StreamScope & { readonly unread: readonly UnreadPart[] };

/** Whether a stream may have new records. `token`: for the next `peek`; null if the tracker has none. */
export type Peek = { readonly changed: boolean; readonly token: string | null };

/** One item of a listing. */
export type Identity = { readonly id: WorkItemId; readonly handle: string };

/** An item of the model. */
export type KeyedIdentity = Identity & { readonly key: string };

/** A project or repository of the scope, as the tracker shows it today. */
export type Container = {
  /** As the train file names it; as the tracker names it if the scope is every project. */
  readonly name: string;
  /** The tracker's id, which renaming does not change: a Jira project's id, a repository's database id. */
  readonly nativeId: string | null;
  /** The tracker's name for it today: a project's key, or `owner/repo`. */
  readonly key: string | null;
  /** Why the account cannot read it; null if it can. */
  readonly failure: Failure | null;
};

/** What the probe found about a connection. */
export type Probe = {
  /** Signalbox's account: connectors recognise its writes by this account and by the marker. */
  readonly account: { readonly id: string; readonly name: string };
  /** Warnings for the operator that stop nothing, e.g. two possible estimate fields. */
  readonly notes: readonly Note[];
  /** Each container of the scope; an unreadable one does not stop the others. */
  readonly containers: readonly Container[];
  /** Link types and fields that the train file names, as the tracker shows them today. */
  readonly names?: readonly SeenName[];
};

/** The read side of one connection. All methods throw `Failure`. */
export type Source = {
  readonly connection: string;
  readonly system: System;
  /**
   * Checks credentials, permissions and names; learns fields and link types. Call it first. Fails only if the account
   * can read nothing of the connection: the result holds the failure of a single container.
   * @param known names so far: the probe finds a renamed object by its id
   */
  probe(known?: readonly KnownName[]): Promise<Probe>;
  /** In the order in which callers must read them. */
  streams(): readonly Stream[];
  /** What a stream covers according to the last probe; sends no request if there was one. */
  coverage(stream: Pick<Stream, "name">): Promise<Coverage>;
  /**
   * Pages of one stream, complete when the iteration ends.
   * @param since epoch milliseconds, inclusive; null reads everything. The connector adds the overlap.
   * @param parts ids of the parts of an incremental stream to read; absent for all
   */
  pull(stream: Pick<Stream, "name">, since: number | null, parts?: ReadonlySet<string>): AsyncIterable<SourcePage>;
  /** Reads single items again by handle; the pages omit unreadable items. */
  fetch(handles: readonly string[]): AsyncIterable<SourcePage>;
  /** Requests sent so far, retries included. */
  requests(): number;
};

export type Budget = { readonly budget: string; readonly left: number };

/** The requests of the read side that only a running service needs. All methods throw `Failure`. */
export type Watch = {
  /**
   * Reads, in a few requests at most, something that the account can read as long as it can read anything.
   * @throws Failure if the tracker refuses this as well: then an earlier refusal was not specific to its request
   */
  checkAccess(): Promise<void>;
  /**
   * Asks by one conditional request whether the stream may have new records. Yes if the tracker knows no such requests.
   * @param token of the last answer; null for an unconditional request
   */
  peek(stream: Pick<Stream, "name">, token: string | null): Promise<Peek>;
  /**
   * Marks what the last probe cached about the streams as outdated: the next read asks the tracker again. Names, fields
   * and access stay cached. Callers call it before they read streams for an event.
   */
  outdate(): void;
  /** All items that the tracker lists in the scope, page by page, hidden ones too; complete when the iteration ends. */
  identities(): AsyncIterable<readonly (Identity | HiddenEntry)[]>;
  /** The moves among items that the tracker no longer shows, as far as it shows them under another id. */
  findMoved(items: readonly KeyedIdentity[]): Promise<readonly Move[]>;
  /** Those of these projects of which no search returns anything. Absent if the tracker lists what it hides. */
  hiddenContainers?(names: readonly string[]): Promise<ReadonlySet<string>>;
  /** The remaining requests of each rate limit, from the tracker's last answers. */
  budgets(): readonly Budget[];
};

/** The invisible id inside a text, e.g. `rollup:titanium:acme/trains`; it never changes. */
export type Marker = string;

/** A rendered managed part between Signalbox's marks: Markdown, wiki markup, or a whole ADF document as JSON text. */
export type Rendered = {
  readonly title: string;
  readonly body: string;
  /** Labels of an issue as the tracker accepts them; all begin with `signalbox`. Empty for comments. */
  readonly labels: readonly string[];
};

/**
 * The new managed part of a text. `refit` renders it shorter, given the size of people's text beside it in the
 * tracker's unit; if it is absent, the sink writes the text unchanged.
 */
export type Replacement = Rendered & { readonly refit?: (beside: number) => Rendered };

/** How a tracker identifies an issue or comment that Signalbox wrote. `remoteId`: issue number or id, or comment id. */
export type Remote = { readonly remoteId: string; readonly url: string; readonly key: string };

/** An issue or comment of Signalbox that the sink found, with the marker in it. */
export type Found = Remote & { readonly marker: Marker };

/**
 * `held`: a person removed Signalbox's marks, so the sink writes nothing. `gone`: certainly deleted. `unseen`: deleted,
 * or hidden from the account, although the account sees the item or repository around it.
 */
export type UpdateOutcome = "updated" | "unchanged" | "gone" | "unseen" | "held";

/**
 * The write side of one connection. If the answer to a create is lost, the method throws `Failure` with code
 * `outcome-unknown`.
 */
export type Sink = {
  readonly connection: string;
  readonly system: System;
  /** Pure: the same document and marker give the same bytes, which fit the tracker's size limits. */
  render(document: Document, marker: Marker): Rendered;
  createIssue(target: RollupTarget, text: Replacement, marker: Marker): Promise<Remote>;
  /** Replaces the managed part and Signalbox's labels; keeps people's text around it, and people's labels. */
  updateIssue(remote: Remote, text: Replacement, marker: Marker): Promise<UpdateOutcome>;
  /**
   * Which tasks of the text are ticked, by a person or by Signalbox.
   * @param ids of the document's tasks in its order, for a tracker that does not keep the tasks' ids
   * @returns those of `ids` whose box is ticked; none if people removed the marks
   */
  readTicks(remote: Remote, marker: Marker, ids: readonly string[]): Promise<readonly string[]>;
  createComment(item: Commented, text: Replacement, marker: Marker): Promise<Remote>;
  updateComment(item: Commented, remote: Remote, change: CommentChange): Promise<UpdateOutcome>;
  /** Signalbox's account, as the tracker names the author of its texts. */
  account(): Promise<string>;
  /** Issues in a target with this marker, by Signalbox's account or a `former` one, to resolve an unknown outcome. */
  findIssues(target: RollupTarget, marker: Marker, former?: readonly string[]): Promise<readonly Remote[]>;
  /** The issue, read by its id or former address, if people moved it to the target and it keeps the marker; else null. */
  findMovedIssue(target: RollupTarget, remote: Remote, marker: Marker): Promise<Remote | null>;
  /** Comments on an item with any marker and an author of Signalbox. */
  findComments(item: Commented, former?: readonly string[]): Promise<readonly Found[]>;
};

type Commented = Pick<WorkItem, "key" | "nativeId">;

export type CommentChange = {
  readonly rendered: Replacement;
  readonly marker: Marker;
  /** The marker in the text so far, if it differs: the sink replaces it by `marker`. */
  readonly carried?: Marker;
};

export type Connector = {
  readonly source: Source & Watch;
  readonly sink: Sink;
  readonly receiver: Receiver;
  readonly hooks: Hooks;
  readonly setup: SetupCheck;
};

/** The parameters of a connector, including everything that depends on time. */
export type ConnectorOptions<C extends Connection> = {
  readonly connection: C;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly log: Log;
  /** Pauses for `ms` milliseconds between calls; rejects when the process stops. Never a time limit. */
  readonly wait: (ms: number) => Promise<void>;
  readonly timeLimit: TimeLimit;
};
