import { issueKey } from "../../src/domain/items/issue-key.ts";
import { emptyNotice, type Notice, type Place, type VerifiedCall } from "../../src/ports/webhook.ts";
import { isOwnLabelled } from "./markers.ts";
import { projectOf } from "./site.ts";
import { type Change, IssueCall, LinkCall, type Named, Timed } from "./webhook-schema.ts";

type Hint = Partial<Omit<Notice, "at">>;

/** The notice of a delivery. Never throws: a malformed body yields `unreadable`. */
export function readNotice({ event, body }: Pick<VerifiedCall, "event" | "body">): Notice {
  const payload = parsed(body);
  if (payload === undefined) return { ...emptyNotice, ...unreadable("the body is not JSON"), at: null };
  const at = Timed.safeParse(payload).data?.timestamp ?? null;
  return { ...emptyNotice, ...hintOf(event, payload), at };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function hintOf(event: string, payload: unknown): Hint {
  switch (event) {
    case "jira:issue_created":
    case "jira:issue_updated":
    case "jira:issue_deleted":
      return issueHint(event, payload);
    case "issuelink_created":
    case "issuelink_deleted":
      return linkHint(payload);
    default:
      return boxHint(event) ?? ignoredHint(event);
  }
}

function issueHint(event: string, payload: unknown): Hint {
  const call = IssueCall.safeParse(payload).data;
  const issue = call === undefined ? null : handleOf(call.issue);
  if (call === undefined || issue === null) return unreadable("it names no issue");
  // A rollup issue, changed by any account: the receiver does not know Signalbox's account.
  if (isOwnLabelled(call.issue.fields.labels)) return { kind: "own", proposal: event === "jira:issue_updated" };
  const items = new Set([issue, ...parentsIn(call), ...otherEnds(event, call)]);
  const removed = event === "jira:issue_deleted" ? [issue] : [];
  return { items: [...items], places: placesIn(call), removed };
}

/** Projects of the issue and of its neighbours, from their keys. */
function placesIn({ issue }: IssueCall): ReadonlyMap<string, Place> {
  const { project } = issue.fields;
  const ends = issue.fields.issuelinks.flatMap(({ inwardIssue, outwardIssue }) => [inwardIssue, outwardIssue]);
  const places = new Map<string, Place>();
  for (const one of [issue, issue.fields.parent, ...ends]) {
    const handle = one == null ? null : handleOf(one);
    if (handle === null || one?.key === undefined) continue;
    const name = projectOf(one.key);
    places.set(handle, { name, nativeId: project?.key === name ? project.id : null });
  }
  return places;
}

/** The id, by which the model identifies items; the key if the site sends no id. */
function handleOf({ id, key }: Named): string | null {
  return id ?? key ?? null;
}

/** The present parent, and the former and new one of a change. */
function parentsIn({ issue, changelog }: IssueCall): readonly string[] {
  const parents = issue.fields.parent ? [handleOf(issue.fields.parent)] : [];
  const moved = changelog.items.filter(isAboutParent).flatMap(({ from, to }) => [idIn(from), idIn(to)]);
  return [...parents, ...moved].filter((handle) => handle !== null);
}

const parentFields: ReadonlySet<string> = new Set(["parent", "epic link", "issueparentassociation"]);

function isAboutParent({ field }: Change): boolean {
  return parentFields.has(field.toLowerCase());
}

function idIn(text: string | null | undefined): string | null {
  return text && /^\d+$/.test(text) ? text : null;
}

/**
 * The other ends of added or removed links. A change contains their keys; the id comes from the present links, if
 * possible. Other edits do not affect links.
 */
function otherEnds(event: string, { issue, changelog }: IssueCall): readonly string[] {
  const neighbours = issue.fields.issuelinks.flatMap(({ inwardIssue, outwardIssue }) => [inwardIssue, outwardIssue]);
  const ends = neighbours.filter((end) => end !== null && end !== undefined);
  if (event !== "jira:issue_updated") return ends.flatMap((end) => handleOf(end) ?? []);
  const idOf = new Map(ends.map(({ id, key }) => [key, id]));
  return changelog.items
    .filter(({ field }) => field.toLowerCase() === "link")
    .flatMap(({ from, to }) => [from, to])
    .filter((key) => typeof key === "string")
    .filter((key) => issueKey.test(key))
    .map((key) => idOf.get(key) ?? key);
}

function linkHint(payload: unknown): Hint {
  const link = LinkCall.safeParse(payload).data?.issueLink;
  if (link === undefined) return unreadable("it names no two issues");
  return { items: [...new Set([link.sourceIssueId, link.destinationIssueId])] };
}

/**
 * The streams to read after an event of a sprint, board or version, which Signalbox reads as whole lists. Starting,
 * closing or deleting a sprint changes its issues, which the event does not name: the search for changes returns them
 * in one request.
 */
function boxHint(event: string): Hint | null {
  switch (event) {
    case "sprint_started":
    case "sprint_closed":
    case "sprint_deleted":
      return { streams: ["sprints", "issues"] };
    case "sprint_created":
    case "sprint_updated":
    case "board_created":
    case "board_updated":
    case "board_deleted":
    case "board_configuration_changed":
      return { streams: ["sprints"] };
    default:
      return event.startsWith("jira:version_") ? { streams: ["versions"] } : null;
  }
}

const ignored: readonly (readonly [prefix: string, reason: string])[] = [
  ["comment_", "comments are not read"],
  ["worklog_", "work logs are not read"],
  ["jira:worklog_", "work logs are not read"],
  ["issue_property_", "properties are not read"],
  ["attachment_", "attachments are not read"],
  ["project_", "projects are looked at by each sweep"],
  ["user_", "people are not read"],
  ["filter_", "filters are not read"],
  ["option_", "settings of the site are looked at by each sweep"],
];

function ignoredHint(event: string): Hint {
  if (event === "unknown") return unreadable("it names no event");
  const reason = ignored.find(([prefix]) => event.startsWith(prefix))?.[1] ?? "an event that tells nothing we read";
  return { kind: "ignored", reason };
}

function unreadable(reason: string): Hint {
  return { kind: "unreadable", reason };
}

/** Names of all Jira events (developer.atlassian.com, "Webhooks"), including those that Signalbox ignores. */
const names: ReadonlySet<string> = new Set(
  `jira:issue_created jira:issue_updated jira:issue_deleted issuelink_created issuelink_deleted sprint_created
  sprint_updated sprint_started sprint_closed sprint_deleted board_created board_updated board_deleted
  board_configuration_changed jira:version_created jira:version_updated jira:version_released jira:version_unreleased
  jira:version_moved jira:version_merged jira:version_deleted comment_created comment_updated comment_deleted
  jira:worklog_updated worklog_created worklog_updated worklog_deleted issue_property_set issue_property_deleted
  attachment_created attachment_deleted project_created project_updated project_deleted project_soft_deleted
  project_restored_deleted project_archived project_restored_archived user_created user_updated user_deleted
  filter_created filter_updated filter_deleted option_voting_changed option_watching_changed
  option_unassigned_issues_changed option_subtasks_changed option_attachments_changed option_issuelinks_changed
  option_timetracking_changed`.split(/\s+/u),
);

/** The name of a known Jira event, else `other`, so that the number of metric labels stays bounded. */
export function kindOf(event: string): string {
  return names.has(event) ? event : "other";
}
