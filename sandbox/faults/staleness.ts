import type { Request } from "express";
import { CommentStore } from "../github/comment-store.ts";
import type { HostState } from "../github/host-state.ts";
import { IssueStore } from "../github/issue-store.ts";
import type { SiteState } from "../jira/site-state.ts";

/** Additional lag (ms) of the answer to a request. */
const lags = new WeakMap<Request, number>();

/** Writes and reads of a single record use the present state. */
export function makeStale(request: Request, ms: number): void {
  lags.set(request, ms);
}

/** The site as search sees it for this request. Search never returns to an earlier state. */
export function siteSeenBy(request: Request, state: SiteState): SiteState {
  const ms = lags.get(request);
  if (ms === undefined) return state;
  return { ...state, runtime: { ...state.runtime, searchLagMs: state.runtime.searchLagMs + ms } };
}

/** A single issue, comment or milestone by number. */
const singleThing = /\/\d+$/;

/** The host as lists and GraphQL see it for this request: issues as they were, and no comment that is younger. */
export function hostSeenBy(request: Request, state: HostState): HostState {
  const ms = lags.get(request);
  const isList = request.path.endsWith("/graphql") || (request.method === "GET" && !singleThing.test(request.path));
  if (ms === undefined || !isList) return state;
  const until = state.runtime.clock() - state.runtime.searchLagMs - ms;
  return { ...state, issues: issuesAt(state, until), comments: commentsAt(state, until) };
}

function issuesAt(state: HostState, until: number): IssueStore {
  const issues = new IssueStore();
  const known = [...state.issues.searchableAt(until)];
  for (const [repository, inside] of Map.groupBy(known, (issue) => issue.repository)) issues.load(repository, inside);
  return issues;
}

function commentsAt(state: HostState, until: number): CommentStore {
  const comments = new CommentStore();
  for (const comment of state.comments.all()) if (comment.createdAt <= until) comments.put(comment);
  return comments;
}
