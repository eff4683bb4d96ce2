import type { JiraSiteData, RawRecord } from "../data.ts";
import { deriveBoards, deriveSprints } from "./derive-agile.ts";
import { deriveFields } from "./derive-fields.ts";
import { numberAt, recordAt, recordsAt, textAt } from "../record.ts";
import type { StoredIssue } from "./stored-issue.ts";

/** A set of records by id, in order of first sight. */
export type ById = ReadonlyMap<string, RawRecord>;

/** Everything on a site that is not an issue: loaded records, completed from the issues. */
export type Catalogue = {
  readonly projects: Map<string, RawRecord>;
  readonly statuses: Map<string, RawRecord>;
  readonly priorities: ById;
  readonly resolutions: Map<string, RawRecord>;
  readonly components: ById;
  readonly versions: Map<string, RawRecord>;
  readonly linkTypes: Map<string, RawRecord>;
  readonly issueTypes: ById;
  /** By project key: ids of the issue types and statuses seen there. */
  readonly typesOfProject: Map<string, ReadonlySet<string>>;
  readonly statusesOfProject: Map<string, ReadonlySet<string>>;
  readonly users: ById;
  readonly fields: Map<string, RawRecord>;
  /** Additional fields on a project's create screen. */
  readonly createFields: readonly RawRecord[];
  readonly boards: Map<string, RawRecord>;
  readonly sprints: Map<string, RawRecord>;
  /** Sprints changed since the start: the field of issues shows these as they are now. */
  readonly changedSprints: Set<string>;
  /** Id of the sprint field; null if the site has none. */
  readonly sprintField: string | null;
};

/** Completes the loaded records from the issues. */
export function buildCatalogue(data: JiraSiteData, issues: readonly StoredIssue[], baseUrl: string): Catalogue {
  const fieldsOf = (issue: StoredIssue) => issue.fields;
  const gather = (...names: readonly string[]) =>
    merge(
      [],
      issues.flatMap((issue) => found(fieldsOf(issue), names)),
    );
  const projects = completedProjects(merge(data.projects, [...gather("project").values()]), baseUrl);
  const fields = deriveFields(data.fields, issues);
  const sprintField = sprintFieldId(fields);
  const sprints = deriveSprints(data.sprints, issues, sprintField);
  return {
    projects,
    statuses: withOther(gather("status"), issues),
    priorities: gather("priority"),
    resolutions: withDone(gather("resolution")),
    components: gather("components"),
    versions: new Map(merge(data.versions, [...gather("fixVersions", "versions").values()])),
    linkTypes: merge(
      data.issueLinkTypes,
      issues.flatMap((issue) => recordsAt(issue.fields, "issuelinks").flatMap((link) => found(link, ["type"]))),
    ),
    issueTypes: withTask(gather("issuetype")),
    typesOfProject: seenPerProject(issues, "issuetype"),
    statusesOfProject: seenPerProject(issues, "status"),
    users: usersOf(issues),
    fields: new Map(fields),
    createFields: data.createFields ?? [],
    boards: new Map(deriveBoards(data.boards, { issues, sprints, projects, sprintField })),
    sprints,
    changedSprints: new Set(),
    sprintField,
  };
}

/** Records by their id; a given record wins over one seen in an issue, whose unknown members complete it. */
function merge(given: readonly RawRecord[], seen: readonly RawRecord[]): Map<string, RawRecord> {
  const byId = new Map<string, RawRecord>();
  for (const record of given) {
    const id = textAt(record, "id");
    if (id !== null) byId.set(id, record);
  }
  const fromFile = new Set(byId.keys());
  for (const record of seen) {
    const id = textAt(record, "id");
    if (id !== null && !fromFile.has(id) && !byId.has(id)) byId.set(id, record);
  }
  return byId;
}

/** The record with an id or, without regard to case, a name or key. */
export function named(records: ById, idOrName: string): RawRecord | null {
  const wanted = idOrName.toLowerCase();
  const byId = records.get(idOrName);
  if (byId !== undefined) return byId;
  for (const record of records.values()) {
    if (textAt(record, "name")?.toLowerCase() === wanted || textAt(record, "key")?.toLowerCase() === wanted) {
      return record;
    }
  }
  return null;
}

function found(record: RawRecord, names: readonly string[]): readonly RawRecord[] {
  return names.flatMap((name) => {
    const single = recordAt(record, name);
    return single === null ? recordsAt(record, name) : [single];
  });
}

function seenPerProject(issues: readonly StoredIssue[], field: string): Map<string, ReadonlySet<string>> {
  const seen = new Map<string, Set<string>>();
  for (const issue of issues) {
    const id = textAt(issue.fields, field, "id");
    const ids = seen.get(issue.projectKey) ?? new Set<string>();
    if (id !== null) ids.add(id);
    seen.set(issue.projectKey, ids);
  }
  return seen;
}

function completedProjects(projects: ReadonlyMap<string, RawRecord>, baseUrl: string): Map<string, RawRecord> {
  return new Map(
    [...projects].map(([id, project]) => [
      id,
      {
        self: `${baseUrl}/rest/api/3/project/${id}`,
        projectTypeKey: "software",
        simplified: false,
        style: "classic",
        isPrivate: false,
        ...project,
      },
    ]),
  );
}

function usersOf(issues: readonly StoredIssue[]): ById {
  const users = new Map<string, RawRecord>();
  for (const issue of issues) {
    for (const user of found(issue.fields, ["assignee", "reporter", "creator"])) {
      const accountId = textAt(user, "accountId");
      if (accountId !== null && !users.has(accountId)) users.set(accountId, user);
    }
  }
  return users;
}

function sprintFieldId(fields: ById): string | null {
  for (const [id, field] of fields) {
    if (textAt(field, "schema", "custom") === "com.pyxis.greenhopper.jira:gh-sprint") return id;
  }
  return null;
}

/** A site always has a status for done, even without a done issue. */
function withDone(resolutions: Map<string, RawRecord>): Map<string, RawRecord> {
  return resolutions.size > 0
    ? resolutions
    : new Map([["10000", { id: "10000", name: "Done", description: "Work has been completed." }]]);
}

/** Every site has the type task, even without a loaded task. */
function withTask(types: ReadonlyMap<string, RawRecord>): ById {
  const id = nextId(types);
  return named(types, "Task") === null
    ? new Map([...types, [id, { id, name: "Task", subtask: false, hierarchyLevel: 0 }]])
    : types;
}

const STATUSES: readonly RawRecord[] = [
  { id: "1", name: "To Do", statusCategory: { id: 2, key: "new", colorName: "blue-gray", name: "To Do" } },
  {
    id: "3",
    name: "In Progress",
    statusCategory: { id: 4, key: "indeterminate", colorName: "yellow", name: "In Progress" },
  },
  { id: "10002", name: "Done", statusCategory: { id: 3, key: "done", colorName: "green", name: "Done" } },
];

/** Statuses seen on issues and on the other ends of their links; each category has at least one. */
function withOther(seen: ReadonlyMap<string, RawRecord>, issues: readonly StoredIssue[]): Map<string, RawRecord> {
  const linked = issues
    .flatMap((issue) => recordsAt(issue.fields, "issuelinks"))
    .flatMap((link) => [...found(link, ["inwardIssue", "outwardIssue"])])
    .flatMap((end) => found(recordAt(end, "fields") ?? {}, ["status"]));
  const all = merge([...seen.values()], linked);
  const categories = new Set([...seen.values()].map((status) => textAt(status, "statusCategory", "key")));
  const missing = STATUSES.filter((status) => !categories.has(textAt(status, "statusCategory", "key")));
  const free = missing.filter(
    (status) => !all.has(textAt(status, "id") ?? "") && named(all, textAt(status, "name") ?? "") === null,
  );
  return merge([...all.values()], free);
}

/** The next free numeric id above those in use. */
function nextId(records: ReadonlyMap<string, RawRecord>): string {
  return String(Math.max(10_000, ...[...records.values()].map((record) => numberAt(record, "id") ?? 0)) + 1);
}
