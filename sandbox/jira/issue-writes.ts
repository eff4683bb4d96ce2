import type { RawRecord } from "../data.ts";
import { addComment } from "./comment-writes.ts";
import { commit, item, NOTHING, systemItem } from "./change.ts";
import type { ChangeItem } from "./change.ts";
import { JiraError, noSuchIssue, refuse, refuseFields } from "./failure.ts";
import { editField } from "./field-edit.ts";
import { formatInstant } from "./instant.ts";
import { addLink, linkTypeOf } from "./link-writes.ts";
import { setProperties } from "./property-writes.ts";
import { isRecord, listAt, recordAt, textAt } from "./record.ts";
import { userRecord } from "./site-state.ts";
import type { Account, SiteState } from "./site-state.ts";
import { keyParts } from "./stored-issue.ts";
import type { StoredIssue } from "./stored-issue.ts";
import { named } from "./catalogue.ts";

/** Who writes where. */
export type Writer = { readonly state: SiteState; readonly actor: Account };

/** The issue with an id, a key or an earlier key. @throws JiraError 404 */
export function requireIssue(state: SiteState, idOrKey: string): StoredIssue {
  const issue = state.store.find(idOrKey);
  if (issue === null) {
    throw noSuchIssue();
  }
  return issue;
}

/** @throws JiraError 403 where a project may not be written to */
export function requireWritable(state: SiteState, projectKey: string, doing: string): void {
  if (state.switches.readOnlyProjects.has(projectKey)) {
    throw refuse(403, `You do not have permission to ${doing} in this project.`);
  }
}

/** Creates an issue from an API body `{ fields, update, properties }`. @throws JiraError 400 naming the fields, 403 */
export function createIssue({ state, actor }: Writer, body: RawRecord): StoredIssue {
  const fields = recordAt(body, "fields") ?? {};
  const wantedProject = textAt(fields, "project", "key") ?? textAt(fields, "project", "id");
  const project = wantedProject === null ? null : named(state.catalogue.projects, wantedProject);
  if (project === null) {
    throw refuseFields({ project: "Specify a valid project ID or key" });
  }
  const projectKey = textAt(project, "key") ?? "";
  requireWritable(state, projectKey, "create issues");
  const missing = {
    ...(Object.hasOwn(fields, "summary") ? {} : { summary: "You must specify a summary of the issue." }),
    ...(Object.hasOwn(fields, "issuetype") ? {} : { issuetype: "Specify an issue type" }),
  };
  if (Object.keys(missing).length > 0) {
    throw refuseFields(missing);
  }
  const start = initialFields(state, actor, project);
  const set = editAll(state, start, { ...fields, project: undefined }, body["update"]);
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

/** Changes an issue by an API body. Nothing is stored unless all of it can be. @throws JiraError 400, 403, 404 */
export function updateIssue({ state, actor }: Writer, idOrKey: string, body: RawRecord): StoredIssue {
  const issue = requireIssue(state, idOrKey);
  requireWritable(state, issue.projectKey, "edit issues");
  const known = checkProperties(body);
  const { fields, items } = editAll(state, issue.fields, recordAt(body, "fields") ?? {}, body["update"]);
  const changed = items.length === 0 ? issue : commit(state, issue, { actor, fields, items });
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
  return new Map(entries.map((entry) => [textAt(entry, "key") ?? "", entry["value"]]));
}

type Edited = { readonly fields: RawRecord; readonly items: readonly ChangeItem[] };

/** Applies `fields` and `update`; the errors of all fields are given together, as Jira does. */
function editAll(state: SiteState, before: RawRecord, fields: RawRecord, update: unknown): Edited {
  const values = {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    ...updated(before, update),
  };
  const errors: Record<string, unknown> = {};
  const set: Record<string, unknown> = {};
  const items: ChangeItem[] = [];
  for (const [field, value] of Object.entries(values)) {
    try {
      const edit = editField({ state, before, field, value });
      set[field] = edit.value;
      items.push(...edit.items);
    } catch (error) {
      if (
        !(error instanceof JiraError) ||
        !isRecord(error.body["errors"]) ||
        Object.keys(error.body["errors"]).length === 0
      ) {
        throw error;
      }
      Object.assign(errors, error.body["errors"]);
    }
  }
  if (Object.keys(errors).length > 0) {
    throw new JiraError(400, { errorMessages: [], errors });
  }
  return { fields: set, items };
}

/** The values that `update: { labels: [{ add }, { remove }], summary: [{ set }] }` leads to. */
function updated(before: RawRecord, update: unknown): RawRecord {
  const operations = isRecord(update)
    ? Object.entries(update).filter(([field]) => field !== "comment" && field !== "issuelinks")
    : [];
  return Object.fromEntries(
    operations.map(([field, list]) => [field, afterOperations(before[field], listAt({ list }, "list"))]),
  );
}

function afterOperations(start: unknown, operations: readonly unknown[]): unknown {
  let value = start;
  for (const operation of operations.filter(isRecord)) {
    const list = Array.isArray(value) ? value : [];
    if (Object.hasOwn(operation, "set")) {
      value = operation["set"];
    } else if (Object.hasOwn(operation, "add")) {
      value = [...list, operation["add"]];
    } else if (Object.hasOwn(operation, "remove")) {
      value = list.filter((entry: unknown) => !sameEntry(entry, operation["remove"]));
    }
  }
  return value;
}

function sameEntry(entry: unknown, wanted: unknown): boolean {
  if (!isRecord(entry)) {
    return entry === wanted;
  }
  const id = textAt(wanted, "id");
  return id === null ? textAt(entry, "name") === textAt(wanted, "name") : textAt(entry, "id") === id;
}

/** Moves an issue to a status; done statuses get a resolution, others lose it. */
export function transition(
  { state, actor }: Writer,
  idOrKey: string,
  change: { status: RawRecord; resolution: RawRecord | null },
): StoredIssue {
  const issue = requireIssue(state, idOrKey);
  requireWritable(state, issue.projectKey, "transition issues");
  const { status } = change;
  const done = textAt(status, "statusCategory", "key") === "done";
  const before = recordAt(issue.fields, "resolution");
  const usual = named(state.catalogue.resolutions, "Done") ?? [...state.catalogue.resolutions.values()][0] ?? null;
  const resolution = done ? (change.resolution ?? before ?? usual) : null;
  const side = (record: RawRecord | null) => ({ id: textAt(record, "id"), text: textAt(record, "name") });
  const at = formatInstant(state.runtime.clock(), state.account.timeZone);
  const sameCategory =
    textAt(issue.fields, "status", "statusCategory", "key") === textAt(status, "statusCategory", "key");
  const items = [
    ...(side(before).id === side(resolution).id ? [] : [systemItem("resolution", side(before), side(resolution))]),
    systemItem("status", side(recordAt(issue.fields, "status")), side(status)),
  ];
  const fields = {
    status,
    resolution,
    resolutiondate: resolution === null ? null : (issue.fields["resolutiondate"] ?? at),
    ...(sameCategory ? {} : { statuscategorychangedate: at }),
  };
  return commit(state, issue, { actor, fields, items });
}

/** Moves an issue to another project: the id stays, the key changes, the old key still leads here. */
export function moveIssue({ state, actor }: Writer, idOrKey: string, projectKey: string): StoredIssue {
  const issue = requireIssue(state, idOrKey);
  const project = named(state.catalogue.projects, projectKey);
  if (project === null) {
    throw refuse(404, `No project could be found with key '${projectKey}'.`);
  }
  const key = state.ids.nextKey(textAt(project, "key") ?? projectKey);
  const from = { id: textAt(issue.fields, "project", "id"), text: textAt(issue.fields, "project", "name") };
  const items = [
    systemItem("project", from, { id: textAt(project, "id"), text: textAt(project, "name") }),
    item({ field: "Key", fieldtype: "jira" }, { ...NOTHING, text: issue.key }, { ...NOTHING, text: key }),
  ];
  const { id, name, self } = project;
  return commit(state, issue, { actor, key, items, fields: { project: { id, key: projectKey, name, self } } });
}
