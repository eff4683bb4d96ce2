import type { RawRecord } from "../data.ts";
import { NO_CONTENT, ok, param, type Call, type Reply, type Route } from "./call.ts";
import { addComment } from "./comment-writes.ts";
import { refuse } from "./failure.ts";
import { requireIssue } from "./issue-access.ts";
import { addLink, findLink, linkTypeOf, removeLink } from "./link-writes.ts";
import { checkProperty, setProperties } from "./property-writes.ts";
import { numberAt, recordAt, textAt } from "../record.ts";
import { putRemoteLink, removeRemoteLinks } from "./remote-links.ts";

/** Links between issues, links to elsewhere, and properties of issues. */
export const linkRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/rest/api/3/issueLinkType",
    handle: ({ state }) => ok({ issueLinkTypes: [...state.catalogue.linkTypes.values()] }),
  },
  { method: "post", path: "/rest/api/3/issueLink", handle: create },
  { method: "get", path: "/rest/api/3/issueLink/:id", handle: read },
  { method: "delete", path: "/rest/api/3/issueLink/:id", handle: remove },
  { method: "get", path: "/rest/api/3/issue/:issue/remotelink", handle: remoteLinks },
  { method: "post", path: "/rest/api/3/issue/:issue/remotelink", handle: putRemote },
  { method: "delete", path: "/rest/api/3/issue/:issue/remotelink", handle: removeRemoteByGlobalId },
  { method: "delete", path: "/rest/api/3/issue/:issue/remotelink/:link", handle: removeRemote },
  { method: "get", path: "/rest/api/3/issue/:issue/properties", handle: properties },
  { method: "get", path: "/rest/api/3/issue/:issue/properties/:key", handle: readProperty },
  { method: "put", path: "/rest/api/3/issue/:issue/properties/:key", handle: writeProperty },
];

/**
 * As in reads, `inwardIssue` is the source, `outwardIssue` the destination. Answers 201 without a body, also for an
 * existing link.
 */
function create({ state, actor, body }: Call): Reply {
  const type = linkTypeOf(state, body["type"]);
  const end = (name: string) => textAt(body, name, "id") ?? textAt(body, name, "key") ?? "";
  addLink({ state, actor }, { type, source: end("inwardIssue"), destination: end("outwardIssue") });
  const comment = recordAt(body, "comment");
  if (comment !== null) addComment({ state, actor }, end("outwardIssue"), comment);
  return { status: 201 };
}

function read(call: Call): Reply {
  const id = param(call, "id");
  const found = findLink(call.state, id);
  if (found === null) throw refuse(404, `No issue link with id '${id}' exists.`);
  const self = `${call.state.baseUrl}/rest/api/3/issueLink/${id}`;
  return ok({ id, self, type: found.link["type"], inwardIssue: found.source, outwardIssue: found.destination });
}

function remove(call: Call): Reply {
  removeLink(call, param(call, "id"));
  return NO_CONTENT;
}

function remoteLinks(call: Call): Reply {
  const issue = requireIssue(call.state, param(call, "issue"));
  const links = call.state.remoteLinks.get(issue.id) ?? [];
  const globalId = call.query.get("globalId");
  if (globalId === null) return ok(links);
  const link = links.find((candidate) => textAt(candidate, "globalId") === globalId);
  if (link === undefined) throw refuse(404, `No remote issue link with global id '${globalId}' exists.`);
  return ok(link);
}

function putRemote(call: Call): Reply {
  const { link, created } = putRemoteLink(call, requireIssue(call.state, param(call, "issue")), call.body);
  return { status: created ? 201 : 200, body: { id: link["id"], self: link["self"] } };
}

function removeRemoteByGlobalId(call: Call): Reply {
  const globalId = call.query.get("globalId");
  if (globalId === null) throw refuse(400, "The globalId query parameter is required.");
  const issue = requireIssue(call.state, param(call, "issue"));
  removeRemoteLinks(call, issue, (link) => textAt(link, "globalId") === globalId);
  return NO_CONTENT;
}

function removeRemote(call: Call): Reply {
  const issue = requireIssue(call.state, param(call, "issue"));
  removeRemoteLinks(call, issue, (link) => String(numberAt(link, "id")) === param(call, "link"));
  return NO_CONTENT;
}

function own(call: Call): ReadonlyMap<string, unknown> {
  return call.state.properties.get(requireIssue(call.state, param(call, "issue")).id) ?? new Map<string, unknown>();
}

function properties(call: Call): Reply {
  const base = `${call.state.baseUrl}/rest/api/3/issue/${param(call, "issue")}/properties`;
  const keys: readonly RawRecord[] = [...own(call).keys()].map((key) => ({
    key,
    self: `${base}/${encodeURIComponent(key)}`,
  }));
  return ok({ keys });
}

function readProperty(call: Call): Reply {
  const key = param(call, "key");
  const values = own(call);
  if (!values.has(key)) throw refuse(404, `The property with key '${key}' does not exist.`);
  return ok({ key, value: values.get(key) });
}

function writeProperty(call: Call): Reply {
  const issue = requireIssue(call.state, param(call, "issue"));
  const key = param(call, "key");
  checkProperty(key, call.rawBody);
  const known = own(call).has(key);
  setProperties(call.state, issue.id, new Map([[key, call.rawBody]]));
  return { status: known ? 200 : 201 };
}
