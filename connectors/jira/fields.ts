import { closest } from "fastest-levenshtein";
import { Failure } from "../../src/domain/failure.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { Field } from "./schema.ts";
import type { SiteFacts } from "./site.ts";

const sprintCustom = "com.pyxis.greenhopper.jira:gh-sprint";
const estimateCustom = "com.pyxis.greenhopper.jira:jsw-story-points";
const startCustom = "com.atlassian.jpo:jpo-custom-field-baseline-start";

export type FoundFields = Omit<SiteFacts, "accountId"> & { readonly notes: readonly string[] };

/**
 * Finds a site's own fields: their ids differ from site to site, so only kinds and names are known.
 * @throws Failure `config-invalid` when the configured points field does not exist, naming the nearest.
 */
export function findFields(connection: JiraConnection, fields: readonly Field[]): FoundFields {
  const sprint = fields.find(({ schema }) => schema?.custom === sprintCustom) ?? null;
  const points = pointsAmong(connection, fields);
  const start =
    fields.find(({ schema }) => schema?.custom === startCustom) ??
    fields.find((field) => isNamed(field, "start date") && field.schema?.type === "date");
  return {
    sprintField: sprint?.id ?? null,
    pointsFields: points.map(({ id }) => id),
    startField: start?.id ?? null,
    notes: [
      ...(sprint === null ? ["The site has no sprint field: items have no sprints."] : []),
      ...pointsNotes(connection, points),
    ],
  };
}

/** Company-managed projects have "Story Points", team-managed ones an estimate field of their own; a site can have both. */
function pointsAmong(connection: JiraConnection, fields: readonly Field[]): readonly Field[] {
  const wanted = connection.pointsField;
  if (wanted !== null) return [configuredField(connection, wanted, fields)];
  const byName = fields.filter((field) => holdsWords(field) && isNamed(field, "story points"));
  const byKind = fields.filter(({ schema }) => schema?.custom === estimateCustom);
  const certain = [...new Set([...byName.filter(isNumber), ...byKind])];
  return certain.length > 0 ? certain : byName;
}

function configuredField(connection: JiraConnection, wanted: string, fields: readonly Field[]): Field {
  const named = numbersFirst(fields.filter((candidate) => isNamed(candidate, wanted)));
  const field = fields.find(({ id }) => id === wanted) ?? named[0];
  if (field !== undefined) return field;
  const names = fields.map(({ name }) => name);
  throw new Failure({
    code: "config-invalid",
    what: `${connection.key} has no field "${wanted}" to take estimates from.`,
    remedy: `Set pointsField of connection ${connection.key} to a field of the site${nearest(wanted, names)}.`,
    verdict: { kind: "stop" },
  });
}

function pointsNotes(connection: JiraConnection, points: readonly Field[]): readonly string[] {
  if (points.length === 0) return ["The site has no story point field: items have no estimates."];
  if (points.length === 1) return [];
  const names = points.map(({ id, name }) => `"${name}" (${id})`).join(", ");
  return [
    `${points.length} fields could be the estimate: ${names}. The first that an item has counts; ` +
      `set pointsField of connection ${connection.key} to choose one.`,
  ];
}

/** By the name as it is shown, or as the site has it before translation. */
function isNamed({ name, untranslatedName }: Field, wanted: string): boolean {
  return [name, untranslatedName ?? ""].some((one) => one.trim().toLowerCase() === wanted.trim().toLowerCase());
}

function isNumber({ schema }: Field): boolean {
  return schema?.type === "number";
}

/** Select lists and text fields can hold numbers as well. */
function holdsWords({ schema }: Field): boolean {
  return ["number", "option", "option-with-child", "string", "array"].includes(schema?.type ?? "");
}

function numbersFirst(fields: readonly Field[]): readonly Field[] {
  return [...fields.filter(isNumber), ...fields.filter((field) => !isNumber(field))];
}

/** `, such as "Blocks"`; empty where there is nothing to be near to. */
export function nearest(wanted: string, names: readonly string[]): string {
  return names.length === 0 ? "" : `, such as "${closest(wanted, [...names])}"`;
}

/** What an issue is asked for. */
export function issueFields(facts: SiteFacts): string[] {
  const fixed = [
    "summary",
    "issuetype",
    "project",
    "status",
    "resolution",
    "resolutiondate",
    "statuscategorychangedate",
    "created",
    "updated",
    "labels",
    "components",
    "fixVersions",
    "reporter",
    "creator",
    "duedate",
    "description",
    "issuelinks",
    "parent",
  ];
  return [...fixed, ...[facts.sprintField, ...facts.pointsFields, facts.startField].filter((field) => field !== null)];
}
