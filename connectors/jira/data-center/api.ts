import type { Client } from "jira.js/core";
import { z } from "zod";
import type { JiraConnection } from "../../../src/ports/connection.ts";
import type { RequestKind } from "../../../src/ports/runtime.ts";
import type { CommentPlace, JiraApi, JiraRequest } from "../api.ts";
import { creatableTypesOf, createFieldsOf } from "./create-screen.ts";
import { CustomFields } from "./custom-fields.ts";
import { commentOf, commentsOf, withMarkers } from "./comments.ts";
import { fieldsForCreate } from "./field-values.ts";
import { hookRequests } from "./hooks.ts";
import { IssueConverter } from "./issues.ts";
import { namedPerson, personOf } from "./people.ts";
import { projectPage } from "./projects.ts";
import { createRequests, parsed } from "./requests.ts";
import { searchPage } from "./search.ts";
import { ServerVersion } from "./server-info.ts";
import { changelogsOf, issuesOf } from "./single-issues.ts";

const List = z.array(z.unknown());

/**
 * Jira Data Center 9 and 10, by its REST API of version 2 and the agile one. Paths and parameters: Atlassian's OpenAPI
 * description of Jira 10.3 (`jira_software_dc_10003_swagger.v3.json`). Answers are converted to Cloud's form.
 * @param site sends the requests of a kind
 */
export function createDataCenterApi(
  site: (kind: RequestKind) => Pick<Client, "sendRequest">,
  connection: Pick<JiraConnection, "key" | "site">,
): JiraApi {
  const requests = createRequests(site);
  const version = new ServerVersion(requests, connection);
  const fields = new CustomFields();
  const converter = new IssueConverter(requests, fields);
  const { get } = requests;

  return {
    account: () =>
      by("read", async () => {
        await version.major();
        return personOf(await get("/rest/api/2/myself"));
      }),
    // Data Center ignores `permissions` and answers with all.
    myPermissions: (projectKey, permissions) =>
      by("read", () => get("/rest/api/2/mypermissions", { projectKey, permissions: permissions.join(",") })),
    fields: () => by("read", async () => fields.learn(await get("/rest/api/2/field"))),
    linkTypes: () => by("read", () => get("/rest/api/2/issueLinkType")),
    projects: (keys) => by("read", async () => projectPage(await get("/rest/api/2/project"), keys)),
    project: (idOrKey) => by("read", () => get(`/rest/api/2/project/${segment(idOrKey)}`)),
    versions: (project) => by("read", () => get(`/rest/api/2/project/${segment(project)}/versions`)),
    creatableTypes: (project, page) => by("read", async () => creatableTypesOf(await get(createPath(project), page))),
    createFields: (project, issueTypeId, page) =>
      by("read", async () => createFieldsOf(await get(`${createPath(project)}/${segment(issueTypeId)}`, page))),
    users: (query) =>
      by("read", async () => {
        if ("accountId" in query) return [namedPerson(await get("/rest/api/2/user", { key: query.accountId }))];
        return parsed(List, await get("/rest/api/2/user/search", { username: query.query })).map(namedPerson);
      }),
    boards: (project, page) =>
      by("read", () =>
        get("/rest/agile/1.0/board", { ...page, ...(project === null ? {} : { projectKeyOrId: project }) }),
      ),
    board: (boardId) => by("read", () => get(`/rest/agile/1.0/board/${boardId}`)),
    boardConfiguration: (boardId) => by("read", () => get(`/rest/agile/1.0/board/${boardId}/configuration`)),
    sprints: (boardId, page) => by("read", () => get(`/rest/agile/1.0/board/${boardId}/sprint`, page)),
    search: (search) =>
      by("read", () => searchPage({ requests, converter }, { ...search, fields: converter.asked(search.fields) })),
    issues: (idsOrKeys, asked, { changelog } = { changelog: false }) =>
      by("read", issuesOf({ requests, converter }, idsOrKeys, { fields: asked, changelog })),
    issue: (idOrKey, asked, properties = []) =>
      by("read", async () => {
        const issue = await get(`/rest/api/2/issue/${segment(idOrKey)}`, {
          fields: asked.join(","),
          ...(properties.length === 0 ? {} : { properties: properties.join(",") }),
        });
        return (await converter.convert([issue]))[0];
      }),
    changelogs: (ids) => by("read", changelogsOf({ requests, converter }, ids)),
    remoteLinks: (issueId) => by("read", () => get(`/rest/api/2/issue/${segment(issueId)}/remotelink`)),
    createIssue: (given, properties) =>
      by("create", () => requests.post("/rest/api/2/issue", { fields: fieldsForCreate(given), properties })),
    editIssue: (idOrKey, { notifyUsers, ...edit }) =>
      by("write", () =>
        requests.put(`/rest/api/2/issue/${segment(idOrKey)}`, edit, notifyUsers === false ? { notifyUsers } : {}),
      ),
    comments: (issueId, page) =>
      by("read", async () =>
        commentsOf(await get(`/rest/api/2/issue/${segment(issueId)}/comment`, { ...page, orderBy: "-created" })),
      ),
    commentsById: (ids) => by("read", withMarkers(requests, ids)),
    comment: (place) => by("read", async () => commentOf(await get(commentPath(place)))),
    addComment: (issueId, body, properties) =>
      by("create", () => requests.post(`/rest/api/2/issue/${segment(issueId)}/comment`, { body, properties })),
    // Data Center has no `notifyUsers` for comments: its notification scheme decides.
    editComment: (place, { body, visibility, properties = [] }) =>
      by("write", async () => {
        for (const { key, value } of properties) {
          await requests.put(`/rest/api/2/comment/${segment(place.id)}/properties/${segment(key)}`, value);
        }
        return requests.put(commentPath(place), { body, ...(visibility && { visibility }) });
      }),
    ...hookRequests(requests, version),
  };
}

function by(kind: RequestKind, send: () => Promise<unknown>): JiraRequest {
  return { kind, send };
}

function segment(text: string): string {
  return encodeURIComponent(text);
}

function createPath(project: string): string {
  return `/rest/api/2/issue/createmeta/${segment(project)}/issuetypes`;
}

function commentPath({ issueId, id }: CommentPlace): string {
  return `/rest/api/2/issue/${segment(issueId)}/comment/${segment(id)}`;
}
