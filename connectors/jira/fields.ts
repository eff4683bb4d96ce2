import { nearest } from "../../src/domain/similar-name.ts";
import { Failure } from "../../src/domain/failure.ts";
import type { KnownName } from "../../src/domain/items/names.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { SeenName } from "../../src/ports/connector.ts";
import type { Note } from "../../src/domain/setup/finding.ts";
import type { Field } from "./schema.ts";
import type { SiteFacts } from "./site.ts";

export const sprintCustom = "com.pyxis.greenhopper.jira:gh-sprint";
/** Name of the estimate field in company-managed projects. */
const usualName = "story points";
export const estimateCustom = "com.pyxis.greenhopper.jira:jsw-story-points";
const startCustom = "com.atlassian.jpo:jpo-custom-field-baseline-start";

export type FoundFields = Omit<SiteFacts, "accountId" | "linkTypes"> & {
  readonly notes: readonly Note[];
  /** Names of the estimate fields. */
  readonly names: readonly SeenName[];
};

/**
 * Finds a site's custom fields by kind and name, since their ids differ between sites.
 * @throws Failure `config-invalid`, with the nearest name, if a configured field does not exist and never did
 */
export function findFields(
  connection: JiraConnection,
  fields: readonly Field[],
  known: readonly KnownName[],
): FoundFields {
  const sprint = fields.find(({ schema }) => schema?.custom === sprintCustom) ?? null;
  const points = pointsAmong(connection, fields, known);
  const value = businessValueAmong(connection, fields, known);
  const starts = [
    ...fields.filter(({ schema }) => schema?.custom === startCustom),
    ...fields.filter((field) => isNamed(field, "start date") && field.schema?.type === "date"),
  ];
  return {
    sprintField: sprint?.id ?? null,
    pointsFields: points.map(({ id }) => id),
    ...(value !== null && { businessValueField: value.id }),
    startFields: starts.map(({ id }) => id),
    notes: [
      ...(sprint === null ? [note("The site has no sprint field: items have no sprints.", null)] : []),
      ...pointsNotes(connection, points),
      ...renamedNotes(connection, points),
      ...timeNotes(connection, points),
      ...businessValueNotes(connection, value),
    ],
    names: [...namesOf(connection, points), ...businessValueNames(connection, value)],
  };
}

/**
 * The estimate fields: "Story Points" in company-managed projects, another field in team-managed ones; a site can have
 * both.
 */
function pointsAmong(
  connection: JiraConnection,
  fields: readonly Field[],
  known: readonly KnownName[],
): readonly Field[] {
  const wanted = connection.pointsField;
  if (wanted !== null) {
    const setting = { key: "pointsField", wanted, holds: "estimates" } as const;
    return configuredFields(connection, setting, { fields, known });
  }
  const byName = usualFields(fields, known);
  const byKind = fields.filter(({ schema }) => schema?.custom === estimateCustom);
  const certain = [...new Set([...byName.filter(isNumber), ...byKind])];
  return certain.length > 0 ? certain : byName;
}

/** Fields with the usual name; if there are none, fields that once had it. */
function usualFields(fields: readonly Field[], known: readonly KnownName[]): readonly Field[] {
  const named = fields.filter((field) => holdsWords(field) && isNamed(field, usualName));
  return named.length > 0 ? named : fields.filter(({ id }) => idsOnceCalled(usualName, known).has(id));
}

function idsOnceCalled(wanted: string, known: readonly KnownName[]): ReadonlySet<string> {
  const former = known.filter(({ kind, name }) => kind === "field" && isNamed({ name }, wanted));
  return new Set(former.map(({ nativeId }) => nativeId));
}

/** Only a field that the train file names: no name of a field tells that it is about business value. */
function businessValueAmong(
  connection: JiraConnection,
  fields: readonly Field[],
  known: readonly KnownName[],
): Field | null {
  const wanted = connection.businessValueField;
  if (wanted === undefined) return null;
  const setting = { key: "businessValueField", wanted, holds: "business values" } as const;
  return configuredFields(connection, setting, { fields, known })[0] ?? null;
}

/** A field that the train file names. */
type Setting = {
  readonly key: "pointsField" | "businessValueField";
  readonly wanted: string;
  readonly holds: string;
};

type Seen = { readonly fields: readonly Field[]; readonly known: readonly KnownName[] };

/** The configured field, by its present or former name; none if it no longer exists. */
function configuredFields(connection: JiraConnection, setting: Setting, { fields, known }: Seen): readonly Field[] {
  const { wanted } = setting;
  const isThere = fields.some((field) => field.id === wanted || isNamed(field, wanted));
  const former = idsOnceCalled(wanted, known);
  const isKnown = former.size > 0 || known.some(({ kind, nativeId }) => kind === "field" && nativeId === wanted);
  return isThere || !isKnown
    ? [configuredField(connection, setting, fields)]
    : fields.filter(({ id }) => former.has(id)).slice(0, 1);
}

function configuredField(connection: JiraConnection, { key, wanted, holds }: Setting, fields: readonly Field[]): Field {
  const named = numbersFirst(fields.filter((candidate) => isNamed(candidate, wanted)));
  const field = fields.find(({ id }) => id === wanted) ?? named[0];
  if (field !== undefined) return field;
  const names = fields.map(({ name }) => name);
  throw new Failure({
    code: "config-invalid",
    what: `${connection.key} has no field "${wanted}" to take ${holds} from.`,
    remedy: `Set ${key} of connection ${connection.key} to a field of the site${suchAs(wanted, names)}.`,
    verdict: { kind: "stop" },
  });
}

function note(means: string, remedy: string | null): Note {
  return { group: "fields", outcome: "warning", means, remedy };
}

function pointsNotes(connection: JiraConnection, points: readonly Field[]): readonly Note[] {
  const { key, pointsField } = connection;
  if (points.length === 0 && pointsField !== null)
    return [
      note(
        `The field "${pointsField}" is there no more: items have no estimates.`,
        `Set pointsField of connection ${key} to another.`,
      ),
    ];
  if (points.length === 0) return [note("The site has no story point field: items have no estimates.", null)];
  if (points.length === 1) return [];
  const names = points.map(({ id, name }) => `"${name}" (${id})`).join(", ");
  return [
    note(
      `${points.length} fields could be the estimate: ${names}.`,
      `The first that an item has counts; set pointsField of connection ${key} to choose one.`,
    ),
  ];
}

function renamedNotes({ key, pointsField }: JiraConnection, [field]: readonly Field[]): readonly Note[] {
  if (pointsField === null || field === undefined || field.id === pointsField || isNamed(field, pointsField)) return [];
  return [
    note(
      `The field "${pointsField}" is now called "${field.name}", and is read as before: set pointsField of connection ${key} to the new name.`,
      null,
    ),
  ];
}

/** Jira's own fields of time tracking: numbers of seconds. */
const timeField = /^(?:aggregate)?time(?:originalestimate|estimate|spent)$/u;

function timeNotes({ key }: JiraConnection, points: readonly Field[]): readonly Note[] {
  return points
    .filter(({ id }) => timeField.test(id))
    .map(({ name }) =>
      note(
        `The field "${name}" holds seconds: an hour counts as 3600 points.`,
        `Set pointsField of connection ${key} to a field with points.`,
      ),
    );
}

function businessValueNotes({ key, businessValueField }: JiraConnection, field: Field | null): readonly Note[] {
  if (businessValueField === undefined || field !== null) return [];
  return [
    note(
      `The field "${businessValueField}" is there no more: items have no business value.`,
      `Set businessValueField of connection ${key} to another, or leave it out.`,
    ),
  ];
}

function businessValueNames({ businessValueField: wanted }: JiraConnection, field: Field | null): readonly SeenName[] {
  if (wanted === undefined || field === null) return [];
  const { id, name } = field;
  return [{ kind: "field", nativeId: id, name, called: wanted === id ? [] : [wanted] }];
}

/** Names to store; a field of the estimate kind needs none, since its kind identifies it. */
function namesOf({ pointsField }: JiraConnection, points: readonly Field[]): readonly SeenName[] {
  const wanted = pointsField ?? usualName;
  const found = pointsField === null ? points.filter(({ schema }) => schema?.custom !== estimateCustom) : points;
  return found.map(({ id, name }) => ({ kind: "field", nativeId: id, name, called: wanted === id ? [] : [wanted] }));
}

/** Whether a field has this displayed or untranslated name. */
function isNamed(
  { name, untranslatedName }: Pick<Field, "name"> & Partial<Pick<Field, "untranslatedName">>,
  wanted: string,
): boolean {
  return [name, untranslatedName ?? ""].some((one) => one.trim().toLowerCase() === wanted.trim().toLowerCase());
}

function isNumber({ schema }: Field): boolean {
  return schema?.type === "number";
}

/** Whether a field is a select list or text field, which can also contain numbers. */
function holdsWords({ schema }: Field): boolean {
  return ["number", "option", "option-with-child", "string", "array"].includes(schema?.type ?? "");
}

function numbersFirst(fields: readonly Field[]): readonly Field[] {
  return [...fields.filter(isNumber), ...fields.filter((field) => !isNumber(field))];
}

/** `, such as "Blocks"`; empty without a similar name. */
export function suchAs(wanted: string, names: readonly string[]): string {
  const near = nearest(wanted, names);
  return near === null ? "" : `, such as "${near}"`;
}

/** The fields that a search requests. */
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
  const { sprintField, pointsFields, startFields, businessValueField = null } = facts;
  return [
    ...fixed,
    ...[sprintField, ...pointsFields, ...startFields, businessValueField].filter((field) => field !== null),
  ];
}

/** Increase it with every change of the mapping of issues or timeboxes: Signalbox then reads all of them again. */
const mappingVersion = 6;

/** The meaning of this site's records: a different points field changes the estimates of unchanged issues. */
export function meaningOf(facts: SiteFacts): string {
  return JSON.stringify([mappingVersion, ...issueFields(facts)]);
}

/** Timeboxes do not depend on the fields of issues. */
export const meaningOfBoxes = JSON.stringify([mappingVersion]);
