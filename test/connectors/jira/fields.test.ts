import { expect, test } from "vitest";
import { findFields } from "../../../connectors/jira/fields.ts";
import { Field } from "../../../connectors/jira/schema.ts";
import { connection } from "./acme.ts";

const field = (id: string, name: string, type: string, more: object = {}) =>
  Field.parse({ id, name, schema: { type, custom: `made:${id}` }, ...more });

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
