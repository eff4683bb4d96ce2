import type { RawRecord } from "../../data.ts";
import { named, type ById, type Catalogue } from "../catalogue.ts";
import { refuse } from "../failure.ts";
import { parseInstant } from "../instant.ts";
import { isRecord, numberAt, textAt, valueAt } from "../../record.ts";
import { sprintIdsOf } from "../sprint-field.ts";
import type { StoredIssue } from "../stored-issue.ts";

/**
 * A field a query can name.
 * - `names`: matched by any of several names of any of its values; `known`: values that a query may use
 * - `time`, `number`: compared by size
 * - `issue`: the issue itself, by key or id; `parent`: another issue
 * - `text`: only `~`, empty or not
 */
export type JqlField =
  | {
      readonly kind: "names";
      readonly name: string;
      readonly names: (issue: StoredIssue) => readonly string[];
      readonly known: ((value: string) => boolean) | null;
    }
  | { readonly kind: "time" | "number"; readonly name: string; readonly size: (issue: StoredIssue) => number | null }
  | { readonly kind: "issue"; readonly name: string }
  | { readonly kind: "parent"; readonly name: string }
  | { readonly kind: "text"; readonly name: string; readonly text: (issue: StoredIssue) => string | null };

type Single = readonly [
  field: string,
  records: keyof Catalogue & ("statuses" | "issueTypes" | "priorities" | "resolutions" | "components" | "versions"),
];

const RECORD_FIELDS: Readonly<Record<string, Single>> = {
  status: ["status", "statuses"],
  issuetype: ["issuetype", "issueTypes"],
  type: ["issuetype", "issueTypes"],
  priority: ["priority", "priorities"],
  resolution: ["resolution", "resolutions"],
  component: ["components", "components"],
  components: ["components", "components"],
  fixversion: ["fixVersions", "versions"],
  fixversions: ["fixVersions", "versions"],
  affectedversion: ["versions", "versions"],
};

const TIMES: Readonly<Record<string, string>> = {
  resolved: "resolutiondate",
  resolutiondate: "resolutiondate",
  due: "duedate",
  duedate: "duedate",
};

/**
 * Finds a field by the name a query uses: system names, `cf[10020]`, ids and names of custom fields.
 * @throws JiraError 400 if the site has no such field
 */
export function jqlField(written: string, catalogue: Catalogue): JqlField {
  const name = written.toLowerCase();
  const field = systemField(name, catalogue) ?? customField(written, catalogue);
  if (field === null) throw refuse(400, `Field '${written}' does not exist or you do not have permission to view it.`);
  return field;
}

function systemField(name: string, catalogue: Catalogue): JqlField | null {
  const single = RECORD_FIELDS[name];
  if (single !== undefined) {
    const [field, records] = single;
    return recordField(name, field, catalogue[records]);
  }
  const time = TIMES[name];
  if (time !== undefined) return { kind: "time", name, size: (issue) => parseInstant(textAt(issue.fields, time)) };
  switch (name) {
    case "key":
    case "issuekey":
    case "id":
    case "issue":
      return { kind: "issue", name };
    case "parent":
      return { kind: "parent", name };
    case "updated":
    case "updateddate":
      return { kind: "time", name, size: (issue) => issue.updatedAt };
    case "created":
    case "createddate":
      return { kind: "time", name, size: (issue) => issue.createdAt };
    case "project":
      return { kind: "names", name, names: projectNames, known: (value) => isLive(named(catalogue.projects, value)) };
    case "labels":
      return { kind: "names", name, names: (issue) => valueNames(issue.fields["labels"]), known: null };
    case "statuscategory":
      return {
        kind: "names",
        name,
        names: (issue) => valueNames(valueAt(issue.fields, "status", "statusCategory")),
        known: isCategory,
      };
    case "sprint":
      return catalogue.sprintField === null ? null : sprintField(catalogue.sprintField, catalogue);
    case "assignee":
    case "reporter":
    case "creator":
      return { kind: "names", name, names: (issue) => valueNames(issue.fields[name]), known: isNoUserKey };
    case "hierarchylevel":
      return { kind: "number", name, size: (issue) => numericAt(issue.fields, "issuetype", "hierarchyLevel") };
    case "summary":
      return { kind: "text", name, text: (issue) => textAt(issue.fields, "summary") };
    case "description":
      return {
        kind: "text",
        name,
        text: (issue) => (issue.fields["description"] ? JSON.stringify(issue.fields["description"]) : null),
      };
    default:
      return null;
  }
}

function recordField(name: string, field: string, records: ById): JqlField {
  return {
    kind: "names",
    name,
    names: (issue) => valueNames(issue.fields[field]),
    known: (value) => named(records, value) !== null,
  };
}

function projectNames(issue: StoredIssue): readonly string[] {
  return [issue.projectKey.toLowerCase(), ...valueNames(issue.fields["project"])];
}

function isCategory(value: string): boolean {
  return [
    "new",
    "to do",
    "2",
    "indeterminate",
    "in progress",
    "4",
    "done",
    "3",
    "undefined",
    "no category",
    "1",
  ].includes(value.toLowerCase());
}

function sprintField(id: string, catalogue: Catalogue): JqlField {
  const names = (issue: StoredIssue) =>
    sprintIdsOf(issue.fields[id]).flatMap((sprint) => [
      sprint,
      textAt(catalogue.sprints.get(sprint), "name")?.toLowerCase() ?? sprint,
    ]);
  return { kind: "names", name: "sprint", names, known: (value) => named(catalogue.sprints, value) !== null };
}

function customField(written: string, catalogue: Catalogue): JqlField | null {
  const number = /^cf\[(\d+)\]$/i.exec(written)?.[1];
  const found = named(catalogue.fields, number === undefined ? written : `customfield_${number}`);
  const id = textAt(found, "id");
  if (found === null || id === null || found["custom"] !== true) return null;
  if (id === catalogue.sprintField) return sprintField(id, catalogue);
  const type = textAt(found, "schema", "type");
  if (type === "number") return { kind: "number", name: written, size: (issue) => numericAt(issue.fields, id) };
  if (type === "date" || type === "datetime") {
    return { kind: "time", name: written, size: (issue) => parseInstant(textAt(issue.fields, id)) };
  }
  return { kind: "names", name: written, names: (issue) => valueNames(issue.fields[id]), known: null };
}

function numericAt(fields: RawRecord, ...path: readonly string[]): number | null {
  const value = valueAt(fields, ...path);
  return typeof value === "number" ? value : numberAt(fields, ...path);
}

/** Every name, in lower case, by which a query may mean a value. */
function valueNames(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(valueNames);
  if (isRecord(value)) {
    return ["id", "key", "name", "value", "accountId", "displayName", "emailAddress"]
      .map((member) => textAt(value, member)?.toLowerCase())
      .filter((name) => name !== undefined);
  }
  if (value === null || value === undefined) return [];
  return [(typeof value === "string" ? value : JSON.stringify(value)).toLowerCase()];
}

/** Queries find neither archived projects nor former keys. */
function isLive(project: RawRecord | null): boolean {
  return project !== null && project["archived"] !== true;
}

/** Data Center's JQL takes user names, never the keys behind them (community.atlassian.com, "JIRA 6.0 has user keys"). */
function isNoUserKey(value: string): boolean {
  return !/^JIRAUSER/iu.test(value);
}
