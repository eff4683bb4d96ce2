import type { RawRecord } from "../data.ts";
import type { ChangeItem } from "./change.ts";
import { JiraError } from "./failure.ts";
import { editField } from "./field-edit.ts";
import { isRecord, listAt, textAt } from "../record.ts";
import type { SiteState } from "./site-state.ts";

/** The edits in the body of a write. */
export type Wanted = { readonly fields: RawRecord; readonly update: unknown };

export type Edited = { readonly fields: RawRecord; readonly items: readonly ChangeItem[] };

/** Applies `fields` and `update`; returns the errors of all fields together, as Jira does. */
export function editAll(state: SiteState, before: RawRecord, wanted: Wanted): Edited {
  const { fields, update } = wanted;
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
  if (Object.keys(errors).length > 0) throw new JiraError(400, { errorMessages: [], errors });
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
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    if (Object.hasOwn(operation, "set")) {
      value = operation["set"];
    } else if (Object.hasOwn(operation, "add")) {
      value = [...list, operation["add"]];
    } else if (Object.hasOwn(operation, "remove")) {
      value = list.filter((entry) => !sameEntry(entry, operation["remove"]));
    }
  }
  return value;
}

function sameEntry(entry: unknown, wanted: unknown): boolean {
  if (!isRecord(entry)) return entry === wanted;
  const id = textAt(wanted, "id");
  return id === null ? textAt(entry, "name") === textAt(wanted, "name") : textAt(entry, "id") === id;
}
