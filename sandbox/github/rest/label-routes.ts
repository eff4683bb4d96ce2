import type { RawRecord } from "../../data.ts";
import { changeIssue } from "../change-issue.ts";
import type { Issue, Label } from "../entity.ts";
import { invalid, notFound } from "../failure.ts";
import { changeLabel, deleteLabel, labelNamed } from "../label-writes.ts";
import { labelRow } from "../rows/milestone-row.ts";
import { created, issueOf, NO_CONTENT, ok, param, repositoryOf, type Call, type Reply, type Route } from "./call.ts";
import { labelNames } from "./issue-body.ts";
import { numberedPage } from "./pages.ts";

const LABELS = "/repos/:owner/:repo/labels";
const ON_ISSUE = "/repos/:owner/:repo/issues/:number/labels";
const permission = "issues=write; pull_requests=write";

export const labelRoutes: readonly Route[] = [
  { method: "get", path: LABELS, handle: (call) => page(call, repositoryOf(call).labels()) },
  { method: "post", path: LABELS, permission, handle: create },
  { method: "get", path: `${LABELS}/:name`, handle: (call) => ok(labelRow(call.state, labelInPath(call))) },
  { method: "patch", path: `${LABELS}/:name`, permission, handle: edit },
  { method: "delete", path: `${LABELS}/:name`, permission, handle: remove },
  { method: "get", path: ON_ISSUE, handle: (call) => page(call, labelsOf(call, issueOf(call))) },
  { method: "post", path: ON_ISSUE, permission, handle: (call) => give(call, (has, wanted) => [...has, ...wanted]) },
  { method: "put", path: ON_ISSUE, permission, handle: (call) => give(call, (_has, wanted) => wanted) },
  { method: "delete", path: ON_ISSUE, permission, handle: clear },
  { method: "delete", path: `${ON_ISSUE}/:name`, permission, handle: take },
];

const COLOR = /^[\da-f]{6}$/i;

function page(call: Call, labels: readonly Label[]): Reply {
  return numberedPage(call, labels, (label) => labelRow(call.state, label));
}

function labelsOf(call: Call, issue: Issue): readonly Label[] {
  const index = call.state.repositories.of(issue.repository);
  return issue.labels.flatMap((name) => index.label(name) ?? []);
}

function labelInPath(call: Call): Label {
  const label = repositoryOf(call).label(param(call, "name"));
  if (label === null) throw notFound();
  return label;
}

function create(call: Call): Reply {
  const index = repositoryOf(call);
  const { name, ...rest } = read(call.body);
  if (name === undefined) throw invalid({ resource: "Label", field: "name", code: "missing_field" });
  if (index.label(name) !== null) throw invalid({ resource: "Label", field: "name", code: "already_exists" });
  return created(labelRow(call.state, labelNamed(call.state, index, { name, raw: rest, by: call.state.login })));
}

function edit(call: Call): Reply {
  const label = labelInPath(call);
  const { name, color, description } = { ...read(call.body), ...renamed(call.body) };
  const change = {
    ...(name !== undefined && { name }),
    ...(color !== undefined && { color }),
    ...(description !== undefined && { description }),
  };
  return ok(labelRow(call.state, changeLabel(call.state, label, { change, actor: call.state.login })));
}

function renamed(body: RawRecord): { name?: string } {
  return typeof body["new_name"] === "string" ? { name: body["new_name"] } : {};
}

function remove(call: Call): Reply {
  deleteLabel(call.state, labelInPath(call), call.state.login);
  return NO_CONTENT;
}

function read(body: RawRecord): { name?: string; color?: string; description?: string } {
  const { name, color, description } = body;
  if (color !== undefined && (typeof color !== "string" || !COLOR.test(color))) {
    throw invalid({ resource: "Label", field: "color", code: "invalid" });
  }
  return {
    ...(typeof name === "string" && name !== "" && { name }),
    ...(color !== undefined && { color }),
    ...(typeof description === "string" && { description }),
  };
}

type Merge = (has: readonly string[], wanted: readonly string[]) => readonly string[];

function give(call: Call, merge: Merge): Reply {
  const issue = issueOf(call);
  return change(call, issue, merge(issue.labels, labelNames(call.body["labels"] ?? [])));
}

function clear(call: Call): Reply {
  change(call, issueOf(call), []);
  return NO_CONTENT;
}

function take(call: Call): Reply {
  const issue = issueOf(call);
  const wanted = param(call, "name").toLowerCase();
  if (!issue.labels.some((name) => name.toLowerCase() === wanted)) throw notFound();
  return change(
    call,
    issue,
    issue.labels.filter((name) => name.toLowerCase() !== wanted),
  );
}

function change(call: Call, issue: Issue, labels: readonly string[]): Reply {
  const { state } = call;
  const next = changeIssue(state, issue, { change: { labels }, actor: state.login });
  return ok(labelsOf(call, next).map((label) => labelRow(state, label)));
}
