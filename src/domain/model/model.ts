import type { FailureCode } from "../failure.ts";
import type { SprintId, System, WorkItemId } from "../ids.ts";
import type { KnownName } from "../items/names.ts";
import type { Sprint } from "../schedule/sprint.ts";
import type { Link, PullRequest, WorkItem } from "../items/work-item.ts";

/** How far one stream of one connection has been read. Instants in epoch milliseconds. */
export type StreamState = {
  readonly connection: string;
  readonly stream: string;
  /** Up to which tracker instant the stream is complete; null before the first good run. */
  readonly watermark: number | null;
  /** When the last complete run started. */
  readonly completedAt: number | null;
  /** Records refused by the last run. */
  readonly rejected: number;
  /** What the tracker gave us to ask with whether there is anything new; null where there is no such. */
  readonly token: string | null;
  /** What it covered when it was last read to its end; absent where that was by a version that did not note it. */
  readonly scope?: StreamScope;
  /** Why the last run failed; null once one succeeded. */
  readonly failure: StreamFailure | null;
};

/**
 * What was asked for, which belongs to the watermark: what is new in it was never read, however old its records are.
 * `meaning`: everything that changes what a record comes to, as the connector tells it.
 */
export type StreamScope = { readonly parts: readonly StreamPart[]; readonly meaning: string };

/**
 * Part of what a stream covers. `id`: by the tracker's own id where it has one, so that a renaming changes nothing; `name`:
 * what it is noted as where it cannot be read, e.g. `container:PAY`.
 */
export type StreamPart = { readonly id: string; readonly name: string };

export type StreamFailure = { readonly code: FailureCode; readonly text: string; readonly at: number };

/** The stream ledger's row of a sweep: when the last good one started, why the last one failed. */
export function sweepStream(depth: "structure" | "whole"): string {
  return `sweep:${depth}`;
}

/** A container that could not be read is noted as a stream is, under this name. `container`: as the train file names it. */
export function containerStream(container: string): string {
  return `container:${container}`;
}

/** As `containerStream`, for a team's own query. */
export function queryStream(jql: string): string {
  return `query:${jql.slice(0, 200)}`;
}

/** Which items a team's JQL returned on the last pull. */
export type Membership = {
  readonly connection: string;
  readonly jql: string;
  readonly itemIds: ReadonlySet<WorkItemId>;
};

/** Under which addresses people find a connection's items, see `siteOf`; the first is where links lead. */
export type ModelSite = { readonly system: System; readonly connection: string; readonly sites: readonly string[] };

/** Everything analysis looks at: the trackers' facts, without a train's opinion on them. */
export type Model = {
  readonly items: ReadonlyMap<WorkItemId, WorkItem>;
  readonly links: readonly Link[];
  readonly sprints: ReadonlyMap<SprintId, Sprint>;
  readonly pullRequests: readonly PullRequest[];
  readonly memberships: readonly Membership[];
  readonly streams: readonly StreamState[];
  /** Names that things have or had, beside those that the rows themselves hold. */
  readonly names: readonly KnownName[];
  readonly sites: readonly ModelSite[];
};
