import { z } from "zod";
import { Failure } from "../../src/domain/failure.ts";
import type { GivenFields, RollupTarget } from "../../src/domain/model/train.ts";
import type { JiraClient } from "./client.ts";
import { readCreateFields, type CreateField, creatableTypes } from "./create-fields.ts";
import { fieldValue, namesOf, quoted, type People } from "./field-values.ts";
import { suchAs } from "./fields.ts";

type JiraTarget = Extract<RollupTarget, { system: "jira" }>;

/** Fields of a new issue from the train file, in the API's form, and their problems. */
export type PreparedFields = {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Clauses for a message. */
  readonly problems: readonly string[];
};

/** Fields that Signalbox sets, or that have defaults in Jira. */
const filledIn: ReadonlySet<string> = new Set(["project", "issuetype", "summary", "description", "labels", "reporter"]);

/** `takesText`: whether the create screen shows the description, which holds the rollup. */
type CreateScreen = PreparedFields & { readonly takesText: boolean };

/**
 * Checks the fields in the train file against the project's create screen.
 * @returns null if the account sees no such issue type in the project
 */
export async function prepareFields(client: JiraClient, target: JiraTarget): Promise<CreateScreen | null> {
  const { project, issueType, fields: given = {} } = target;
  const types = await creatableTypes(client, project);
  const type = types.find(({ name }) => name.toLowerCase() === issueType.toLowerCase());
  if (type === undefined) return null;
  const asked = await readCreateFields(client, project, type.id);
  const takesText = asked.some(({ fieldId }) => fieldId === "description");
  return { ...prepared(asked, given, await peopleIn(client, asked, given)), takesText };
}

/** The failure for a new issue that Jira would refuse by its create screen; null if it takes one. */
export async function screenFault(client: JiraClient, target: JiraTarget): Promise<Failure | null> {
  const screen = await prepareFields(client, target);
  if (screen === null) return null;
  const { key } = client.connection;
  if (screen.problems.length > 0) return fieldsRefused(key, target, screen.problems);
  return screen.takesText ? null : textRefused(key, target);
}

/** Pure. */
export function prepared(asked: readonly CreateField[], given: GivenFields, people: People): PreparedFields {
  const fields: Record<string, unknown> = {};
  const problems: string[] = [];
  const named = new Set<string>();
  for (const [name, value] of Object.entries(given)) {
    const [field, ...more] = fieldsCalled(asked, name);
    if (field === undefined) {
      const hint = suchAs(
        name,
        asked.map((one) => one.name),
      );
      problems.push(`there is no field ${quoted(name)} to be set${hint}`);
    } else if (more.length > 0) {
      const ids = [field, ...more].map(({ fieldId }) => fieldId).join(", ");
      problems.push(`several fields are called ${quoted(name)}: name one by its id, ${ids}`);
    } else {
      named.add(field.fieldId);
      const converted = fieldValue(field, value, people);
      if ("problem" in converted) problems.push(converted.problem);
      else fields[field.fieldId] = converted.value;
    }
  }
  const missing = asked.filter(
    ({ fieldId, required, hasDefaultValue }) =>
      required && !hasDefaultValue && !filledIn.has(fieldId) && !named.has(fieldId),
  );
  return { fields, problems: [...missing.map(asksFor), ...problems] };
}

/** Fields by id, else by name, preferring the same case. */
function fieldsCalled(asked: readonly CreateField[], name: string): readonly CreateField[] {
  const byId = asked.filter(({ fieldId }) => fieldId.toLowerCase() === name.toLowerCase());
  return byId.length > 0 ? byId : asked.filter((one) => one.name.trim().toLowerCase() === name.trim().toLowerCase());
}

function asksFor({ name, fieldId, allowedValues }: CreateField): string {
  const values = allowedValues == null || allowedValues.length === 0 ? "" : `, one of ${namesOf(allowedValues)}`;
  return `it asks for ${quoted(name)} (${fieldId})${values}`;
}

const Users = z.array(
  z.object({
    accountId: z.string(),
    displayName: z.string().catch(""),
    emailAddress: z.string().catch(""),
    active: z.boolean().catch(true),
  }),
);

/** Account ids of the named people, by e-mail address or name; omits ambiguous names. */
async function peopleIn(client: JiraClient, asked: readonly CreateField[], given: GivenFields): Promise<People> {
  const people = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    const [field] = fieldsCalled(asked, name);
    if (field === undefined || (field.schema.items ?? field.schema.type) !== "user") continue;
    for (const one of typeof value === "object" ? value : [value]) {
      const words = String(one).trim();
      const accountId = await accountOf(client, words);
      if (accountId !== null) people.set(words, accountId);
    }
  }
  return people;
}

async function accountOf(client: JiraClient, words: string): Promise<string | null> {
  const found = await client.call({
    what: `looking for the person "${words}"`,
    schema: Users,
    remedies: {
      forbidden: `Give the account of connection ${client.connection.key} the permission "Browse users and groups", or name people by account id.`,
    },
    request: (api) => api.users(isAccountId(words) ? { accountId: words } : { query: words }),
  });
  const wanted = words.toLowerCase();
  const exact = found.filter(
    ({ accountId, displayName, emailAddress, active }) =>
      active && [accountId, displayName, emailAddress].some((one) => one.toLowerCase() === wanted),
  );
  const [only, ...more] = exact.length > 0 ? exact : found;
  return only === undefined || more.length > 0 ? null : only.accountId;
}

/** Whether the words are an account id, such as `5b10a2844c20165700ede21g` or `712020:…`. */
function isAccountId(words: string): boolean {
  return /^(?:[0-9a-f]{24}|\d+:[\w-]+)$/u.test(words);
}

function textRefused(connection: string, { project, issueType }: JiraTarget): Failure {
  return new Failure({
    code: "config-invalid",
    what: `A new ${issueType} in ${project} of ${connection} takes no description, which holds the rollup.`,
    remedy: `Add the field "Description" to the screens of ${issueType} in ${project}, or name another issue type under reports.rollup.`,
    verdict: { kind: "park" },
  });
}

/** The failure for an issue that Jira would refuse to create. */
export function fieldsRefused(connection: string, { project, issueType }: JiraTarget, problems: readonly string[]) {
  return new Failure({
    code: "config-invalid",
    what: `A new ${issueType} in ${project} of ${connection} cannot be created: ${problems.join("; ")}.`,
    remedy: "Correct `fields` of this place under reports.rollup.",
    verdict: { kind: "park" },
  });
}
