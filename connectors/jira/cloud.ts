import type { Client } from "jira.js/core";
import type { RequestKind } from "../../src/ports/runtime.ts";
import type { JiraApi, JiraDocument, JiraRequest, JiraText } from "./api.ts";
import { loadJiraJs, type JiraJs } from "./jira-js.ts";

/** Webhooks of a site's administration, which jira.js lacks. */
const hooks = "/rest/webhooks/1.0/webhook";

/**
 * Jira Cloud through jira.js, which has its paths and parameters.
 * @param site sends the requests of a kind that jira.js builds
 */
export function createCloudApi(site: (kind: RequestKind) => Client): JiraApi {
  const loading = new Map<RequestKind, Promise<JiraJs>>();
  const by = (kind: RequestKind, call: (jira: JiraJs) => Promise<unknown>): JiraRequest => ({
    kind,
    send: async () => {
      const jira = loading.get(kind) ?? loadJiraJs(site(kind));
      loading.set(kind, jira);
      return call(await jira);
    },
  });
  const hook = (kind: RequestKind, request: HookRequest): JiraRequest => ({
    kind,
    send: () => site(kind).sendRequest(request),
  });

  return {
    account: () => by("read", ({ cloud }) => cloud.myself.getCurrentUser()),
    myPermissions: (projectKey, permissions) =>
      by("read", ({ cloud }) => cloud.permissions.getMyPermissions({ projectKey, permissions: permissions.join(",") })),
    fields: () => by("read", ({ cloud }) => cloud.issueFields.getFields()),
    linkTypes: () => by("read", ({ cloud }) => cloud.issueLinkTypes.getIssueLinkTypes()),
    projects: (keys, page) =>
      by("read", ({ cloud }) =>
        cloud.projects.searchProjects({ ...page, ...(keys.length === 0 ? {} : { keys: [...keys] }) }),
      ),
    project: (idOrKey) =>
      by("read", ({ cloud }) => cloud.projects.getProject({ projectIdOrKey: encodeURIComponent(idOrKey) })),
    versions: (project) =>
      by("read", ({ cloud }) =>
        cloud.projectVersions.getProjectVersions({ projectIdOrKey: encodeURIComponent(project) }),
      ),
    creatableTypes: (project, page) =>
      by("read", ({ cloud }) =>
        cloud.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey: encodeURIComponent(project), ...page }),
      ),
    createFields: (project, issueTypeId, page) =>
      by("read", ({ cloud }) =>
        cloud.issues.getCreateIssueMetaIssueTypeId({
          projectIdOrKey: encodeURIComponent(project),
          issueTypeId,
          ...page,
        }),
      ),
    users: (query) => by("read", ({ cloud }) => cloud.userSearch.findUsers(query)),
    boards: (project, page) =>
      by("read", ({ agile }) =>
        agile.board.getAllBoards({ ...page, ...(project === null ? {} : { projectKeyOrId: project }) }),
      ),
    board: (boardId) => by("read", ({ agile }) => agile.board.getBoard({ boardId })),
    boardConfiguration: (boardId) => by("read", ({ agile }) => agile.board.getConfiguration({ boardId })),
    sprints: (boardId, page) => by("read", ({ agile }) => agile.board.getAllSprints({ boardId, ...page })),
    search: ({ jql, fields, changelog = false, properties, maxResults, token }) =>
      by("read", ({ cloud }) =>
        cloud.issueSearch.searchAndReconsileIssuesUsingJqlPost({
          jql,
          fields: [...fields],
          maxResults,
          ...(changelog ? { expand: "changelog" } : {}),
          ...(properties === undefined ? {} : { properties: [...properties] }),
          ...(token === null ? {} : { nextPageToken: token }),
        }),
      ),
    issues: (idsOrKeys, fields, { changelog } = { changelog: false }) =>
      by("read", ({ cloud }) =>
        cloud.issues.bulkFetchIssues({
          issueIdsOrKeys: [...idsOrKeys],
          fields: [...fields],
          ...(changelog ? { expand: ["changelog"] } : {}),
        }),
      ),
    issue: (issueIdOrKey, fields, properties = []) =>
      by("read", ({ cloud }) =>
        cloud.issues.getIssue({
          issueIdOrKey,
          fields: [...fields],
          ...(properties.length === 0 ? {} : { properties: [...properties] }),
        }),
      ),
    changelogs: (ids, token) =>
      by("read", ({ cloud }) =>
        cloud.issues.getBulkChangelogs({
          issueIdsOrKeys: [...ids],
          maxResults: 1000,
          ...(token === null ? {} : { nextPageToken: token }),
        }),
      ),
    remoteLinks: (issueIdOrKey) =>
      by("read", ({ cloud }) => cloud.issueRemoteLinks.getRemoteIssueLinks({ issueIdOrKey })),
    createIssue: (fields, properties) =>
      by("create", ({ cloud }) => cloud.issues.createIssue({ fields, properties: [...properties] })),
    editIssue: (issueIdOrKey, { fields, update, ...notify }) =>
      by("write", ({ cloud }) =>
        cloud.issues.editIssue({ issueIdOrKey, fields, ...(update === undefined ? {} : { update }), ...notify }),
      ),
    comments: (issueIdOrKey, page) =>
      by("read", ({ cloud }) => cloud.issueComments.getComments({ issueIdOrKey, ...page, orderBy: "-created" })),
    commentsById: (ids) =>
      by("read", ({ cloud }) => cloud.issueComments.getCommentsByIds({ ids: [...ids], expand: "properties" })),
    comment: ({ issueId, id }) =>
      by("read", ({ cloud }) => cloud.issueComments.getComment({ issueIdOrKey: issueId, id })),
    addComment: (issueIdOrKey, body, properties) =>
      by("create", ({ cloud }) =>
        cloud.issueComments.addComment({ issueIdOrKey, body: nodesOf(body), properties: [...properties] }),
      ),
    editComment: ({ issueId, id }, { body, properties, visibility, ...notify }) =>
      by("write", ({ cloud }) =>
        cloud.issueComments.updateComment({
          issueIdOrKey: issueId,
          id,
          ...notify,
          body: {
            body: nodesOf(body),
            ...(visibility && { visibility }),
            ...(properties && { properties: [...properties] }),
          },
        }),
      ),
    hooks: () => hook("read", { url: hooks, method: "GET" }),
    addHook: (body) => hook("create", { url: hooks, method: "POST", body }),
    editHook: (id, body) => hook("write", { url: `${hooks}/${id}`, method: "PUT", body }),
    removeHook: (id) => hook("write", { url: `${hooks}/${id}`, method: "DELETE" }),
  };
}

type HookRequest = {
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly body?: unknown;
};

/** jira.js would send a string to an older API, without its properties. */
function nodesOf(text: JiraText): JiraDocument {
  if (typeof text === "string") throw new TypeError("Jira Cloud takes a document, not markup");
  return text;
}
