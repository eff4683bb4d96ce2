import type { EmitterWebhookEventName } from "@octokit/webhooks";
import type { z } from "zod";
import { distinct } from "../../src/domain/ordering.ts";
import { emptyNotice, type Notice, type Place } from "../../src/ports/webhook.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { PullRequest } from "../../src/domain/items/work-item.ts";
import { type GithubAccount, isSameAccount } from "./account.ts";
import { isMarked } from "./managed-part.ts";
import { instantOf } from "./place.ts";
import type { RepoNames } from "./repo-names.ts";
import { projects } from "./streams.ts";
import {
  type Authored,
  CommentDelivery,
  DependenciesDelivery,
  type Envelope,
  IssuesDelivery,
  MilestoneDelivery,
  ProjectItemDelivery,
  PullDelivery,
  SubIssuesDelivery,
} from "./webhook-schema.ts";
import { mapPull } from "./map-pull.ts";

/** Context for reading deliveries. */
export type Reading = {
  readonly connection: GithubConnection;
  /** Signalbox's account; null while unknown. */
  readonly self: GithubAccount | null;
  /** Repositories as the train file writes them. */
  readonly repos: readonly string[];
  readonly names: RepoNames;
  /** Owners of the train file's projects, in lower case. */
  readonly projectOwners: ReadonlySet<string>;
};

/** `envelope`: the common part of all deliveries' bodies. */
export type Delivered = { readonly event: string; readonly envelope: Envelope; readonly body: unknown };

type Reader = (reading: Reading, delivery: Delivered) => Notice;

/** The notice of a delivery. Pure; `delivery.event` is the plain name, without the action. */
export function noticeOf(reading: Reading, delivery: Delivered): Notice {
  return (readers.get(delivery.event) ?? foreign)(reading, delivery);
}

const foreign: Reader = () => ignored("an event that nothing is read from");

/** By GitHub's name of the event. */
const readers: ReadonlyMap<string, Reader> = new Map<EmitterWebhookEventName, Reader>([
  ["issues", of(IssuesDelivery, issues)],
  ["issue_comment", of(CommentDelivery, comment)],
  ["sub_issues", of(SubIssuesDelivery, (ends, delivery) => edge(delivery, [ends.sub_issue, ends.parent_issue]))],
  [
    "issue_dependencies",
    of(DependenciesDelivery, (ends, delivery) => edge(delivery, [ends.blocked_issue, ends.blocking_issue])),
  ],
  [
    "milestone",
    of(MilestoneDelivery, ({ milestone }) =>
      understood({ streams: ["milestones"], at: instantOf(milestone.updated_at) }),
    ),
  ],
  ["pull_request", of(PullDelivery, pull)],
  ["projects_v2_item", of(ProjectItemDelivery, projectItem)],
  // A renamed label does not change its issues' `updated`, so no pull would detect it.
  ["label", () => ignored("an issue tells its labels when it changes itself")],
  ["repository", () => ignored("the train file names the repositories; the check at the start says what was renamed")],
  ["ping", () => ignored("a greeting")],
  ["installation", installation],
  ["installation_repositories", installation],
  ["installation_target", installation],
  ["github_app_authorization", installation],
]);

/** The name of a known GitHub event, else `other`, so that the number of metric labels stays bounded. */
export function kindOf(event: string): string {
  const [name = ""] = event.split(".", 1);
  return readers.has(name) ? name : "other";
}

function installation(): Notice {
  return ignored("what the app may see is found out by asking");
}

type Content<T> = (delivered: T, delivery: Delivered, reading: Reading) => Notice;

function of<T>(schema: z.ZodType<T>, read: Content<T>): Reader {
  return (reading, delivery) => {
    const { success, data } = schema.safeParse(delivery.body);
    return success ? read(data, delivery, reading) : unreadable("not the payload of its event");
  };
}

/** Reads an issue again after any action, including ones that GitHub may add. */
function issues({ issue, changes }: z.infer<typeof IssuesDelivery>, { envelope }: Delivered, reading: Reading): Notice {
  const { action, sender } = envelope;
  // Even for Signalbox's account: it may belong to a person, who ticks the box.
  const proposal = action === "edited" && isMarked(issue.body ?? "");
  if (isOwnWrite(reading.connection, reading.self, { sender, thing: issue })) return { ...ownNotice, proposal };
  // An issue moved to another repository is a new one there; both repositories send a delivery.
  const old = changes?.old_issue?.node_id;
  const moved = changes?.new_issue?.node_id;
  const isGone = action === "deleted" || action === "transferred";
  return understood({
    items: distinct([issue.node_id, ...[old, moved].filter((id) => id !== undefined)]),
    ...movesOf(issue.node_id, { old, moved }),
    ...placesOf(envelope, [issue, changes?.old_issue, changes?.new_issue]),
    removed: [...(isGone ? [issue.node_id] : []), ...(old === undefined ? [] : [old])],
    proposal,
    // A deleted or moved issue contains its last change, not the time of the event.
    at: isGone ? null : instantOf(issue.updated_at),
  });
}

function comment({ comment: thing }: z.infer<typeof CommentDelivery>, delivery: Delivered, reading: Reading): Notice {
  const { sender } = delivery.envelope;
  const isOwn = isOwnWrite(reading.connection, reading.self, { sender, thing });
  return isOwn ? ownNotice : ignored("nothing is read from comments");
}

type End = { readonly node_id: string; readonly repository_url?: string | null | undefined } | null | undefined;

/** Both repositories send a transfer: the old one with the target, the new one with the origin. */
function movesOf(
  self: string,
  { old, moved }: { readonly old: string | undefined; readonly moved: string | undefined },
): Pick<Notice, "moved"> {
  if (moved !== undefined) return { moved: [{ from: self, to: moved }] };
  return old === undefined ? {} : { moved: [{ from: old, to: self }] };
}

/** Repositories of issues, by node id, as far as the payload contains them. */
function placesOf({ repository }: Envelope, ends: readonly End[]): Pick<Notice, "places"> {
  const places = new Map<string, Place>();
  for (const end of ends) {
    const name = /\/repos\/([\w.-]+\/[\w.-]+)$/u.exec(end?.repository_url ?? "")?.[1];
    if (end == null || name === undefined) continue;
    places.set(end.node_id, { name, nativeId: repository?.full_name === name ? repository.id : null });
  }
  return places.size === 0 ? {} : { places };
}

/** GitHub sends each change of an edge twice, once per end, and changes the `updated` of neither. */
function edge({ envelope }: Delivered, ends: readonly [End, End]): Notice {
  const items = ends.flatMap((end) => end?.node_id ?? []);
  if (items.length === 0) return unreadable("an edge without ends");
  return understood({ items: distinct(items), ...placesOf(envelope, ends) });
}

/** The record, and its stream for facts that the payload lacks: which issues it closes, and their states. */
function pull(delivered: PullDelivery, { envelope }: Delivered, { connection, repos, names }: Reading): Notice {
  const { base, updated_at } = delivered.pull_request;
  const repo = names.namedBy(base.repo.full_name, repos);
  if (repo === undefined) return ignored("a pull request of a repository that no team names");
  if (!pullActions.has(envelope.action ?? "")) return ignored("nothing that the record of a pull request tells");
  return understood({
    streams: [`pulls:${repo}`],
    pullRequests: [mapDeliveredPull(connection, delivered)],
    at: instantOf(updated_at),
  });
}

/** A delivery names neither the number of its project nor the values of its fields: the stream reads them. */
function projectItem(
  { projects_v2_item: item, organization }: z.infer<typeof ProjectItemDelivery>,
  { envelope }: Delivered,
  { projectOwners }: Reading,
): Notice {
  if (!projectOwners.has(organization.login.toLowerCase())) {
    return ignored("an item of an organisation of which no team names a project");
  }
  if (envelope.action === "reordered") return ignored("nothing is read from the order of a project's items");
  return understood({ streams: [projects], at: instantOf(item.updated_at) });
}

const ownNotice: Notice = { ...emptyNotice, kind: "own" };

function understood(hint: Partial<Omit<Notice, "kind" | "reason">>): Notice {
  return { ...emptyNotice, ...hint };
}

function ignored(reason: string): Notice {
  return { ...emptyNotice, kind: "ignored", reason };
}

export function unreadable(reason: string): Notice {
  return { ...emptyNotice, kind: "unreadable", reason };
}

/**
 * Whether the delivery is Signalbox's own write: its account is author and sender, and the text contains its marks.
 * Neither alone suffices: any person can paste a mark, and the account may belong to a person. While the account is
 * unknown (the receiver sends no request), the id in the payload identifies an app. For a token, the marks and the same
 * author and sender must suffice: an issue that a person opens with pasted marks then waits for the next poll.
 */
function isOwnWrite(
  connection: GithubConnection,
  self: GithubAccount | null,
  { sender, thing }: { readonly sender: Envelope["sender"]; readonly thing: Authored },
): boolean {
  const { user } = thing;
  if (user == null || !isSameAccount(user, sender)) return false;
  if (!isMarked(thing.body ?? "")) return false;
  if (self !== null) return isSameAccount(self, user);
  return connection.auth.kind === "token" || isVia(connection.auth.appId, thing);
}

function isVia(appId: string, { performed_via_github_app: app }: Authored): boolean {
  return app != null && (app.id === appId || app.client_id === appId);
}

/**
 * Actions that change the stored record of a pull request; others (labels, reviews, commits) only change its `updated`.
 */
const pullActions: ReadonlySet<string> = new Set(["opened", "edited", "closed", "reopened"]);

/** Maps a pull request from a delivery. Pure. */
function mapDeliveredPull(connection: GithubConnection, { pull_request: pull }: PullDelivery): PullRequest {
  return mapPull(
    { connection },
    {
      fullDatabaseId: pull.id,
      number: pull.number,
      title: pull.title,
      state: pull.merged === true ? "merged" : pull.state,
      updatedAt: pull.updated_at,
      closedAt: pull.closed_at,
      repository: { nameWithOwner: pull.base.repo.full_name, databaseId: null },
    },
  );
}
