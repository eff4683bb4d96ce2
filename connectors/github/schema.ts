import { z } from "zod";

/**
 * Only the fields that Signalbox reads, from GraphQL and REST. Fields that GitHub may omit, and new values, never
 * reject a record.
 */

const text = z.string();
const maybeText = text.nullish().catch(null);

/** Ids exceed 2^31; some libraries return them as BigInt. */
const databaseId = z
  .union([z.string().regex(/^\d{1,30}$/), z.int().nonnegative(), z.bigint()])
  .transform((id) => String(id));

const Repository = z.object({ nameWithOwner: text, databaseId: databaseId.nullish().catch(null) });

/** Missing paths within a record, from `partial.ts`. */
export const Unseen = z.array(text).catch([]);

/** Lists of GraphQL may contain nulls for hidden objects. */
function connection<T extends z.ZodType>(node: T) {
  return z.object({ nodes: z.array(node.nullable().catch(null)).nullish() });
}

export const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: maybeText });

/** The other end of a relation. */
export const Neighbour = z.object({
  id: text,
  fullDatabaseId: databaseId,
  number: z.int(),
  title: text.catch(""),
  state: text,
  stateReason: maybeText,
  repository: Repository,
});
export type Neighbour = z.infer<typeof Neighbour>;

export const BlockedBy = connection(Neighbour).extend({ totalCount: z.int(), pageInfo: PageInfo });
export type BlockedBy = z.infer<typeof BlockedBy>;

/** An issue that a timeline names; null if it is hidden, deleted, or a pull request. */
const NamedIssue = z.object({ fullDatabaseId: databaseId.nullish() }).nullish();

export const TimelineEvent = z.object({
  kind: text,
  id: text,
  createdAt: text,
  stateReason: text.nullish(),
  milestoneTitle: text.nullish(),
  label: z.object({ name: text }).nullish(),
  /** The other end: blocker, parent, or the original of a duplicate. */
  other: NamedIssue,
  duplicate: NamedIssue,
  fromRepository: Repository.nullish(),
});
export type TimelineEvent = z.infer<typeof TimelineEvent>;

/** Entries of a timeline, oldest first; earlier pages come before the cursor. */
export const Timeline = connection(TimelineEvent).extend({
  pageInfo: z.object({ hasPreviousPage: z.boolean(), startCursor: maybeText }),
});
export type Timeline = z.infer<typeof Timeline>;

const accountId = databaseId
  .nullish()
  .catch(null)
  .transform((id) => id ?? null);

const Author = z
  .object({ kind: text.catch(""), login: text, id: accountId })
  .nullish()
  .catch(null);
export type Author = z.infer<typeof Author>;

export const EdgesNode = z.object({
  id: text,
  fullDatabaseId: databaseId,
  number: z.int(),
  repository: Repository,
  /** Absent if the server has no sub-issues. */
  parent: Neighbour.nullish(),
  stateReason: maybeText,
  /** Absent if the server does not tell it. */
  duplicateOf: Neighbour.nullish().catch(null),
  /** Null if hidden from the account, which differs from an empty list; absent if the server has no dependencies. */
  blockedBy: BlockedBy.nullish(),
  timelineItems: Timeline.nullish().catch(null),
  unseen: Unseen,
});
export type EdgesNode = z.infer<typeof EdgesNode>;

export const IdentityNode = EdgesNode.pick({ id: true, fullDatabaseId: true });

export const MilestoneRecord = z.object({
  number: z.int(),
  title: text,
  state: text.catch("open"),
  dueOn: maybeText,
  closedAt: maybeText,
});
export type MilestoneRecord = z.infer<typeof MilestoneRecord>;

export const IssueNode = EdgesNode.extend({
  title: text,
  body: text.nullish().transform((body) => body ?? ""),
  state: text,
  createdAt: text,
  updatedAt: text,
  closedAt: maybeText,
  author: Author,
  milestone: MilestoneRecord.nullish().catch(null),
  issueType: z.object({ name: text }).nullish().catch(null),
  labels: connection(z.object({ name: text })).nullish(),
  closedByPullRequestsReferences: z.object({ totalCount: z.int() }).nullish().catch(null),
});
export type IssueNode = z.infer<typeof IssueNode>;

export const PullNode = z.object({
  fullDatabaseId: databaseId,
  number: z.int(),
  title: text,
  state: text,
  updatedAt: text,
  closedAt: maybeText,
  repository: Repository,
  closingIssuesReferences: connection(z.object({ id: text, repository: z.object({ nameWithOwner: text }) }))
    .nullish()
    .catch(null),
  unseen: Unseen,
});
export type PullNode = z.infer<typeof PullNode>;

/** One page of a repository's issues or pull requests; `parseAll` parses the records one by one. */
const Records = z.object({ pageInfo: PageInfo, nodes: z.array(z.unknown()).nullable() });
export const IssuesPage = z.object({ repository: z.object({ issues: Records }) });
export const PullsPage = z.object({ repository: z.object({ pullRequests: Records }) });
export const MilestonesPage = z.object({ repository: z.object({ milestones: Records }) });
export const NodesPage = z.object({ nodes: z.array(z.unknown()) });
export const TimelinePage = z.object({ node: z.object({ timelineItems: Timeline }) });
export const BlockersPage = z.object({ node: z.object({ blockedBy: BlockedBy }) });

export const User = z.object({ login: text, id: accountId });
export const Viewer = z.object({ viewer: User });
export const App = z.object({ slug: text });

/** A repository from REST, which proves read access. */
export const Repo = z.object({ id: databaseId, full_name: text });
export type Repo = z.infer<typeof Repo>;

export const RepoOverview = z.object({
  databaseId,
  nameWithOwner: text,
  hasIssuesEnabled: z.boolean().catch(true),
  isArchived: z.boolean().catch(false),
  /** Also true of an internal one. */
  isPrivate: z.boolean().catch(true),
  milestones: Records.nullable(),
  pullRequests: connection(z.object({ updatedAt: text })).nullable(),
});
export type RepoOverview = z.infer<typeof RepoOverview>;

/** Repositories by the aliases of the query, each parsed separately. */
export const Overview = z.object({ viewer: Viewer.shape.viewer.nullish() }).catchall(z.unknown());
export type Overview = z.infer<typeof Overview>;

/** Issues under the aliases of their repositories. */
export const NamedIssues = z.record(
  z.string(),
  z
    .object({ issue: z.object({ id: text }).nullable().catch(null) })
    .nullable()
    .catch(null),
);

/** Repositories by the aliases of the query, each with its issues if readable. */
export const Access = z.record(
  z.string(),
  z
    .object({ issues: z.object({ totalCount: z.int() }).nullable().catch(null) })
    .nullable()
    .catch(null),
);

export const Records100 = z.array(z.unknown());

/** An issue or a comment from REST, for the sink. */
export const Posted = z.object({
  id: databaseId,
  html_url: text,
  body: text.nullish().transform((body) => body ?? ""),
  user: User.nullish().catch(null),
});
export type Posted = z.infer<typeof Posted>;

/** A label from REST: a record, or a name in old data. */
const LabelName = z.union([text, z.object({ name: text }).transform(({ name }) => name)]);
export const Labels = z.array(LabelName);
export const Nothing = z.unknown();

export const PostedIssue = Posted.extend({
  number: z.int(),
  title: text,
  repository_url: text,
  labels: Labels.catch([]),
});
export type PostedIssue = z.infer<typeof PostedIssue>;

/** The address of an issue, from REST; null if it is none. */
export const IssueAddress = z.object({ node_id: text, number: z.int(), repository_url: text }).nullable().catch(null);
export type IssueAddress = z.infer<typeof IssueAddress>;

export const InstallationToken = z.object({ token: text, expires_at: text });
