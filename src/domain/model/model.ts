import type { FailureCode } from "../failure.ts";
import type { SprintId, System, WorkItemId } from "../ids.ts";
import type { KnownName } from "../items/names.ts";
import type { ProjectValues } from "../items/project-values.ts";
import type { Sprint } from "../schedule/sprint.ts";
import type { Link, PullRequest, WorkItem } from "../items/work-item.ts";

/** The read position of one stream of one connection. Instants in epoch milliseconds. */
export type StreamState = {
  readonly connection: string;
  readonly stream: string;
  /** The tracker's instant up to which the stream is complete; null before the first successful run. */
  readonly watermark: number | null;
  /** When the last complete run started. */
  readonly completedAt: number | null;
  /** Records refused by the last run. */
  readonly rejected: number;
  /** The tracker's token for a changes request; null if it has none. */
  readonly token: string | null;
  /** The coverage at its last complete read; absent if an earlier version did not record it. */
  readonly scope?: StreamScope;
  /** Why the last run failed; null after a successful one. */
  readonly failure: StreamFailure | null;
};

/**
 * The coverage of a watermark: new parts were never read, however old their records are. `meaning`: everything that
 * affects the mapping of a record, from the connector.
 */
export type StreamScope = {
  readonly parts: readonly StreamPart[];
  readonly meaning: string;
  /** What the records do not tell, because the tracker's server does not have it; absent for nothing. */
  readonly lacking?: readonly MissingFact[];
};

/** Something that an older server does not have. */
export const missingFacts = ["dependencies", "sub-issues", "issue types"] as const;
export type MissingFact = (typeof missingFacts)[number];

/**
 * Part of a stream's coverage. `id`: by the tracker's own id if it has one, so that a renaming changes nothing; `name`:
 * of its stream row while it cannot be read, e.g. `container:PAY`.
 */
export type StreamPart = { readonly id: string; readonly name: string };

export type StreamFailure = { readonly code: FailureCode; readonly text: string; readonly at: number };

/** The stream ledger's row of a sweep: when the last successful one started, why the last one failed. */
export function sweepStream(depth: "structure" | "whole"): string {
  return `sweep:${depth}`;
}

/** The ledger's row of a container that Signalbox could not read. `container`: as the train file names it. */
export function containerStream(container: string): string {
  return `container:${container}`;
}

/** The container of such a row; null for any other row. */
export function containerOfStream(name: string): string | null {
  return name.startsWith(containerStream("")) ? name.slice(containerStream("").length) : null;
}

/** Like `containerStream`, for a team's own query. */
export function queryStream(query: string): string {
  return `query:${query.slice(0, 200)}`;
}

/** The items that a team's JQL or GitHub project had on the last pull. */
export type Membership = {
  readonly connection: string;
  /** The JQL, or `projectQuery`. */
  readonly query: string;
  readonly itemIds: ReadonlySet<WorkItemId>;
  /** What a project says of its items; absent for a JQL. */
  readonly values?: ReadonlyMap<WorkItemId, ProjectValues>;
  /** Items that the project holds, but GitHub hides: they are as last read. Absent for none. */
  readonly hidden?: ReadonlySet<WorkItemId>;
  /** Draft issues of a project, which are no items; absent for none. */
  readonly drafts?: number;
};

/**
 * Addresses of a connection's items, see `siteOf`; links use the first. `isFormer`: the train file no longer names the
 * connection, so the model has none of its items; absent for one that it names.
 */
export type ModelSite = {
  readonly system: System;
  readonly connection: string;
  readonly sites: readonly string[];
  readonly isFormer?: true;
};

/** The input of the evaluation: the trackers' facts, without a train's interpretation. */
export type Model = {
  readonly items: ReadonlyMap<WorkItemId, WorkItem>;
  readonly links: ReadonlyMap<string, Link>;
  readonly sprints: ReadonlyMap<SprintId, Sprint>;
  readonly pullRequests: ReadonlyMap<string, PullRequest>;
  readonly memberships: readonly Membership[];
  readonly streams: readonly StreamState[];
  /** Names that things have or had, beside those in the rows themselves. */
  readonly names: readonly KnownName[];
  readonly sites: readonly ModelSite[];
};
