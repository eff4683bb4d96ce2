/**
 * The data of a sandbox: raw records in the trackers' API format, read from a folder or generated. Records stay
 * `unknown`-shaped on purpose: the sandbox passes them on unchanged.
 */
export type RawRecord = Readonly<Record<string, unknown>>;

export type JiraSiteData = {
  /** One record as `GET /rest/api/3/issue/{key}` gives it, `changelog` optional. */
  readonly issues: readonly RawRecord[];
  readonly boards: readonly RawRecord[];
  readonly sprints: readonly RawRecord[];
  readonly fields: readonly RawRecord[];
  readonly issueLinkTypes: readonly RawRecord[];
  readonly projects: readonly RawRecord[];
  readonly versions: readonly RawRecord[];
  /**
   * Additional fields on a project's create screen: `project` (key), `fieldId`, `required`, and `allowedValues` or
   * `hasDefaultValue` if any.
   */
  readonly createFields?: readonly RawRecord[];
};

/** `owner/repo#number` of another issue, as the optional files write it. */
export type IssueAddress = { readonly repository: string; readonly number: number };

export type GithubRepoData = {
  /** REST shape, pull requests not among them. */
  readonly issues: readonly RawRecord[];
  readonly pulls: readonly RawRecord[];
  readonly milestones: readonly RawRecord[];
  /** `dependencies.json`: the blockers of each issue. */
  readonly dependencies: readonly { readonly number: number; readonly blocked_by: readonly IssueAddress[] }[];
  /** `sub_issues.json`: the children of each issue, in order. */
  readonly subIssues: readonly { readonly number: number; readonly sub_issues: readonly IssueAddress[] }[];
  /** `comments.json`: REST shape, `issue_url` names the issue. */
  readonly comments: readonly RawRecord[];
};

export type SandboxData = {
  /** By site name, which is also the connection's key. */
  readonly jira: Readonly<Record<string, JiraSiteData>>;
  /** By `owner/repo`. */
  readonly github: Readonly<Record<string, GithubRepoData>>;
  /** Text of the train file to use. */
  readonly trainFile: string;
  /** Bad lines that were skipped: `issues.ndjson:17: …`. */
  readonly problems: readonly string[];
};
