import type { IssueEvent } from "../entity.ts";
import { historyOf } from "../history.ts";
import { commentRow } from "../rows/comment-row.ts";
import { crossReferenceRow, eventRow, feedRow } from "../rows/event-row.ts";
import { issueOf, repositoryOf, type Call, type Reply, type Route } from "./call.ts";
import { numberedPage } from "./pages.ts";

const ISSUES = "/repos/:owner/:repo/issues";

export const eventRoutes: readonly Route[] = [
  { method: "get", path: `${ISSUES}/events`, handle: feed },
  { method: "get", path: `${ISSUES}/:number/events`, handle: events },
  { method: "get", path: `${ISSUES}/:number/timeline`, handle: timeline },
];

const isPublicEvent = ({ name }: IssueEvent) => name !== "cross-referenced";

/** All events of a repository, newest first. */
function feed(call: Call): Reply {
  const { state } = call;
  const { repository } = repositoryOf(call);
  const all = state.issues
    .sorted(repository, "created")
    .flatMap((issue) =>
      state.events
        .of(issue.id)
        .filter(isPublicEvent)
        .map((event) => ({ issue, event })),
    )
    .toSorted((a, b) => b.event.createdAt - a.event.createdAt || b.event.id - a.event.id);
  return numberedPage(call, all, ({ issue, event }) => feedRow(state, issue, event));
}

function events(call: Call): Reply {
  const issue = issueOf(call);
  const found = call.state.events.of(issue.id).filter(isPublicEvent);
  return numberedPage(call, found, (event) => eventRow(call.state, issue, event));
}

function timeline(call: Call): Reply {
  const issue = issueOf(call);
  return numberedPage(call, historyOf(call.state, issue), (entry) => {
    if (entry.kind === "event") {
      return isPublicEvent(entry) ? eventRow(call.state, issue, entry) : crossReferenceRow(call.state, entry);
    }
    const row = commentRow(call.state, entry);
    return { ...row, event: "commented", actor: row["user"] };
  });
}
