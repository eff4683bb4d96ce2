import type { RawRecord } from "../data.ts";
import { withoutLocalIds } from "./adf-shape.ts";
import { wordsOf } from "./adf-words.ts";
import { storedText } from "./body-text.ts";
import { named, type ById } from "./catalogue.ts";
import { NOTHING, item, systemItem, type ChangeItem, type Side } from "./change.ts";
import { refuseFields } from "./failure.ts";
import { isRecord, listAt, numberAt, recordAt, textAt } from "../record.ts";
import type { SiteState } from "./site-state.ts";
import { userRecord } from "./account.ts";
import { sprintEntry, sprintIdsOf } from "./sprint-field.ts";
import { isCalled } from "./data-center/users.ts";

/** A field's new value and the changelog lines it causes. */
export type FieldEdit = { readonly value: unknown; readonly items: readonly ChangeItem[] };

/** Where a field is set: the site, the fields before, and the value wanted. */
export type FieldInput = {
  readonly state: SiteState;
  readonly before: RawRecord;
  readonly field: string;
  readonly value: unknown;
};

/**
 * Reads a value as the API takes it and gives it as the API shows it.
 * @throws JiraError 400 with the field if the value is invalid
 */
export function editField(input: FieldInput): FieldEdit {
  const { state, field } = input;
  const editor = EDITORS[field];
  if (editor !== undefined) return editor(input);
  if (field === state.catalogue.sprintField) return sprintEdit(input);
  if (state.catalogue.fields.get(field)?.["custom"] !== true) {
    throw refuseFields({ [field]: `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.` });
  }
  return customEdit(input);
}

const EDITORS: Readonly<Record<string, (input: FieldInput) => FieldEdit>> = {
  summary: summaryEdit,
  description: descriptionEdit,
  labels: labelsEdit,
  duedate: dueEdit,
  priority: (input) => namedEdit(input, input.state.catalogue.priorities),
  issuetype: (input) => namedEdit(input, input.state.catalogue.issueTypes),
  components: (input) => namedListEdit(input, input.state.catalogue.components, "Component"),
  fixVersions: (input) => namedListEdit(input, input.state.catalogue.versions, "Fix Version"),
  versions: (input) => namedListEdit(input, input.state.catalogue.versions, "Version"),
  assignee: userEdit,
  reporter: userEdit,
  parent: parentEdit,
};

function summaryEdit({ before, value }: FieldInput): FieldEdit {
  if (typeof value !== "string" || value.trim() === "") {
    throw refuseFields({ summary: "You must specify a summary of the issue." });
  }
  if (/[\r\n]/.test(value)) {
    throw refuseFields({ summary: "The summary is invalid because it contains newline characters." });
  }
  if (value.length > 255) throw refuseFields({ summary: "Summary can't exceed 255 characters." });
  return { value, items: changed("summary", text(before["summary"]), text(value)) };
}

function descriptionEdit({ state, before, value }: FieldInput): FieldEdit {
  const had = before["description"] ?? null;
  if (JSON.stringify(value) === JSON.stringify(withoutLocalIds(had))) return { value: had, items: [] };
  const stored = value === null ? null : storedText(state, "description", value);
  return { value: stored, items: [systemItem("description", text(wordsOf(had)), text(wordsOf(stored)))] };
}

function labelsEdit({ before, value }: FieldInput): FieldEdit {
  const labels = Array.isArray(value) ? value.filter((label) => typeof label === "string") : [];
  const spaced = labels.find((label) => /\s/.test(label));
  if (spaced !== undefined) throw refuseFields({ labels: `The label '${spaced}' contains spaces which is invalid.` });
  const sorted = [...new Set(labels)].toSorted();
  return { value: sorted, items: changed("labels", text(listAt(before, "labels").join(" ")), text(sorted.join(" "))) };
}

function dueEdit({ before, value }: FieldInput): FieldEdit {
  if (value !== null && (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value))) {
    throw refuseFields({ duedate: "Error parsing date: use yyyy-MM-dd." });
  }
  const side = (date: unknown): Side => (typeof date === "string" ? { id: date, text: date } : NOTHING);
  return { value, items: changed("duedate", side(before["duedate"]), side(value)) };
}

function namedEdit({ before, field, value }: FieldInput, records: ById): FieldEdit {
  const record = lookUp(records, value);
  if (record === null) throw refuseFields({ [field]: `The ${field} selected is invalid.` });
  return { value: record, items: changed(field, sideOf(recordAt(before, field)), sideOf(record)) };
}

function namedListEdit({ before, field, value }: FieldInput, records: ById, title: string): FieldEdit {
  const wanted = (Array.isArray(value) ? value : []).map((entry: unknown) => {
    const record = lookUp(records, entry);
    if (record === null) {
      throw refuseFields({
        [field]: `${title} name '${textAt(entry, "name") ?? textAt(entry, "id") ?? ""}' is not valid`,
      });
    }
    return record;
  });
  const had = listAt(before, field).filter(isRecord);
  const missing = (from: readonly RawRecord[], to: readonly RawRecord[]) =>
    from.filter((one) => !to.some((two) => textAt(two, "id") === textAt(one, "id")));
  const head = { field: title, fieldtype: "jira", fieldId: field };
  const items = [
    ...missing(had, wanted).map((gone) => item(head, sideOf(gone), NOTHING)),
    ...missing(wanted, had).map((added) => item(head, NOTHING, sideOf(added))),
  ];
  return { value: wanted, items };
}

function userEdit({ state, before, field, value }: FieldInput): FieldEdit {
  const called = textAt(value, "name");
  const named = called === null ? undefined : [...state.catalogue.users.values()].find((one) => isCalled(one, called));
  const accountId = textAt(value, "accountId") ?? textAt(value, "id") ?? textAt(named, "accountId") ?? called;
  const own = accountId === state.account.accountId ? userRecord(state.account, state.baseUrl) : null;
  const user = accountId === null ? null : (state.catalogue.users.get(accountId) ?? own);
  if (user === null && accountId !== null) throw refuseFields({ [field]: `User '${accountId}' does not exist.` });
  const side = (record: RawRecord | null): Side => ({
    id: textAt(record, "accountId"),
    text: textAt(record, "displayName"),
  });
  return { value: user, items: changed(field, side(recordAt(before, field)), side(user)) };
}

function parentEdit({ state, before, value }: FieldInput): FieldEdit {
  const wanted = textAt(value, "key") ?? textAt(value, "id");
  const parent = wanted === null ? null : state.store.find(wanted);
  if (parent === null && wanted !== null) throw refuseFields({ parent: "Could not find issue by id or key." });
  const side = (record: RawRecord | null): Side => ({ id: textAt(record, "id"), text: textAt(record, "key") });
  const after = parent === null ? null : state.view.brief(parent);
  const had = side(recordAt(before, "parent"));
  const head = { field: "IssueParentAssociation", fieldtype: "jira" };
  return { value: after, items: had.id === side(after).id ? [] : [item(head, had, side(after))] };
}

/** The sprint is written as one number; sprints that are over stay in the field. */
function sprintEdit({ state, before, field, value }: FieldInput): FieldEdit {
  const { sprints } = state.catalogue;
  const wanted = value === null ? null : numberAt({ value }, "value");
  const sprint = wanted === null ? null : sprints.get(String(wanted));
  if (sprint === undefined || (wanted === null && value !== null)) {
    throw refuseFields({
      [field]:
        value === null || wanted !== null
          ? `Sprint with id ${wanted} does not exist.`
          : "Number value expected as the Sprint id.",
    });
  }
  const had = listAt(before, field);
  const over = had.filter((entry) =>
    sprintIdsOf([entry]).some((id) => sprints.get(id)?.["state"] === "closed" && id !== String(wanted)),
  );
  const entries = [...over, ...(sprint === null ? [] : [sprintEntry(sprint)])];
  const head = {
    field: textAt(state.catalogue.fields.get(field), "name") ?? "Sprint",
    fieldtype: "custom",
    fieldId: field,
  };
  const side = (list: readonly unknown[]): Side => {
    const ids = sprintIdsOf(list);
    return { id: ids.join(", "), text: ids.map((id) => textAt(sprints.get(id), "name") ?? id).join(", ") };
  };
  const lines = side(had).id === side(entries).id ? [] : [item(head, side(had), side(entries))];
  return { value: entries.length === 0 ? null : entries, items: lines };
}

function customEdit({ state, before, field, value }: FieldInput): FieldEdit {
  const description = state.catalogue.fields.get(field);
  if (textAt(description, "schema", "type") === "number" && value !== null && typeof value !== "number") {
    throw refuseFields({ [field]: "Operation value must be a number" });
  }
  const side = (shown: unknown): Side => ({
    id: null,
    text: shown === null || shown === undefined ? null : plainValue(shown),
  });
  const head = { field: textAt(description, "name") ?? field, fieldtype: "custom", fieldId: field };
  const same = JSON.stringify(before[field] ?? null) === JSON.stringify(value ?? null);
  return { value: value ?? null, items: same ? [] : [item(head, side(before[field]), side(value))] };
}

function plainValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function changed(field: string, before: Side, after: Side): readonly ChangeItem[] {
  return before.id === after.id && (before.text ?? "") === (after.text ?? "") ? [] : [systemItem(field, before, after)];
}

function text(value: unknown): Side {
  return { id: null, text: typeof value === "string" ? value : null };
}

function sideOf(record: RawRecord | null): Side {
  return { id: textAt(record, "id"), text: textAt(record, "name") };
}

function lookUp(records: ById, value: unknown): RawRecord | null {
  const id = textAt(value, "id");
  const name = textAt(value, "name");
  return id === null ? (name === null ? null : named(records, name)) : (records.get(id) ?? null);
}
