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
  const values = businessValuesAmong(connection, fields, known);
  const starts = [
    ...fields.filter(({ schema }) => schema?.custom === startCustom),
    ...fields.filter((field) => isNamed(field, "start date") && field.schema?.type === "date"),
  ];
  return {
    sprintField: sprint?.id ?? null,
    pointsFields: points.map(({ id }) => id),
    businessValueFields: values.map(({ id }) => id),
    startFields: starts.map(({ id }) => id),
    notes: [
      ...(sprint === null ? [note("The site has no sprint field: items have no sprints.", null)] : []),
      ...pointsNotes(connection, points),
      ...renamedNotes(connection, points),
      ...timeNotes(connection, points),
      ...businessValueNotes(connection, values),
    ],
    names: [...namesOf(connection, points), ...businessValueNames(connection, values)],
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
  const [own, ofSite] = [byName.filter(isOfProject), byName.filter((field) => !isOfProject(field))];
  const numbers = ofSite.filter(isNumber);
  const isNumbered = numbers.length + byKind.length > 0;
  return [...new Set([...(isNumbered ? numbers : ofSite), ...own, ...byKind])];
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
function businessValuesAmong(
  connection: JiraConnection,
  fields: readonly Field[],
  known: readonly KnownName[],
): readonly Field[] {
  const wanted = connection.businessValueField;
  if (wanted === undefined) return [];
  const setting = { key: "businessValueField", wanted, holds: "business values" } as const;
  return configuredFields(connection, setting, { fields, known });
}

/** A field that the train file names. */
type Setting = {
  readonly key: "pointsField" | "businessValueField";
  readonly wanted: string;
  readonly holds: string;
};

type Seen = { readonly fields: readonly Field[]; readonly known: readonly KnownName[] };

/**
 * The configured field, by id, present or former name; none if it no longer exists. Of the fields with one name one counts,
 * and each that a team-managed project made for itself: an item has at most one of those.
 */
function configuredFields(connection: JiraConnection, setting: Setting, { fields, known }: Seen): readonly Field[] {
  const { wanted } = setting;
  const chosen = fields.find(({ id }) => id === wanted);
  if (chosen !== undefined) return [chosen];
  const named = fields.filter((field) => isNamed(field, wanted));
  const formerIds = idsOnceCalled(wanted, known);
  const former = fields.filter((field) => formerIds.has(field.id) && !named.includes(field));
  if (named.length === 0) {
    const wasThere = formerIds.size > 0 || known.some(({ kind, nativeId }) => kind === "field" && nativeId === wanted);
    if (!wasThere) throw noSuchField(connection, setting, fields);
  }
  const ofSite = (some: readonly Field[]) => numbersFirst(some.filter((field) => !isOfProject(field)));
  const [first] = [...ofSite(named), ...(named.length === 0 ? ofSite(former) : [])];
  return [...(first === undefined ? [] : [first]), ...[...named, ...former].filter(isOfProject)];
}

function noSuchField({ key }: JiraConnection, setting: Setting, fields: readonly Field[]): Failure {
  const { wanted, holds } = setting;
  const names = fields.map(({ name }) => name);
  return new Failure({
    code: "config-invalid",
    what: `${key} has no field "${wanted}" to take ${holds} from.`,
    remedy: `Set ${setting.key} of connection ${key} to a field of the site${suchAs(wanted, names)}.`,
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
  const ofSite = points.filter((field) => !isOfProject(field));
  if (ofSite.length <= 1) return [];
  const names = ofSite.map(({ id, name }) => `"${name}" (${id})`).join(", ");
  return [
    note(
      `${ofSite.length} fields could be the estimate: ${names}.`,
      `The first that an item has counts; only if items have several, set pointsField of connection ${key} to choose one.`,
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

function businessValueNotes({ key, businessValueField }: JiraConnection, values: readonly Field[]): readonly Note[] {
  if (businessValueField === undefined || values.length > 0) return [];
  return [
    note(
      `The field "${businessValueField}" is there no more: items have no business value.`,
      `Set businessValueField of connection ${key} to another, or leave it out.`,
    ),
  ];
}

function businessValueNames(
  { businessValueField: wanted }: JiraConnection,
  values: readonly Field[],
): readonly SeenName[] {
  return wanted === undefined ? [] : values.map((field) => nameOf(field, wanted));
}

function nameOf({ id, name }: Field, wanted: string): SeenName {
  return { kind: "field", nativeId: id, name, called: wanted === id ? [] : [wanted] };
}

/** Names to store; a field of the estimate kind needs none, since its kind identifies it. */
function namesOf({ pointsField }: JiraConnection, points: readonly Field[]): readonly SeenName[] {
  const wanted = pointsField ?? usualName;
  const found = pointsField === null ? points.filter(({ schema }) => schema?.custom !== estimateCustom) : points;
  return found.map((field) => nameOf(field, wanted));
}

/** Whether a field has this displayed or untranslated name. */
function isNamed(
  { name, untranslatedName }: Pick<Field, "name"> & Partial<Pick<Field, "untranslatedName">>,
  wanted: string,
): boolean {
  return [name, untranslatedName ?? ""].some((one) => one.trim().toLowerCase() === wanted.trim().toLowerCase());
}

/** Whether one team-managed project made the field for itself. */
function isOfProject({ scope }: Field): boolean {
  return scope?.type === "PROJECT";
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
  const { sprintField, pointsFields, startFields, businessValueFields } = facts;
  return [
    ...fixed,
    ...[sprintField, ...pointsFields, ...startFields, ...businessValueFields].filter((field) => field !== null),
  ];
}

/** Increase it with every change of the mapping of issues or timeboxes: Signalbox then reads all of them again. */
const mappingVersion = 7;

/** The meaning of this site's records: a different points field changes the estimates of unchanged issues. */
export function meaningOf(facts: SiteFacts): string {
  return JSON.stringify([mappingVersion, ...issueFields(facts)]);
}

/** Timeboxes do not depend on the fields of issues. */
export const meaningOfBoxes = JSON.stringify([mappingVersion]);
