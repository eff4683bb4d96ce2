import type { RawRecord } from "../../data.ts";
import { repositoryApi, repositoryPath } from "../address.ts";
import type { Repository } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { formatInstant } from "../instant.ts";
import { accountRow } from "./account-row.ts";

/** Addresses of a repository that extend its own address. */
const TAILS = {
  archive: "/{archive_format}{/ref}",
  assignees: "/assignees{/user}",
  blobs: "/git/blobs{/sha}",
  branches: "/branches{/branch}",
  collaborators: "/collaborators{/collaborator}",
  comments: "/comments{/number}",
  commits: "/commits{/sha}",
  compare: "/compare/{base}...{head}",
  contents: "/contents/{+path}",
  contributors: "/contributors",
  deployments: "/deployments",
  downloads: "/downloads",
  events: "/events",
  forks: "/forks",
  git_commits: "/git/commits{/sha}",
  git_refs: "/git/refs{/sha}",
  git_tags: "/git/tags{/sha}",
  hooks: "/hooks",
  issue_comment: "/issues/comments{/number}",
  issue_events: "/issues/events{/number}",
  issues: "/issues{/number}",
  keys: "/keys{/key_id}",
  labels: "/labels{/name}",
  languages: "/languages",
  merges: "/merges",
  milestones: "/milestones{/number}",
  notifications: "/notifications{?since,all,participating}",
  pulls: "/pulls{/number}",
  releases: "/releases{/id}",
  stargazers: "/stargazers",
  statuses: "/statuses/{sha}",
  subscribers: "/subscribers",
  subscription: "/subscription",
  tags: "/tags",
  teams: "/teams",
  trees: "/git/trees{/sha}",
};

/** A repository as other records show it. */
export function simpleRepositoryRow(state: HostState, repository: Repository): RawRecord {
  const url = repositoryApi(state, repository);
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: repository.fullName,
    owner: accountRow(state, repository.owner),
    private: true,
    fork: false,
    description: null,
    html_url: state.baseUrl + repositoryPath(repository),
    url,
    ...Object.fromEntries(Object.entries(TAILS).map(([name, tail]) => [`${name}_url`, url + tail])),
  };
}

/** A repository as `GET /repos/{owner}/{repo}` shows it: private, with issues, writable by the account. */
export function repositoryRow(state: HostState, repository: Repository): RawRecord {
  const issues = state.issues.sorted(repository, "updated");
  const open = issues.filter((issue) => issue.state === "open").length;
  const page = state.baseUrl + repositoryPath(repository);
  const updated = formatInstant(issues.at(-1)?.updatedAt ?? repository.createdAt);
  const owner = accountRow(state, repository.owner);
  return {
    ...simpleRepositoryRow(state, repository),
    ...(owner["type"] === "Organization" && { organization: owner }),
    clone_url: `${page}.git`,
    git_url: `${page.replace(/^https?:/, "git:")}.git`,
    ssh_url: `git@${new URL(state.baseUrl).hostname}:${repository.fullName}.git`,
    svn_url: page,
    ...FACTS,
    archived: repository.isArchived,
    has_issues: repository.hasIssues,
    open_issues: open,
    open_issues_count: open,
    created_at: formatInstant(repository.createdAt),
    updated_at: updated,
    pushed_at: updated,
  };
}

const FACTS: RawRecord = {
  visibility: "private",
  homepage: null,
  language: null,
  license: null,
  mirror_url: null,
  disabled: false,
  is_template: false,
  has_projects: true,
  has_wiki: false,
  has_pages: false,
  has_downloads: true,
  has_discussions: false,
  default_branch: "main",
  topics: [],
  size: 108,
  forks: 0,
  forks_count: 0,
  stargazers_count: 0,
  watchers: 0,
  watchers_count: 0,
  network_count: 0,
  subscribers_count: 1,
  permissions: { admin: false, maintain: false, push: true, triage: true, pull: true },
};
