import { issuePath } from "../address.ts";
import type { Comment, Issue, IssueEvent } from "../entity.ts";
import { readableIssues, type HostState } from "../host-state.ts";
import { parseInstant } from "../instant.ts";
import { labelNamed } from "../label-writes.ts";
import { connectionOf, counted } from "./connection.ts";
import { fieldsOf, type Args, type Fields, type QueryContext } from "./context.ts";
import { EVENT_TYPES, isEvent } from "./kinds.ts";

type Entry = IssueEvent | Comment;

/** An issue's history and comments, oldest first. */
export function timelineConnection(issue: Issue, args: Args, { state }: QueryContext) {
  const types = args["itemTypes"];
  const since = parseInstant(args["since"]);
  const all = entries(state, issue);
  const shown = all.filter((entry) => {
    const isWanted = !Array.isArray(types) || types.includes(itemType(entry));
    return isWanted && (since === null || entry.createdAt >= since);
  });
  const page = connectionOf(counted("timelineItems", shown), args);
  return {
    ...page,
    totalCount: all.length,
    filteredCount: shown.length,
    pageCount: page.nodes.length,
    updatedAt: all.at(-1)?.createdAt ?? issue.createdAt,
  };
}

function entries(state: HostState, issue: Issue): readonly Entry[] {
  const events = state.events.of(issue.id).filter(({ name }) => EVENT_TYPES[name] !== undefined);
  const comments = state.comments.of(issue.id);
  return comments.length === 0 ? events : [...events, ...comments].toSorted((a, b) => a.createdAt - b.createdAt);
}

/** `ClosedEvent` → `CLOSED_EVENT`. */
function itemType(entry: Entry): string {
  const name = entry.kind === "comment" ? "IssueComment" : (EVENT_TYPES[entry.name] ?? "");
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}

/** Fields of every type of event; each type picks its own by the schema. */
export const eventFields: Fields = fieldsOf(isEvent, {
  actor: ({ actor }, _args, { state }) => (actor === null ? null : state.accounts.named(actor)),
  referencedAt: ({ createdAt }) => createdAt,
  stateReason: ({ stateReason }) => stateReason?.toUpperCase() ?? null,
  milestoneTitle: ({ milestoneTitle }) => milestoneTitle ?? "",
  currentTitle: ({ rename }) => rename?.to ?? "",
  previousTitle: ({ rename }) => rename?.from ?? "",
  label: (event, _args, { state }) => labelOf(state, event),
  labelable: ({ issueId }, _args, { state }) => state.issues.byId(issueId),
  closable: ({ issueId }, _args, { state }) => state.issues.byId(issueId),
  subject: ({ issueId }, _args, { state }) => state.issues.byId(issueId),
  target: ({ issueId }, _args, { state }) => state.issues.byId(issueId),
  blockingIssue: (event, _args, { state }) => otherIssue(state, event),
  blockedIssue: (event, _args, { state }) => otherIssue(state, event),
  duplicateOf: (event, _args, { state }) => otherIssue(state, event),
  canonical: ({ duplicate = [] }, _args, { state }) => readableIssues(state, duplicate.slice(1))[0],
  duplicate: ({ duplicate = [] }, _args, { state }) => readableIssues(state, duplicate.slice(0, 1))[0],
  issue: ({ issueId }, _args, { state }) => state.issues.byId(issueId),
  fromRepository: ({ from = null }, _args, { state }) =>
    from !== null && state.repositories.isReadable(from) ? from : null,
  parent: (event, _args, { state }) => otherIssue(state, event),
  subIssue: (event, _args, { state }) => otherIssue(state, event),
  source: (event, _args, { state }) => otherIssue(state, event),
  isCrossRepository: (event, _args, { state }) =>
    otherIssue(state, event)?.repository !== state.issues.byId(event.issueId)?.repository,
  willCloseTarget: ({ issueId, subject }, _args, { state }) =>
    subject !== undefined && state.relations.pullsClosing(issueId).includes(subject),
  resourcePath: (event, _args, { state }) => eventPath(state, event),
});

function otherIssue(state: HostState, { subject }: IssueEvent): Issue | null {
  const issue = subject === undefined ? null : state.issues.byId(subject);
  return issue !== null && state.repositories.isReadable(issue.repository) ? issue : null;
}

function labelOf(state: HostState, { issueId, label }: IssueEvent) {
  const issue = state.issues.byId(issueId);
  return issue === null ? null : labelNamed(state, state.repositories.of(issue.repository), { name: label ?? "" });
}

function eventPath(state: HostState, event: IssueEvent): string {
  const issue = state.issues.byId(event.issueId);
  return issue === null ? "/" : `${issuePath(issue)}#event-${event.id}`;
}
