import type { RawRecord } from "../../data.ts";
import { isRecord, recordAt, textAt, without } from "../../record.ts";
import { sprintText } from "../hooks/older-json.ts";
import { serverUser } from "./users.ts";

/** Id of the field that holds the key of an issue's epic: Data Center knows no other parent of a story. */
export const epicLinkField = "customfield_10014";

export const epicLink: RawRecord = {
  id: epicLinkField,
  name: "Epic Link",
  custom: true,
  schema: { type: "any", custom: "com.pyxis.greenhopper.jira:gh-epic-link", customId: 10_014 },
};

export type FormContext = { readonly baseUrl: string; readonly sprintField: string | null };

/** What an answer or event of the site looks like in Data Center. */
export function serverForm(value: unknown, context: FormContext): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => serverForm(one, context));
  if (!isRecord(value)) return value;
  if (typeof value["accountId"] === "string") return serverUser(value, context.baseUrl);
  const record = isChange(value) ? changeForm(value) : isIssue(value) ? issueForm(value) : value;
  return Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => !cloudOnly.has(name))
      .map(([name, part]) => [name, memberForm(name, part, context)]),
  );
}

/** Members that Data Center's records lack. */
const cloudOnly: ReadonlySet<string> = new Set([
  "hierarchyLevel",
  "statuscategorychangedate",
  "untranslatedName",
  "location",
  "isPrivate",
  "jsdPublic",
]);

function memberForm(name: string, value: unknown, context: FormContext): unknown {
  if (name === "self" && typeof value === "string") return value.replace("/rest/api/3/", "/rest/api/2/");
  if (name === context.sprintField && Array.isArray(value)) {
    return value.map((entry: unknown) => (isRecord(entry) ? sprintText(entry) : entry));
  }
  return serverForm(value, context);
}

function isChange(record: RawRecord): boolean {
  return typeof record["field"] === "string" && typeof record["fieldtype"] === "string";
}

function changeForm(change: RawRecord): RawRecord {
  const plain = without(change, "fieldId");
  return plain["field"] === "IssueParentAssociation" ? { ...plain, field: "Epic Link", fieldtype: "custom" } : plain;
}

function isIssue(record: RawRecord): boolean {
  return typeof record["key"] === "string" && isRecord(record["fields"]);
}

/** Only sub-tasks have a `parent`. */
function issueForm(issue: RawRecord): RawRecord {
  const fields = recordAt(issue, "fields") ?? {};
  const epic = textAt(fields, "parent", "key");
  if (epic === null || recordAt(fields, "issuetype")?.["subtask"] === true) return issue;
  return { ...issue, fields: { ...without(fields, "parent"), [epicLinkField]: epic } };
}
