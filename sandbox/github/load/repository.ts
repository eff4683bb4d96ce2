import type { GithubRepoData, RawRecord } from "../../data.ts";
import { numberAt, recordAt, textAt } from "../../record.ts";
import type { Issue, Repository } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { nodeIdFor } from "../identity.ts";
import { parseInstant } from "../instant.ts";
import { RepositoryIndex } from "../repository-index.ts";
import { loadHistory } from "./history.ts";
import { loadIssue, loadPull } from "./issue.ts";
import { loadMilestone } from "./milestone.ts";

/** The ids in a repository's records, so that new ones do not collide. */
export function idsIn(data: GithubRepoData): readonly number[] {
  const records = [...data.issues, ...data.pulls, ...data.milestones, ...data.comments];
  return records.flatMap((record) => numberAt(record, "id") ?? []);
}

/** Adds a repository's records; `edges.ts` reads their relations after all repositories. */
export function loadRepository(state: HostState, fullName: string, data: GithubRepoData): void {
  const repository = repositoryOf(state, fullName, data);
  state.repositories.add(new RepositoryIndex(repository));
  for (const raw of data.milestones) loadMilestone(state, repository, raw);
  const loaded = issuesOf(state, repository, data);
  state.issues.load(repository, loaded);
  for (const issue of loaded) loadHistory(state, issue);
  for (const raw of data.comments) loadComment(state, repository, raw);
}

function repositoryOf(state: HostState, fullName: string, data: GithubRepoData): Repository {
  const [owner = "", name = ""] = fullName.split("/");
  state.accounts.organization(owner);
  const id = state.ids.nextSmall();
  const first = [...data.issues, ...data.pulls].flatMap((raw) => parseInstant(raw["created_at"]) ?? []);
  const createdAt = first.reduce((least, at) => Math.min(least, at), state.runtime.clock());
  return {
    kind: "repository",
    id,
    nodeId: nodeIdFor("R", id),
    owner,
    name,
    fullName,
    isArchived: false,
    hasIssues: true,
    createdAt,
  };
}

function issuesOf(state: HostState, repository: Repository, data: GithubRepoData): readonly Issue[] {
  const byNumber = new Map<number, Issue>();
  for (const raw of data.pulls) enter(byNumber, loadPull(state, repository, raw));
  for (const raw of data.issues) {
    // The API's list of issues includes pull requests.
    const isPull = recordAt(raw, "pull_request") !== null;
    enter(byNumber, isPull ? loadPull(state, repository, raw) : loadIssue(state, repository, raw));
  }
  return [...byNumber.values()];
}

function enter(byNumber: Map<number, Issue>, issue: Issue | null): void {
  if (issue !== null && !byNumber.has(issue.number)) byNumber.set(issue.number, issue);
}

function loadComment(state: HostState, repository: Repository, raw: RawRecord): void {
  const number = Number(/\/issues\/(\d+)$/.exec(textAt(raw, "issue_url") ?? "")?.[1] ?? Number.NaN);
  const found = state.issues.find(repository, number);
  if (found.at !== "here") return;
  const id = numberAt(raw, "id") ?? state.ids.next();
  const createdAt = parseInstant(raw["created_at"]) ?? found.issue.createdAt;
  state.comments.put({
    kind: "comment",
    id,
    nodeId: textAt(raw, "node_id") ?? nodeIdFor("IC", id),
    issueId: found.issue.id,
    body: textAt(raw, "body") ?? "",
    author: state.accounts.learn(raw["user"]),
    createdAt,
    updatedAt: parseInstant(raw["updated_at"]) ?? createdAt,
  });
}
