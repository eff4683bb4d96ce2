import type { Link, HistoryEvent, LinkOrigin, PullRequest, WorkItem } from "../domain/work-item.ts";
import type { Sprint } from "../domain/sprint.ts";
import type { System, WorkItemId } from "../domain/ids.ts";
import type { RollupTarget } from "../domain/train.ts";
import type { Connection } from "./connection.ts";
import type { Document } from "./document.ts";
import type { Clock, Log } from "./runtime.ts";
import type { SetupCheck } from "./setup.ts";
import type { Hooks, Receiver } from "./webhook.ts";

/** What a connection has to read: from all trains together. */
export type Scope = {
  /** Jira project keys or `owner/repo`; "all" where a Jira team names none: every project the account can browse. */
  readonly containers: readonly string[] | "all";
  /** JQL of teams that own by query (Jira only). */
  readonly jqls: readonly string[];
  /** Link type names the train file uses (Jira only); the probe refuses one the site does not have. */
  readonly linkTypes: readonly string[];
  /** True where a team plans by versions (Jira only): their dates are read, a request per project. */
  readonly versions: boolean;
};

/** An item with everything its payload tells about its edges. */
export type PulledItem = {
  readonly item: WorkItem;
  readonly links: readonly Link[];
  /** Origins for which `links` is the whole truth about this item: what the store has beyond it is dropped. */
  readonly completeOrigins: readonly LinkOrigin[];
  /** Stubs for parents and other ends of links, as far as the payload describes them; never overwrite a read item. */
  readonly stubs: readonly WorkItem[];
  readonly history: readonly HistoryEvent[];
};

/** Edges alone, from a structural sweep: replaces the item's parent and its links of `completeOrigins`. */
export type PulledEdges = Pick<PulledItem, "links" | "completeOrigins" | "stubs"> & {
  readonly itemId: WorkItemId;
  readonly parentId: WorkItemId | null;
};

/** A record that could not be understood: counted, logged, skipped. */
export type RejectedRecord = { readonly ref: string; readonly reason: string };

/** One page of one stream. */
export type SourcePage = {
  readonly items: readonly PulledItem[];
  readonly edges: readonly PulledEdges[];
  readonly sprints: readonly Sprint[];
  readonly pullRequests: readonly PullRequest[];
  /** Ids a JQL returned (a whole membership comes as several pages). */
  readonly members: readonly { readonly jql: string; readonly itemId: WorkItemId; readonly handle: string }[];
  readonly rejected: readonly RejectedRecord[];
  /** Greatest `updated` on the page in epoch milliseconds; null where the stream has none. */
  readonly newestAt: number | null;
};

/**
 * `incremental`: read from the watermark, moved to the newest record seen. `full`: read whole at every sync.
 * `pace`: whether a poll asks for it, or only a sweep, since asking costs more than one request.
 */
export type Stream = {
  readonly name: string;
  readonly mode: "incremental" | "full";
  readonly pace: "poll" | "sweep";
};

/** Whether a stream may hold something new. `token`: what to ask with next time; null where the tracker has no such. */
export type Peek = { readonly changed: boolean; readonly token: string | null };

/** One item of a listing. */
export type Identity = { readonly id: WorkItemId; readonly handle: string };

/** What a connection turned out to be. */
export type Probe = {
  /** Our own account: its writes are recognised by it (and by the marker). */
  readonly account: { readonly id: string; readonly name: string };
  /** Things an operator should know but that stop nothing, e.g. two fields that could be the estimate. */
  readonly notes: readonly string[];
};

/** The read side of one connection. All methods throw `Failure`. */
export type Source = {
  readonly connection: string;
  readonly system: System;
  /** Checks credentials, permissions and names; learns fields and link types. Called before anything else. */
  probe(): Promise<Probe>;
  /** In the order in which they must be read. */
  streams(): readonly Stream[];
  /**
   * Pages of one stream, complete when the iteration ends.
   * @param since epoch milliseconds, inclusive; null reads everything. Overlap is the connector's business.
   */
  pull(stream: Pick<Stream, "name">, since: number | null): AsyncIterable<SourcePage>;
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
   * Asks, by one conditional request where the tracker knows such, whether reading the stream can bring anything.
   * Where it does not, the answer is yes and no request is made: the read itself is the question.
   * @param token of the last answer; null asks unconditionally
   */
  peek(stream: Pick<Stream, "name">, token: string | null): Promise<Peek>;
  /** Everything in scope that is there, page by page; complete when the iteration ends. */
  identities(): AsyncIterable<readonly Identity[]>;
  /** As far as the tracker's answers told. */
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
