import { z } from "zod";

/** Only what is read of a delivery. What GitHub may leave out or name anew never makes one unreadable. */

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

/** By id or by client id: both may be what an operator gave. */
const App = z
  .object({ id: z.int().transform(String), client_id: maybeText })
  .nullish()
  .catch(null);

/** An issue or a comment, as far as it tells who wrote it. */
export const Authored = z.object({
  body: maybeText,
  user: Account,
  performed_via_github_app: App,
  updated_at: maybeText,
});
export type Authored = z.infer<typeof Authored>;

/** Opaque, and short: it is looked up in the database. */
const nodeId = z.string().regex(/^[\x21-\x7e]{1,250}$/u);
/** `…/repos/acme/api`, whatever the API's address is. */
const repositoryUrl = maybeText;
const Issue = Authored.extend({ node_id: nodeId, repository_url: repositoryUrl });
/** The other end of something, which GitHub keeps to itself where the hook may not see it. */
const OtherIssue = z.object({ node_id: nodeId, repository_url: repositoryUrl }).nullish().catch(null);

/** What every delivery may tell. `repository`: the one that it comes from. */
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

export const PullDelivery = z.object({
  pull_request: z.object({
    id: databaseId,
    number: z.int(),
    title: text,
    body: maybeText.transform((body) => body ?? ""),
    head: z.object({ ref: text.catch("") }),
    base: z.object({ repo: z.object({ full_name: text }) }),
    state: text,
    merged: z.boolean().nullish().catch(null),
    updated_at: text,
    closed_at: maybeText,
  }),
});
export type PullDelivery = z.infer<typeof PullDelivery>;
