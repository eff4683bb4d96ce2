import type { RawRecord } from "../data.ts";
import type { Catalogue } from "./catalogue.ts";
import { refuseFields } from "./failure.ts";
import { isRecord, listAt, textAt } from "../record.ts";

/** Additional fields on a project's create screen, by the field's id. */
export function askedFields({ createFields }: Catalogue, project: string): ReadonlyMap<string, RawRecord> {
  const own = createFields.filter((field) => textAt(field, "project") === project);
  return new Map(own.map((field) => [textAt(field, "fieldId") ?? "", field]));
}

/** Checks of a create that precede all others. @throws JiraError 400 naming every field at fault */
export function requireAsked(catalogue: Catalogue, project: string, fields: RawRecord): void {
  const errors: Record<string, string> = {};
  for (const [id, asked] of askedFields(catalogue, project)) {
    const name = textAt(catalogue.fields.get(id), "name") ?? id;
    const value = fields[id] ?? null;
    const isEmpty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
    if (isEmpty && asked["required"] === true && asked["hasDefaultValue"] !== true) errors[id] = `${name} is required.`;
    if (!isEmpty && !isAllowed(asked, value)) errors[id] = `Specify a valid value for ${name}`;
  }
  if (Object.keys(errors).length > 0) throw refuseFields(errors);
}

function isAllowed(asked: RawRecord, value: unknown): boolean {
  const allowed = listAt(asked, "allowedValues").filter(isRecord);
  if (allowed.length === 0) return true;
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.every((one) =>
    allowed.some(
      (option) =>
        textAt(option, "id") === textAt(one, "id") ||
        (textAt(one, "value") !== null && textAt(option, "value") === textAt(one, "value")),
    ),
  );
}
