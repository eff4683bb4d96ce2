import { z } from "zod";

/**
 * Only the fields that Signalbox reads of a delivery. Fields that GitHub may omit, and new values, never make one
 * unreadable.
 */

const text = z.string();
const maybeText = text.nullish().catch(null);
const databaseId = z.int().nonnegative().transform(String);
const Account = z
  .object({
    login: text,
    id: databaseId
      .nullish()
      .catch(null)
      .transform((id) => id ?? null),
  })
  .nullish()
  .catch(null);

/** By id or by client id: an operator may configure either. */
const App = z
  .object({ id: z.int().transform(String), client_id: maybeText })
  .nullish()
  .catch(null);

/** An issue or a comment, with its author if present. */
export const Authored = z.object({
  body: maybeText,
  user: Account,
  performed_via_github_app: App,
  updated_at: maybeText,
});
export type Authored = z.infer<typeof Authored>;

/** Opaque, and short enough for a database lookup. */
const nodeId = z.string().regex(/^[\x21-\x7e]{1,250}$/u);
/** `…/repos/acme/api`, whatever the API's address is. */
const repositoryUrl = maybeText;
const Issue = Authored.extend({ node_id: nodeId, repository_url: repositoryUrl });
/** The other end of a relation; GitHub omits it if the hook may not see it. */
const OtherIssue = z.object({ node_id: nodeId, repository_url: repositoryUrl }).nullish().catch(null);

/** Fields of every delivery. `repository`: the sending one. */
export const Envelope = z.object({
  action: maybeText,
  sender: Account,
  repository: z.object({ id: databaseId, full_name: text }).nullish().catch(null),
});
export type Envelope = z.infer<typeof Envelope>;

export const IssuesDelivery = z.object({
  issue: Issue,
  changes: z.object({ new_issue: OtherIssue, old_issue: OtherIssue }).nullish().catch(null),
});

export const CommentDelivery = z.object({ comment: Authored });

export const SubIssuesDelivery = z.object({ parent_issue: OtherIssue, sub_issue: OtherIssue });
export const DependenciesDelivery = z.object({ blocked_issue: OtherIssue, blocking_issue: OtherIssue });

export const MilestoneDelivery = z.object({ milestone: z.object({ number: z.int(), updated_at: maybeText }) });

/** GitHub sends it to organisations' hooks and to apps only. */
export const ProjectItemDelivery = z.object({
  projects_v2_item: z.object({ updated_at: maybeText }),
  organization: z.object({ login: text }),
});

export const PullDelivery = z.object({
  pull_request: z.object({
    id: databaseId,
    number: z.int(),
    title: text,
    base: z.object({ repo: z.object({ full_name: text }) }),
    state: text,
    merged: z.boolean().nullish().catch(null),
    updated_at: text,
    closed_at: maybeText,
  }),
});
export type PullDelivery = z.infer<typeof PullDelivery>;
