import type { SeenRequest } from "../../../../sandbox/jira/site.ts";

type Operation = { readonly query?: readonly string[]; readonly body?: readonly string[] };

/**
 * The operations that Signalbox uses, with their parameters and the members of their bodies, cut from Atlassian's OpenAPI
 * description of Jira Data Center 10.3 (`jira_software_dc_10003_swagger.v3.json`, read in the client that
 * b1ff/atlassian-dc-mcp generates from it). The description lacks webhooks: theirs are from jira.js's calls to a live
 * Data Center.
 */
const operations: Readonly<Record<string, Operation>> = {
  "GET /rest/api/2/serverInfo": {},
  "GET /rest/api/2/myself": {},
  "GET /rest/api/2/field": {},
  "GET /rest/api/2/issueLinkType": {},
  "GET /rest/api/2/project": { query: ["includeArchived", "expand", "recent", "browseArchive"] },
  "GET /rest/api/2/project/{}": { query: ["expand"] },
  "GET /rest/api/2/project/{}/versions": { query: ["expand"] },
  "GET /rest/api/2/user": { query: ["includeDeleted", "key", "username"] },
  "GET /rest/api/2/user/search": {
    query: ["includeInactive", "maxResults", "includeActive", "startAt", "username"],
  },
  "GET /rest/agile/1.0/board": { query: ["maxResults", "name", "projectKeyOrId", "type", "startAt"] },
  "GET /rest/agile/1.0/board/{}": {},
  "GET /rest/agile/1.0/board/{}/sprint": { query: ["maxResults", "state", "startAt"] },
  "POST /rest/api/2/search": { body: ["expand", "fields", "jql", "maxResults", "startAt", "validateQuery"] },
  "GET /rest/api/2/issue/{}": { query: ["expand", "fields", "updateHistory", "properties"] },
  "GET /rest/api/2/issue/{}/remotelink": { query: ["globalId"] },
  "POST /rest/api/2/issue": {
    query: ["updateHistory"],
    body: ["fields", "historyMetadata", "properties", "transition", "update"],
  },
  "PUT /rest/api/2/issue/{}": {
    query: ["notifyUsers"],
    body: ["fields", "historyMetadata", "properties", "transition", "update"],
  },
  "GET /rest/api/2/issue/createmeta/{}/issuetypes": { query: ["maxResults", "startAt"] },
  "GET /rest/api/2/issue/createmeta/{}/issuetypes/{}": { query: ["maxResults", "startAt"] },
  "GET /rest/api/2/issue/{}/properties/{}": {},
  "GET /rest/api/2/issue/{}/comment": { query: ["expand", "maxResults", "orderBy", "startAt"] },
  "POST /rest/api/2/issue/{}/comment": { query: ["expand"], body: ["body", "properties", "visibility"] },
  "GET /rest/api/2/issue/{}/comment/{}": { query: ["expand"] },
  "PUT /rest/api/2/issue/{}/comment/{}": { query: ["expand"], body: ["body", "properties", "visibility"] },
  "GET /rest/api/2/comment/{}/properties/{}": {},
  "PUT /rest/api/2/comment/{}/properties/{}": { body: ["marker", "internal"] },
  "GET /rest/jira-webhook/1.0/webhooks": { query: ["event", "statistics", "start", "limit"] },
  "POST /rest/jira-webhook/1.0/webhooks": {
    body: ["active", "configuration", "events", "excludeBody", "filters", "name", "sslVerificationRequired", "url"],
  },
};

/** `GET /rest/api/2/issue/{}`, or null for an operation that the description lacks. */
export function operationOf({ method, path }: SeenRequest): string | null {
  const parts = path.split("/");
  const found = Object.keys(operations).find((name) => {
    const [verb, pattern = ""] = name.split(" ");
    const wanted = pattern.split("/");
    const fits = wanted.every((part, place) => part === "{}" || part === parts[place]);
    return verb === method && wanted.length === parts.length && fits;
  });
  return found ?? null;
}

/** What the description does not allow of a request. */
export function problemsOf(request: SeenRequest): readonly string[] {
  const name = operationOf(request);
  if (name === null) return [`${request.method} ${request.path} is not described`];
  const { query = [], body = [] } = operations[name] ?? {};
  const members = typeof request.body === "object" && request.body !== null ? Object.keys(request.body) : [];
  return [
    ...[...request.query.keys()].filter((one) => !query.includes(one)).map((one) => `${name}: no parameter ${one}`),
    ...members.filter((one) => !body.includes(one)).map((one) => `${name}: no member ${one}`),
  ];
}
