import type { Issue } from "../entity.ts";
import { invalid } from "../failure.ts";
import { issueRow } from "../rows/issue-row.ts";
import type { Call, Reply, Route } from "./call.ts";
import { choice } from "./issue-routes.ts";
import { numberedPage } from "./pages.ts";

export const searchRoutes: readonly Route[] = [
  { method: "get", path: "/search/issues", resource: "search", handle: search },
];

const MOST_FOUND = 1000;
const LONGEST_QUERY = 256;

type Test = (issue: Issue) => boolean;

/** Words and qualifiers of a query: `repo:acme/api is:open "late again"`. */
const TERM = /(?:([a-z-]+):)?(?:"([^"]*)"|(\S+))/g;

/** Searches the index, which lags behind the host. */
function search(call: Call): Reply {
  const { state, query } = call;
  const text = query.get("q") ?? "";
  if (text === "" || text.length > LONGEST_QUERY) {
    const message = text === "" ? "The search is missing" : `The search is longer than ${LONGEST_QUERY} characters.`;
    throw invalid({ resource: "Search", field: "q", code: text === "" ? "missing" : "invalid", message });
  }
  const tests = [...text.matchAll(TERM)].map(([, name, quoted, plain]) => testFor(name, quoted ?? plain ?? ""));
  const until = state.runtime.clock() - state.runtime.searchLagMs;
  const found = [...state.issues.searchableAt(until)]
    .filter((issue) => state.repositories.isReadable(issue.repository) && tests.every((holds) => holds(issue)))
    .toSorted(order(call))
    .slice(0, MOST_FOUND);
  const page = numberedPage(call, found, (issue) => ({ ...issueRow(state, issue), score: 1 }));
  const body = { total_count: found.length, incomplete_results: false, items: page.body, search_type: "lexical" };
  return { ...page, body };
}

function order(call: Call): (a: Issue, b: Issue) => number {
  const time = call.query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  const sign = choice(call, "order", ["desc", "asc"]) === "desc" ? -1 : 1;
  return (a, b) => sign * (a[time] - b[time] || a.id - b.id);
}

function testFor(name: string | undefined, value: string): Test {
  const wanted = value.toLowerCase();
  switch (name) {
    case "repo":
      return ({ repository }) => repository.fullName.toLowerCase() === wanted;
    case "org":
    case "user":
      return ({ repository }) => repository.owner.toLowerCase() === wanted;
    case "is":
    case "state":
    case "type":
      return (issue) => isOf(issue, wanted);
    case "author":
      return ({ author }) => author?.toLowerCase() === wanted;
    case "label":
      return ({ labels }) => labels.some((label) => label.toLowerCase() === wanted);
    case "in":
      return () => true;
    case undefined:
      return ({ title, body }) => `${title}\n${body ?? ""}`.toLowerCase().includes(wanted);
    default:
      throw invalid({ resource: "Search", field: "q", code: "invalid", message: `${name}: is not understood here` });
  }
}

function isOf({ state, pull }: Issue, wanted: string): boolean {
  switch (wanted) {
    case "issue":
      return pull === null;
    case "pr":
    case "pull-request":
      return pull !== null;
    case "merged":
      return pull !== null && pull.mergedAt !== null;
    default:
      return state === wanted;
  }
}
