import type { RawRecord } from "../data.ts";
import { storedText } from "./body-text.ts";
import { named } from "./catalogue.ts";
import { requireAsked } from "./create-screen.ts";
import { commit } from "./change.ts";
import { addComment } from "./comment-writes.ts";
import { editAll } from "./edit-fields.ts";
import { refuseFields } from "./failure.ts";
import { requireIssue, requireWritable, type Writer } from "./issue-access.ts";
import { announceCreated, kindOfEdit } from "./hooks/issue-events.ts";
import { formatInstant } from "./instant.ts";
import { addLink, linkTypeOf } from "./link-writes.ts";
import { checkProperty, setProperties } from "./property-writes.ts";
import { isRecord, listAt, recordAt, textAt, valueAt, without } from "../record.ts";
import { userRecord, type Account } from "./account.ts";
import type { SiteState } from "./site-state.ts";
import { keyParts, type StoredIssue } from "./stored-issue.ts";

/** Creates an issue from an API body `{ fields, update, properties }`. @throws JiraError 400 naming the fields, 403 */
export function createIssue({ state, actor }: Writer, body: RawRecord): StoredIssue {
  const fields = recordAt(body, "fields") ?? {};
  const wantedProject = textAt(fields, "project", "key") ?? textAt(fields, "project", "id");
  const project = wantedProject === null ? null : named(state.catalogue.projects, wantedProject);
  if (project === null) throw refuseFields({ project: "Specify a valid project ID or key" });
  const projectKey = textAt(project, "key") ?? "";
  requireWritable(state, projectKey, "create issues");
  const missing = {
    ...(Object.hasOwn(fields, "summary") ? {} : { summary: "You must specify a summary of the issue." }),
    ...(Object.hasOwn(fields, "issuetype") ? {} : { issuetype: "Specify an issue type" }),
  };
  if (Object.keys(missing).length > 0) throw refuseFields(missing);
  requireAsked(state.catalogue, projectKey, fields);
  const start = initialFields(state, actor, project);
  const set = editAll(state, start, { fields: without(fields, "project"), update: body["update"] });
  const now = state.runtime.clock();
  const issue: StoredIssue = {
    id: state.ids.next(),
    number: 0,
    ...keyParts(state.ids.nextKey(projectKey)),
    createdAt: now,
    updatedAt: now,
    fields: { ...start, ...set.fields },
    extra: {},
    histories: [],
  };
  const created = { ...issue, number: Number(issue.id) };
  const known = checkProperties(body);
  state.store.put(created, now);
  setProperties(state, created.id, known);
  announceCreated(state, { issue: created, actor });
  return created;
}

function initialFields(state: SiteState, actor: Account, project: RawRecord): RawRecord {
  const { catalogue, runtime, account } = state;
  const at = formatInstant(runtime.clock(), account.timeZone);
  const user = userRecord(actor, state.baseUrl);
  const projectKey = textAt(project, "key") ?? "";
  const custom = [...catalogue.fields]
    .filter(([, field]) => field["custom"] === true)
    .map(([id]) => [id, null] as const);
  return {
    project: { id: project["id"], key: projectKey, name: project["name"], self: project["self"] },
    status: firstStatus(state, projectKey),
    statuscategorychangedate: at,
    resolution: null,
    resolutiondate: null,
    created: at,
    updated: at,
    labels: [],
    components: [],
    fixVersions: [],
    priority: named(catalogue.priorities, "Medium") ?? [...catalogue.priorities.values()][0] ?? null,
    assignee: null,
    reporter: user,
    creator: user,
    duedate: null,
    description: null,
    issuelinks: [],
    ...Object.fromEntries(custom),
  };
}

function firstStatus(state: SiteState, projectKey: string): RawRecord | null {
  const own = state.catalogue.statusesOfProject.get(projectKey) ?? new Set<string>();
  const open = [...state.catalogue.statuses.values()].filter(
    (status) => textAt(status, "statusCategory", "key") === "new",
  );
  return open.find((status) => own.has(textAt(status, "id") ?? "")) ?? open[0] ?? null;
}

/** Changes an issue by an API body. Stores all changes or none. @throws JiraError 400, 403, 404 */
export function updateIssue({ state, actor }: Writer, idOrKey: string, body: RawRecord): StoredIssue {
  const issue = requireIssue(state, idOrKey);
  requireWritable(state, issue.projectKey, "edit issues");
  const known = checkProperties(body);
  for (const operation of listAt(body, "update", "comment")) {
    storedText(state, "comment", valueAt(operation, "add", "body"));
  }
  const { fields, items } = editAll(state, issue.fields, {
    fields: recordAt(body, "fields") ?? {},
    update: body["update"],
  });
  const changed = items.length === 0 ? issue : commit(state, issue, { actor, fields, items, kind: kindOfEdit(items) });
  setProperties(state, issue.id, known);
  for (const operation of listAt(body, "update", "comment")) {
    addComment({ state, actor }, issue.id, recordAt(operation, "add") ?? {});
  }
  for (const operation of listAt(body, "update", "issuelinks")) {
    linkFromUpdate({ state, actor }, issue, recordAt(operation, "add") ?? {});
  }
  return state.store.byId(changed.id) ?? changed;
}

function linkFromUpdate(writer: Writer, issue: StoredIssue, link: RawRecord): void {
  const type = linkTypeOf(writer.state, link["type"]);
  const inward = textAt(link, "inwardIssue", "key") ?? textAt(link, "inwardIssue", "id");
  const outward = textAt(link, "outwardIssue", "key") ?? textAt(link, "outwardIssue", "id");
  addLink(writer, { type, source: inward ?? issue.id, destination: inward === null ? (outward ?? "") : issue.id });
}

function checkProperties(body: RawRecord): ReadonlyMap<string, unknown> {
  const entries = listAt(body, "properties").filter(isRecord);
  for (const entry of entries) checkProperty(textAt(entry, "key") ?? "", entry["value"]);
  return new Map(entries.map((entry) => [textAt(entry, "key") ?? "", entry["value"]]));
}
