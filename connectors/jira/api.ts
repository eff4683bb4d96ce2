import type { RequestKind } from "../../src/ports/runtime.ts";
import type { Hook } from "./wanted-hook.ts";

/** One HTTP request to Jira. */
export type JiraRequest = {
  /** Whether a repeat is safe. */
  readonly kind: RequestKind;
  /** Sends it once. Returns the unparsed answer: callers parse it (`JiraClient.call`). */
  readonly send: () => Promise<unknown>;
};

/** A page of one of Jira's older lists, which page by offset; the first by default. */
export type ListPage = { readonly startAt?: number; readonly maxResults: number };

export type SearchRequest = {
  readonly jql: string;
  readonly fields: readonly string[];
  /** Whether each issue comes with its newest changes. */
  readonly changelog?: boolean;
  readonly properties?: readonly string[];
  readonly maxResults: number;
  /** Token of the previous page; null for the first. */
  readonly token: string | null;
};

export type IssueProperty = { readonly key: string; readonly value: unknown };

/** Jira sends watchers an e-mail unless this is set; only administrators may set it. */
export type Notify = { readonly notifyUsers?: false };

export type IssueEdit = Notify & {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly update?: Readonly<Record<string, readonly unknown[]>>;
};

/** A document in Jira's format of nodes. */
export type JiraDocument = {
  readonly type: "doc";
  readonly version: 1;
  readonly content: Record<string, unknown>[];
};

/** A rich text as Jira stores it: nodes at Jira Cloud, wiki markup in Data Center. */
export type JiraText = JiraDocument | string;

/** `visibility`: role or group as read; without it, Jira may show a restricted comment to everyone. */
export type CommentEdit = Notify & {
  readonly body: JiraText;
  readonly visibility?: Readonly<Record<string, unknown>>;
  readonly properties?: readonly IssueProperty[];
};

/** A comment's place: the id of its issue and its own. */
export type CommentPlace = { readonly issueId: string; readonly id: string };

/**
 * All requests that Signalbox sends to a Jira. `cloud.ts` implements them with jira.js for Jira Cloud,
 * `data-center/api.ts` for Jira Data Center, whose answers it converts to Cloud's form. Only rich texts differ: callers
 * read and build them by `TextForm`.
 */
export type JiraApi = {
  readonly account: () => JiraRequest;
  /** Which of the permissions the account has in a project. */
  readonly myPermissions: (projectKey: string, permissions: readonly string[]) => JiraRequest;
  readonly fields: () => JiraRequest;
  readonly linkTypes: () => JiraRequest;
  /** @param keys empty for all projects, else 50 at most */
  readonly projects: (keys: readonly string[], page: ListPage) => JiraRequest;
  readonly project: (idOrKey: string) => JiraRequest;
  readonly versions: (project: string) => JiraRequest;
  /** The issue types that the account may create. */
  readonly creatableTypes: (project: string, page: ListPage) => JiraRequest;
  /** The fields of a new issue. */
  readonly createFields: (project: string, issueTypeId: string, page: ListPage) => JiraRequest;
  readonly users: (query: { readonly accountId: string } | { readonly query: string }) => JiraRequest;
  /** @param project key; null for every board that the account can see */
  readonly boards: (project: string | null, page: ListPage) => JiraRequest;
  readonly board: (id: number) => JiraRequest;
  /** A board's filter, columns and estimate field. */
  readonly boardConfiguration: (id: number) => JiraRequest;
  readonly sprints: (boardId: number, page: ListPage) => JiraRequest;
  readonly search: (search: SearchRequest) => JiraRequest;
  /** Issues by id or key, 100 at most, each with its newest changes if `changelog` is set. */
  readonly issues: (
    idsOrKeys: readonly string[],
    fields: readonly string[],
    options?: { readonly changelog: boolean },
  ) => JiraRequest;
  readonly issue: (idOrKey: string, fields: readonly string[], properties?: readonly string[]) => JiraRequest;
  /** All changes of issues. @param token of the previous page; null for the first */
  readonly changelogs: (ids: readonly string[], token: string | null) => JiraRequest;
  /** An issue's links to elsewhere, all at once. */
  readonly remoteLinks: (issueId: string) => JiraRequest;
  readonly createIssue: (
    fields: Readonly<Record<string, unknown>>,
    properties: readonly IssueProperty[],
  ) => JiraRequest;
  readonly editIssue: (idOrKey: string, edit: IssueEdit) => JiraRequest;
  /** The newest comments first. */
  readonly comments: (issueId: string, page: ListPage) => JiraRequest;
  /** Comments with their properties, 1000 at most. */
  readonly commentsById: (ids: readonly number[]) => JiraRequest;
  readonly comment: (place: CommentPlace) => JiraRequest;
  readonly addComment: (issueId: string, body: JiraText, properties: readonly IssueProperty[]) => JiraRequest;
  readonly editComment: (place: CommentPlace, edit: CommentEdit) => JiraRequest;
  readonly hooks: () => JiraRequest;
  readonly addHook: (hook: Hook) => JiraRequest;
  readonly editHook: (id: string, hook: Hook) => JiraRequest;
  readonly removeHook: (id: string) => JiraRequest;
};
