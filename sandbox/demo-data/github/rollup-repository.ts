import type { GithubRepoData, RawRecord } from "../../data.ts";
import { dayMs, type Calendar } from "../calendar.ts";
import { membersOf } from "../people.ts";
import { apiUrl, instant, nodeId, user, webUrl } from "./identity.ts";

const repo = "acme/trains";
const repoId = 812_451_355;

/** Where the train's rollup is kept; no team plans here. */
export function rollupRepository(calendar: Calendar): GithubRepoData {
  const titles = ["How this repository is used", `Notes of the planning for ${calendar.increments[0].key}`];
  const issues = titles.map((title, place) => issue(place + 1, title, calendar.startOf(1) - (20 - place * 12) * dayMs));
  return { issues, pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };
}

function issue(number: number, title: string, at: number): RawRecord {
  const id = 2_734_000_000 + number;
  const url = `${apiUrl}/repos/${repo}/issues/${number}`;
  const [author] = membersOf(4);
  return {
    url,
    repository_url: `${apiUrl}/repos/${repo}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${webUrl}/${repo}/issues/${number}`,
    timeline_url: `${url}/timeline`,
    id,
    node_id: nodeId("I", repoId, id),
    number,
    title,
    body: "Teams plan in their own repositories and projects. What concerns the whole train is kept here.",
    user: author === undefined ? null : user(author),
    state: "open",
    state_reason: null,
    labels: [],
    assignee: null,
    assignees: [],
    milestone: null,
    comments: 0,
    locked: false,
    active_lock_reason: null,
    author_association: "MEMBER",
    created_at: instant(at),
    updated_at: instant(at),
    closed_at: null,
    closed_by: null,
    performed_via_github_app: null,
  };
}
