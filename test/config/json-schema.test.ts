import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { formattedJsonSchema, trainFileJsonSchema } from "../../config/json-schema.ts";
import { keysAt } from "../../config/known-keys.ts";
import { parseTrainFile } from "../../config/train-file.ts";

const example = readFileSync("config/signalbox.example.yaml", "utf8");
const env = { JIRA_EMAIL: "a@acme.test", JIRA_TOKEN: "jira-secret", GITHUB_TOKEN: "hub-secret" };

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats.default(ajv);
const validate = ajv.compile(trainFileJsonSchema());

describe("config/signalbox.schema.json", () => {
  test("is what `npm run schema` writes", () => {
    expect(readFileSync("config/signalbox.schema.json", "utf8")).toBe(formattedJsonSchema());
  });

  test("describes every key of a train", () => {
    expect(keysAt(trainFileJsonSchema(), ["trains", 0], [])).toEqual([
      "key",
      "name",
      "timeZone",
      "increments",
      "holidays",
      "teams",
      "dependencies",
      "statuses",
      "rules",
      "reports",
    ]);
  });

  test.each([
    { trains: [] },
    { trains: [{ key: "a", teams: [{ key: "t", from: { jira: "acme", projct: "PAY" } }] }] },
    { trains: [{ key: "a", timezone: "UTC", teams: [{ key: "t", from: { jira: "acme" } }] }] },
    { trains: [{ key: "a", rules: { cycle: "loud" }, teams: [{ key: "t", from: { jira: "acme" } }] }] },
  ])("refuses %j", (file) => {
    expect(validate(file)).toBe(false);
  });
});

describe("config/signalbox.example.yaml", () => {
  test("names its schema for editors", () => {
    expect(example.split("\n")[0]).toBe("# yaml-language-server: $schema=./signalbox.schema.json");
  });

  test("satisfies the schema", () => {
    // Outside of braces YAML leaves ${NAME} alone, so the example can be read without the environment.
    expect(validate(parse(example))).toBe(true);
    expect(validate.errors).toBeNull();
  });

  test("is read, with both its increments", () => {
    const { connections, trains } = parseTrainFile(example, { file: "example", env });
    expect(connections.map(({ key }) => key)).toEqual(["acme-jira", "acme-github"]);
    expect(trains[0]?.increments.map(({ key, iterations }) => [key, iterations.length])).toEqual([
      ["2026.4", 5],
      ["2027.1", 3],
    ]);
  });
});
