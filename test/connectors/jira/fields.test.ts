import { describe, expect, test } from "vitest";
import { findFields, issueFields } from "../../../connectors/jira/fields.ts";
import { Field } from "../../../connectors/jira/schema.ts";
import type { KnownName } from "../../../src/domain/items/names.ts";
import { connection } from "./acme.ts";
import { findingText } from "../../../src/domain/setup/finding.ts";

const field = (id: string, name: string, type: string, more: object = {}) =>
  Field.parse({ id, name, schema: { type, custom: `made:${id}` }, ...more });

const startOfPlans = "com.atlassian.jpo:jpo-custom-field-baseline-start";

const pointsOf = (fields: readonly Field[], pointsField: string | null = null) =>
  findFields({ ...connection, pointsField }, fields, []).pointsFields;

test.each<[string, readonly Field[], readonly string[]]>([
  ["a select list of that name", [field("a", "Story Points", "option")], ["a"]],
  ["a text field", [field("a", "story points", "string")], ["a"]],
  [
    "numbers alone where there are some",
    [field("a", "Story Points", "option"), field("b", "Story Points", "number")],
    ["b"],
  ],
  ["its name before translation", [field("a", "Story-Punkte", "number", { untranslatedName: "Story Points" })], ["a"]],
  ["no date and no person", [field("a", "Story Points", "datetime"), field("b", "Story Points", "user")], []],
])("the estimate is found: %s", (_, fields, expected) => {
  expect(pointsOf(fields)).toEqual(expected);
});

test("of several fields with the configured name the number is meant", () => {
  const fields = [field("a", "Size", "option"), field("b", "Size", "number"), field("c", "Effort", "option")];
  expect([pointsOf(fields, "size"), pointsOf(fields, "a"), pointsOf(fields, "Effort")]).toEqual([["b"], ["a"], ["c"]]);
});

describe("fields of one name that team-managed projects made for themselves", () => {
  const own = { scope: { type: "PROJECT" } };
  const fields = [
    field("a", "Effort", "number"),
    field("b", "Effort", "number", own),
    field("c", "Effort", "option", own),
    field("d", "Effort", "number"),
    field("e", "Story Points", "number"),
    field("f", "Story Points", "number", own),
  ];

  test("all count, beside one of the whole site", () => {
    expect(pointsOf(fields, "Effort")).toEqual(["a", "b", "c"]);
    expect(findFields({ ...connection, businessValueField: "effort" }, fields, []).businessValueFields).toEqual([
      "a",
      "b",
      "c",
    ]);
    expect(pointsOf(fields, "b")).toEqual(["b"]);
  });

  test("leave nothing to choose", () => {
    const notesOf = (pointsField: string | null) =>
      findFields({ ...connection, pointsField }, fields, [])
        .notes.map(findingText)
        .join();
    expect(pointsOf(fields)).toEqual(["e", "f"]);
    expect([notesOf(null), notesOf("Effort")].join()).not.toContain("could be the estimate");
  });

  test("count under a former name, too", () => {
    const known: KnownName = {
      kind: "field",
      nativeId: "b",
      name: "Effort",
      system: "jira",
      connection: connection.key,
      isCurrent: false,
    };
    const now = fields.map((one) => (one.id === "b" ? { ...one, name: "Size" } : one));
    expect(findFields({ ...connection, pointsField: "Effort" }, now, [known]).pointsFields).toEqual(["a", "c", "b"]);
  });
});

test("a field of time tracking as estimate causes a warning", () => {
  const fields = [field("timeoriginalestimate", "Original estimate", "number"), field("a", "Story Points", "number")];
  const warnings = (pointsField: string | null) => {
    const { notes } = findFields({ ...connection, pointsField }, fields, []);
    return notes.map(findingText).filter((text) => text.includes("3600"));
  };
  expect(warnings("Original estimate").join()).toContain(
    '"Original estimate" holds seconds: an hour counts as 3600 points',
  );
  expect(warnings(null)).toEqual([]);
});

test("every field that holds start days is read, that of plans first", () => {
  const planned = { id: "c", name: "Target start", schema: { type: "date", custom: startOfPlans } };
  const fields = [
    field("a", "Start date", "date"),
    field("b", "Start date", "date", { scope: { type: "PROJECT" } }),
    field("t", "Start date", "string"),
    Field.parse(planned),
  ];
  const facts = findFields(connection, fields, []);
  expect(facts.startFields).toEqual(["c", "a", "b"]);
  expect(issueFields({ accountId: "", linkTypes: [], ...facts }).slice(-3)).toEqual(["c", "a", "b"]);
});

describe("a field that was seen before", () => {
  const seen = (pointsField: string | null, before: readonly Field[], now: readonly Field[]) => {
    const { names } = findFields({ ...connection, pointsField }, before, []);
    const known = names.map(({ kind, nativeId, name }): KnownName => {
      return { kind, nativeId, name, system: "jira", connection: connection.key, isCurrent: true };
    });
    const { pointsFields, notes } = findFields({ ...connection, pointsField }, now, known);
    return { pointsFields, notes: notes.map(findingText) };
  };
  const other = field("z", "Team", "string");

  test("is read on under another name, also where the settings name none", () => {
    const before = [field("a", "Story Points", "number")];
    expect(seen(null, before, [field("a", "Size", "number"), other]).pointsFields).toEqual(["a"]);
    const both = [field("a", "Size", "number"), field("b", "Story Points", "number")];
    expect(seen(null, before, both).pointsFields).toEqual(["b"]);
  });

  test.each(["Effort", "a"])(
    "and is deleted leaves items without estimates, and keeps nothing from being read",
    (wanted) => {
      const { pointsFields, notes } = seen(wanted, [field("a", "Effort", "number")], [other]);
      expect(pointsFields).toEqual([]);
      expect(notes.join()).toContain(`The field "${wanted}" is there no more: items have no estimates.`);
      expect(() => pointsOf([other], wanted)).toThrow("has no field");
    },
  );
});

describe("the field of the business value", () => {
  const fields = [
    field("a", "Story Points", "number"),
    field("b", "Business Value", "number"),
    field("z", "Team", "string"),
  ];
  const found = (businessValueField: string, now: readonly Field[] = fields, known: readonly KnownName[] = []) =>
    findFields({ ...connection, businessValueField }, now, known);

  test.each(["business value", "b"])("is the one that the train file names: %s", (wanted) => {
    const { businessValueFields, names, pointsFields } = found(wanted);
    expect([businessValueFields, pointsFields]).toEqual([["b"], ["a"]]);
    const called = wanted === "b" ? [] : [wanted];
    expect(names.at(-1)).toEqual({ kind: "field", nativeId: "b", name: "Business Value", called });
    expect(issueFields({ accountId: "", linkTypes: [], ...found(wanted) }).at(-1)).toBe("b");
  });

  test("is none if the train file names none, whatever the fields are called", () => {
    const facts = findFields(connection, fields, []);
    expect(facts.businessValueFields).toEqual([]);
    expect(issueFields({ accountId: "", linkTypes: [], ...facts })).not.toContain("b");
  });

  test("stops everything if the site has no such field, but not if it had it once", () => {
    expect(() => found("Value")).toThrow('has no field "Value" to take business values from');
    const known: KnownName = {
      kind: "field",
      nativeId: "v",
      name: "Value",
      system: "jira",
      connection: connection.key,
      isCurrent: true,
    };
    const { notes, names, ...facts } = found("Value", fields, [known]);
    expect(facts.businessValueFields).toEqual([]);
    expect(names.map(({ nativeId }) => nativeId)).toEqual(["a"]);
    expect(notes.map(findingText).join()).toContain(
      'The field "Value" is there no more: items have no business value.',
    );
    const renamed = [...fields, field("v", "Worth", "number")];
    expect(found("Value", renamed, [known]).businessValueFields).toEqual(["v"]);
  });
});
