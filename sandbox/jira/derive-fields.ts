import type { RawRecord } from "../data.ts";
import { isRecord, textAt } from "../record.ts";
import { sprintIdsOf } from "./sprint-field.ts";
import type { StoredIssue } from "./stored-issue.ts";

const SYSTEM: readonly (readonly [id: string, name: string, type: string, items?: string])[] = [
  ["summary", "Summary", "string"],
  ["issuetype", "Issue Type", "issuetype"],
  ["project", "Project", "project"],
  ["status", "Status", "status"],
  ["statusCategory", "Status Category", "statusCategory"],
  ["statuscategorychangedate", "Status Category Changed", "datetime"],
  ["resolution", "Resolution", "resolution"],
  ["resolutiondate", "Resolved", "datetime"],
  ["created", "Created", "datetime"],
  ["updated", "Updated", "datetime"],
  ["duedate", "Due date", "date"],
  ["labels", "Labels", "array", "string"],
  ["components", "Components", "array", "component"],
  ["fixVersions", "Fix versions", "array", "version"],
  ["versions", "Affects versions", "array", "version"],
  ["priority", "Priority", "priority"],
  ["assignee", "Assignee", "user"],
  ["reporter", "Reporter", "user"],
  ["creator", "Creator", "user"],
  ["description", "Description", "string"],
  ["issuelinks", "Linked Issues", "array", "issuelinks"],
  ["subtasks", "Sub-tasks", "array", "issuelinks"],
  ["parent", "Parent", "issuelink"],
  ["comment", "Comment", "comments-page"],
];

/** The fields of a site: the system's, those given, and a guess at custom fields that only the issues show. */
export function deriveFields(
  given: readonly RawRecord[],
  issues: readonly StoredIssue[],
): ReadonlyMap<string, RawRecord> {
  const fields = new Map<string, RawRecord>(SYSTEM.map((field) => [field[0], systemField(field)]));
  for (const [id, samples] of customValues(issues)) fields.set(id, guessedField(id, samples));
  if (!given.some((field) => textAt(field, "schema", "type") === "number")) namePoints(fields, issues);
  for (const field of given) {
    const id = textAt(field, "id");
    if (id !== null) fields.set(id, { ...flags(true), key: id, clauseNames: clauseNames(field), ...field });
  }
  return fields;
}

function systemField([id, name, type, items]: (typeof SYSTEM)[number]): RawRecord {
  const schema = items === undefined ? { type, system: id } : { type, items, system: id };
  return { id, key: id, name, ...flags(false), clauseNames: [id], schema };
}

function flags(custom: boolean): RawRecord {
  return { custom, orderable: true, navigable: true, searchable: true };
}

function clauseNames(field: RawRecord): readonly string[] {
  const number = textAt(field, "schema", "customId") ?? /^customfield_(\d+)$/.exec(textAt(field, "id") ?? "")?.[1];
  const name = textAt(field, "name");
  return [...(number === undefined || number === null ? [] : [`cf[${number}]`]), ...(name === null ? [] : [name])];
}

function customValues(issues: readonly StoredIssue[]): ReadonlyMap<string, unknown> {
  const samples = new Map<string, unknown>();
  for (const issue of issues) {
    for (const [id, value] of Object.entries(issue.fields)) {
      const empty = value === null || (Array.isArray(value) && value.length === 0);
      if (/^customfield_\d+$/.test(id) && (!empty || !samples.has(id))) samples.set(id, empty ? null : value);
    }
  }
  return samples;
}

function guessedField(id: string, sample: unknown): RawRecord {
  const customId = Number(id.slice("customfield_".length));
  const { name, schema } = guess(sample);
  const shown = name ?? `Custom field ${customId}`;
  return {
    id,
    key: id,
    name: shown,
    ...flags(true),
    clauseNames: [`cf[${customId}]`, shown],
    schema: { ...schema, customId },
  };
}

const TYPES = "com.atlassian.jira.plugin.system.customfieldtypes";

function guess(sample: unknown): { name: string | null; schema: RawRecord } {
  if (Array.isArray(sample) && sprintIdsOf(sample).length > 0) {
    return { name: "Sprint", schema: { type: "array", items: "json", custom: "com.pyxis.greenhopper.jira:gh-sprint" } };
  }
  if (typeof sample === "number") return { name: null, schema: { type: "number", custom: `${TYPES}:float` } };
  if (typeof sample === "string" && /^\d\|[a-z0-9]+:/.test(sample)) {
    return { name: "Rank", schema: { type: "any", custom: "com.pyxis.greenhopper.jira:gh-lexo-rank" } };
  }
  if (Array.isArray(sample)) {
    return {
      name: null,
      schema: { type: "array", items: isRecord(sample[0]) ? "option" : "string", custom: `${TYPES}:multiselect` },
    };
  }
  return { name: null, schema: { type: isRecord(sample) ? "option" : "string", custom: `${TYPES}:textfield` } };
}

/** Uses the undescribed number field with the most values as the estimate. */
function namePoints(fields: Map<string, RawRecord>, issues: readonly StoredIssue[]): void {
  const numbers = [...fields].filter(([, field]) => textAt(field, "schema", "type") === "number");
  const uses = numbers.map(([id, field]) => ({
    id,
    field,
    count: issues.filter((issue) => typeof issue.fields[id] === "number").length,
  }));
  const [most] = uses.toSorted((a, b) => b.count - a.count);
  if (most !== undefined) {
    fields.set(most.id, {
      ...most.field,
      name: "Story Points",
      clauseNames: [...clauseNames(most.field).slice(0, 1), "Story Points"],
    });
  }
}
