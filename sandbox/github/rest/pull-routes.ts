import type { Issue } from "../entity.ts";
import { notFound } from "../failure.ts";
import { selectIssues } from "../issue-query.ts";
import { pullRow, wholePullRow } from "../rows/pull-row.ts";
import { numberInPath, ok, repositoryOf, type Call, type Reply, type Route } from "./call.ts";
import { choice } from "./issue-routes.ts";
import { numberedPage } from "./pages.ts";

const PULLS = "/repos/:owner/:repo/pulls";

export const pullRoutes: readonly Route[] = [
  { method: "get", path: PULLS, permission: "pull_requests=read", handle: list },
  { method: "get", path: `${PULLS}/:number`, handle: single },
];

function list(call: Call): Reply {
  const { repository } = repositoryOf(call);
  const wanted = choice(call, "state", ["open", "closed", "all"]);
  const sort = choice(call, "sort", ["created", "updated"]);
  const direction = choice(call, "direction", sort === "created" ? ["desc", "asc"] : ["asc", "desc"]);
  const head = call.query.get("head")?.replace(/^[^:]*:/, "") ?? null;
  const base = call.query.get("base");
  const matches = ({ pull, state }: Issue) =>
    pull !== null &&
    (wanted === "all" || state === wanted) &&
    (head === null || pull.headRef === head) &&
    (base === null || pull.baseRef === base);
  const descending = direction === "desc";
  const found = selectIssues(call.state, { repository, kind: "pull", sort, descending, conditions: [matches] });
  return numberedPage(call, found, (issue) => (issue.pull === null ? {} : pullRow(call.state, issue, issue.pull)));
}

function single(call: Call): Reply {
  const found = call.state.issues.find(repositoryOf(call).repository, numberInPath(call, "number"));
  if (found.at !== "here" || found.issue.pull === null) throw notFound();
  return ok(wholePullRow(call.state, found.issue, found.issue.pull));
}
