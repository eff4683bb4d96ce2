import { z } from "zod";
import type { JiraClient } from "./client.ts";
import { parseAll } from "./pages.ts";
import { CreatableTypes } from "./schema.ts";

const text = z.string();

/** An allowed value of a field: options have a `value`, everything else a `name`. */
const AllowedValue = z.object({
  id: text.optional().catch(undefined),
  value: text.optional().catch(undefined),
  name: text.optional().catch(undefined),
  children: z
    .array(z.object({ id: text, value: text }))
    .optional()
    .catch(undefined),
});
export type AllowedValue = z.infer<typeof AllowedValue>;

export const CreateField = z.object({
  fieldId: text,
  name: text,
  required: z.boolean().catch(false),
  hasDefaultValue: z.boolean().catch(false),
  schema: z.object({ type: text, items: text.optional(), custom: text.optional(), system: text.optional() }),
  allowedValues: z.array(AllowedValue).nullish().catch(null),
});
export type CreateField = z.infer<typeof CreateField>;

const FieldsPage = z.object({
  fields: z.array(z.unknown()).optional(),
  results: z.array(z.unknown()).optional(),
  total: z.number().optional().catch(undefined),
});

/** Reads the fields on the create screen of an issue type. */
export async function readCreateFields(
  client: JiraClient,
  project: string,
  issueTypeId: string,
): Promise<readonly CreateField[]> {
  const fields: CreateField[] = [];
  for (let startAt = 0; ;) {
    const from = startAt;
    const page = await client.call({
      what: `reading what a new issue in ${project} asks for`,
      schema: FieldsPage,
      request: (api) => api.createFields(project, issueTypeId, { startAt: from, maxResults: 200 }),
    });
    const raw = page.fields ?? page.results ?? [];
    fields.push(...parseAll(CreateField, raw, "field").records);
    startAt += raw.length;
    if (raw.length === 0 || startAt >= (page.total ?? 0)) return fields;
  }
}

export type CreatableType = { readonly id: string; readonly name: string; readonly subtask: boolean };

/**
 * All issue types that the account may create in a project.
 * @throws Failure with the cause 400, 403 or 404 if the account sees no such project
 */
export async function creatableTypes(client: JiraClient, project: string): Promise<readonly CreatableType[]> {
  const types: CreatableType[] = [];
  for (;;) {
    const page = { startAt: types.length, maxResults: 50 };
    const { issueTypes, total = 0 } = await client.call({
      what: `reading the issue types of ${project}`,
      schema: CreatableTypes,
      request: (api) => api.creatableTypes(project, page),
    });
    types.push(...issueTypes);
    if (issueTypes.length === 0 || types.length >= total) return types;
  }
}
