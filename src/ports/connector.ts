import type { Link, HistoryEvent, LinkOrigin, WorkItem } from "../domain/items/work-item.ts";
import type { Sprint } from "../domain/schedule/sprint.ts";
import type { StreamScope } from "../domain/model/model.ts";
import type { SprintKind, System, WorkItemId } from "../domain/ids.ts";
import type { KnownName, NameKind } from "../domain/items/names.ts";
import type { RollupTarget } from "../domain/model/train.ts";
import type { Connection } from "./connection.ts";
import type { Document } from "./document.ts";
import type { Clock, Log } from "./runtime.ts";
import type { Failure } from "../domain/failure.ts";
import type { PulledPull } from "./read-pull-request.ts";
import type { SetupCheck } from "./setup.ts";
import type { Hooks, Move, Receiver } from "./webhook.ts";

/** What a connection has to read: from all trains together. */
export type Scope = {
  /** Jira project keys or `owner/repo`; "all" where a Jira team names none: every project the account can browse. */
  readonly containers: readonly string[] | "all";
  /** Where rollups are kept: looked up by the check, not read. */
  readonly places?: readonly string[];
  /** JQL of teams that own by query (Jira only). */
  readonly jqls: readonly string[];
  /** Link type names by which the train file says who waits for whom (Jira only); the probe refuses one the site does not have. */
  readonly linkTypes: readonly string[];
  /** Link type names that the train file calls duplicates (Jira only); left out where it names none. */
  readonly duplicateTypes?: readonly string[];
  /** True where a team plans by versions (Jira only): their dates are read, a request per project. */
  readonly versions: boolean;
};

/** What a tracker may keep to itself of an item that it shows otherwise. */
export type UnseenField = "parentId" | "sprintIds" | "labels" | "kind" | "sourceKind";

/** An item with everything its payload tells about its edges. */
export type PulledItem = {
  readonly item: WorkItem;
  /** The tracker's own id of its project or repository; left out where it does not tell. */
  readonly containerId?: string;
  readonly links: readonly Link[];
  /** Origins for which `links` is the whole truth about this item: what the store has beyond it is dropped. */
  readonly completeOrigins: readonly LinkOrigin[];
  /** Stubs for parents and other ends of links, as far as the payload describes them; never overwrite a read item. */
  readonly stubs: readonly WorkItem[];
  readonly history: readonly HistoryEvent[];
  /** Fields that were not shown this time: what is stored of them stays. Left out where all were. */
  readonly unseen?: readonly UnseenField[];
  /** Keys it answers to though it has another by now, beside those in its history. */
  readonly formerKeys?: readonly string[];
};

/** A thing with a name, as the tracker tells it today. `called`: other names that lead to it. */
export type SeenName = {
  readonly kind: NameKind;
  /** The tracker's own id. */
  readonly nativeId: string;
  readonly name: string;
  readonly called?: readonly string[];
};

/** Edges alone, from a structural sweep: replaces the item's parent and its links of `completeOrigins`. */
export type PulledEdges = Pick<PulledItem, "links" | "completeOrigins" | "stubs" | "unseen"> & {
  readonly itemId: WorkItemId;
  readonly parentId: WorkItemId | null;
};

/** A record, or a part of one, that could not be understood, shown or stored: counted, logged, skipped. */
export type RejectedRecord = { readonly ref: string; readonly reason: string };

/**
 * Part of what a stream covers that could not be read while the rest was: it is set aside, and read from its beginning
 * once it can be. `name`: the row that its failure is noted with, e.g. `container:PAY`.
 */
export type UnreadPart = { readonly name: string; readonly failure: Failure };

/** One page of one stream. */
export type SourcePage = {
  readonly items: readonly PulledItem[];
  readonly edges: readonly PulledEdges[];
  readonly sprints: readonly Sprint[];
  /** Where `sprints` are all of a kind that boards or projects list: others of the kind are known by mention only, then. */
  readonly wholeList?: SprintKind;
  /** Boxes as issues mention them, which is second-hand: they never replace what a list says. */
  readonly mentions?: readonly Sprint[];
  readonly pullRequests: readonly PulledPull[];
  /** Ids a JQL returned (a whole membership comes as several pages). */
  readonly members: readonly { readonly jql: string; readonly itemId: WorkItemId; readonly handle: string }[];
  readonly rejected: readonly RejectedRecord[];
  /** What this stream had to leave out; absent where there is nothing. */
  readonly unread?: readonly UnreadPart[];
  /** Greatest `updated` on the page in epoch milliseconds; null where the stream has none. */
  readonly newestAt: number | null;
  /** The tracker's own clock as it answered, epoch milliseconds; absent where it does not tell. */
  readonly toldAt?: number;
};

/**
 * `incremental`: read from the watermark, moved to the newest record seen. `full`: read whole at every sync.
 * `pace`: whether a poll asks for it, or only a sweep, since asking costs more than one request.
 */
export type Stream = {
  readonly name: string;
  readonly mode: "incremental" | "full";
  readonly pace: "poll" | "sweep";
  /** The only container it reads, as the train file names it; absent where it reads several. */
  readonly container?: string;
};

/** What a stream covers as far as it can be read, and what of it is left out. */
export type Coverage = StreamScope & { readonly unread: readonly UnreadPart[] };

/** Whether a stream may hold something new. `token`: what to ask with next time; null where the tracker has no such. */
export type Peek = { readonly changed: boolean; readonly token: string | null };

/** One item of a listing. */
export type Identity = { readonly id: WorkItemId; readonly handle: string };

/** One item as the model has it. */
export type KeyedIdentity = Identity & { readonly key: string };

/** A project or repository of the scope, as the tracker has it today. */
export type Container = {
  /** As the train file names it; where every project is read, as the tracker does. */
  readonly name: string;
  /** The tracker's own id, which no renaming changes: of a Jira project its id, of a repository its database id. */
  readonly nativeId: string | null;
  /** What the tracker calls it today: a project's key, `owner/repo`. */
  readonly key: string | null;
  /** Why it cannot be read; null where it can. */
  readonly failure: Failure | null;
};

/** What a connection turned out to be. */
export type Probe = {
  /** Our own account: its writes are recognised by it (and by the marker). */
  readonly account: { readonly id: string; readonly name: string };
  /** Things an operator should know but that stop nothing, e.g. two fields that could be the estimate. */
  readonly notes: readonly string[];
  /** Each container of the scope; one that cannot be read does not keep the others from it. */
  readonly containers: readonly Container[];
  /** What else the train file names, as the tracker has it today: types of links, fields. */
  readonly names?: readonly SeenName[];
};

/** The read side of one connection. All methods throw `Failure`. */
export type Source = {
  readonly connection: string;
  readonly system: System;
  /**
   * Checks credentials, permissions and names; learns fields and link types. Called before anything else. Fails only where
   * nothing of the connection can be read: a single container's failure is in the result.
   * @param known what things were called so far: what was renamed is found by its id
   */
  probe(known?: readonly KnownName[]): Promise<Probe>;
  /** In the order in which they must be read. */
  streams(): readonly Stream[];
  /** What a stream covers, by what the last check found: no request where there was one. */
  coverage(stream: Pick<Stream, "name">): Promise<Coverage>;
  /**
   * Pages of one stream, complete when the iteration ends.
   * @param since epoch milliseconds, inclusive; null reads everything. Overlap is the connector's business.
   * @param parts ids of those parts of an incremental stream to read; all of them where it is absent
   */
  pull(stream: Pick<Stream, "name">, since: number | null, parts?: ReadonlySet<string>): AsyncIterable<SourcePage>;
  /** Reads single items again by handle; what cannot be read is simply missing from the answer. */
  fetch(handles: readonly string[]): AsyncIterable<SourcePage>;
  /** Requests sent so far, retries included. */
  requests(): number;
};

/** What a tracker said is left of one of its rate limits. */
export type Budget = { readonly budget: string; readonly left: number };

/** What a service asks of the read side while it runs. All methods throw `Failure`. */
export type Watch = {
  /**
   * Asks, in a few requests at most, for something that our account is shown as long as it is shown anything.
   * @throws Failure where that is refused as well: then what was refused before was no matter of what was asked for
   */
  checkAccess(): Promise<void>;
  /**
   * Asks, by one conditional request where the tracker knows such, whether reading the stream can bring anything.
   * Where it does not, the answer is yes and no request is made: the read itself is the question.
   * @param token of the last answer; null asks unconditionally
   */
  peek(stream: Pick<Stream, "name">, token: string | null): Promise<Peek>;
  /**
   * Says that something has happened, before streams are read for it: what the last check found in the streams may be
   * older, and is asked for anew. What it learnt of names, fields and access stays.
   */
  outdate(): void;
  /** Everything in scope that is there, page by page; complete when the iteration ends. */
  identities(): AsyncIterable<readonly Identity[]>;
  /** Of items that are not shown any more: those that are another one now, since they moved, as far as that is shown. */
  findMoved(items: readonly KeyedIdentity[]): Promise<readonly Move[]>;
  /** As far as the tracker's answers say. */
  budgets(): readonly Budget[];
};

/** Names a written thing inside it, e.g. `rollup:titanium:acme/trains`; the same for the whole life of a publication. */
export type Marker = string;

/** A rendered managed part: the bytes that go between our marks (Markdown), or a whole ADF document with them as JSON text. */
export type Rendered = {
  readonly title: string;
  readonly body: string;
  /** Labels of an issue as the tracker takes them; all begin with `signalbox`. Empty for comments. */
  readonly labels: readonly string[];
};

/**
 * A text to be put in place of ours. `refit`: the same in the room that is left, given what people's text beside it takes
 * in the tracker's own unit; without it the text is taken as it is.
 */
export type Replacement = Rendered & { readonly refit?: (beside: number) => Rendered };

/** What a tracker calls a thing we wrote. `remoteId`: issue number or id, or comment id. */
export type Remote = { readonly remoteId: string; readonly url: string; readonly key: string };

/** A thing of ours as it was found, with the marker it carries. */
export type Found = Remote & { readonly marker: Marker };

/**
 * `held`: people removed our marks; their text is left alone and nothing is written. `gone`: surely deleted. `unseen`:
 * deleted, or hidden from our account; what is round it can be seen.
 */
export type UpdateOutcome = "updated" | "unchanged" | "gone" | "unseen" | "held";

/** The write side of one connection. A lost answer to a create throws `Failure` with code `outcome-unknown`. */
export type Sink = {
  readonly connection: string;
  readonly system: System;
  /** Pure: the same document and marker give the same bytes, within the tracker's size limits. */
  render(document: Document, marker: Marker): Rendered;
  createIssue(target: RollupTarget, rendered: Rendered, marker: Marker): Promise<Remote>;
  /** Replaces the managed part and our own labels, keeps people's text around it and their labels. */
  updateIssue(remote: Remote, text: Replacement, marker: Marker): Promise<UpdateOutcome>;
  /**
   * Which tasks of our text are ticked, by a person or by us.
   * @param ids of the document's tasks in its order, for a tracker that lost which box is which
   * @returns those of `ids` whose box is ticked; none where people took the text over
   */
  readTicks(remote: Remote, marker: Marker, ids: readonly string[]): Promise<readonly string[]>;
  createComment(item: Pick<WorkItem, "key" | "nativeId">, rendered: Rendered, marker: Marker): Promise<Remote>;
  updateComment(
    item: Pick<WorkItem, "key" | "nativeId">,
    remote: Remote,
    change: CommentChange,
  ): Promise<UpdateOutcome>;
  /** Our account as the tracker names the author of what we write. */
  account(): Promise<string>;
  /**
   * Our own issues in a target with this marker, for an outcome that stayed unknown. Author and marker must both be ours.
   * @param former accounts that we wrote by before, besides the present one
   */
  findIssues(target: RollupTarget, marker: Marker, former?: readonly string[]): Promise<readonly Remote[]>;
  /** All our own comments on an item, whatever their marker. Author and a marker must both be ours. */
  findComments(item: Pick<WorkItem, "key" | "nativeId">, former?: readonly string[]): Promise<readonly Found[]>;
};

export type CommentChange = {
  readonly rendered: Replacement;
  readonly marker: Marker;
  /** The marker that stands there so far, where it is another one: it is replaced by `marker`. */
  readonly carried?: Marker;
};

export type Connector = {
  readonly source: Source & Watch;
  readonly sink: Sink;
  readonly receiver: Receiver;
  readonly hooks: Hooks;
  readonly setup: SetupCheck;
};

/** What a connector is made from; everything that touches time comes in here. */
export type ConnectorOptions<C extends Connection> = {
  readonly connection: C;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves after so many milliseconds: used for pauses between calls only, never as a time limit. */
  readonly wait: (ms: number) => Promise<void>;
  /** The time limit of one request: a signal that aborts after `ms` milliseconds. */
  readonly timeLimit: (ms: number) => AbortSignal;
};
