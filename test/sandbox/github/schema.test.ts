import { existsSync, readFileSync } from "node:fs";
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from "graphql";
import type { GraphQLNamedType, GraphQLResolveInfo } from "graphql";
import { describe, expect, test } from "vitest";
import { githubSchema } from "../../../sandbox/github/graphql/schema.ts";
import { projectItemsQuery, projectQuery } from "../../../connectors/github/projects/queries.ts";
import * as connectorQueries from "../../../connectors/github/queries.ts";
import { timelineQuery } from "../../../connectors/github/timeline-query.ts";

const SLICE = "../shared/data/openapi/github-graphql.slice.graphql";
const OURS = "sandbox/github/schema.graphql";
const isThere = existsSync(SLICE);

/** Every field with its arguments and type, every value and member: one line each, as the schema language writes it. */
function linesOf(type: GraphQLNamedType): readonly string[] {
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields()).flatMap((field) => [
      `${type.name}.${field.name}: ${String(field.type)}`,
      ...field.args.map((arg) => `${type.name}.${field.name}(${arg.name}: ${String(arg.type)})`),
    ]);
    return [...fields, ...type.getInterfaces().map((one) => `${type.name} implements ${one.name}`)];
  }
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => `${type.name}.${field.name}: ${String(field.type)}`);
  }
  if (isEnumType(type)) {
    return type.getValues().map((value) => `${type.name}.${value.name}`);
  }
  return isUnionType(type) ? type.getTypes().map((member) => `${type.name} = ${member.name}`) : [`scalar ${type.name}`];
}

function linesIn(file: string): ReadonlySet<string> {
  const schema = buildSchema(readFileSync(file, "utf8"));
  const own = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
  return new Set(own.flatMap(linesOf));
}

test.skipIf(!isThere)("our schema says nothing that GitHub's does not", () => {
  const theirs = linesIn(SLICE);
  const ours = [...linesIn(OURS)];
  expect(ours.length).toBeGreaterThan(300);
  expect(ours.filter((line) => !theirs.has(line))).toEqual([]);
});

test.skipIf(!isThere)("every field that must be given arguments on GitHub must be given them here", () => {
  const ours = linesIn(OURS);
  const fields = new Set([...ours].map((line) => line.replace(/[(:].*$/, "")));
  const required = [...linesIn(SLICE)]
    .filter((line) => /\(\w+: .*!\)$/.test(line))
    .filter((line) => fields.has(line.replace(/\(.*$/, "")));
  expect(required).toContain("Query.repository(name: String!)");
  expect(required.filter((line) => !ours.has(line))).toEqual([]);
});

describe("the connector's queries", () => {
  const schema = buildSchema(readFileSync(OURS, "utf8"));
  const { accessQuery, namedIssuesQuery, overviewQuery, ...fixed } = connectorQueries;
  const made = {
    timelineQuery,
    accessQuery: accessQuery(2),
    namedIssuesQuery: namedIssuesQuery(2),
    projectQuery,
    projectItemsQuery: projectItemsQuery(false),
    overviewQuery: overviewQuery(2, true),
    "overviewQuery for an app": overviewQuery(1, false),
  };

  test.each(Object.entries({ ...fixed, ...made }))("%s can be asked here", (_name, text) => {
    expect(validate(schema, parse(text))).toEqual([]);
  });
});

test("a field that nothing answers is an error, not null", () => {
  const type = githubSchema.getType("Issue");
  const resolve = isObjectType(type) ? type.getFields()["title"]?.resolve : undefined;
  const info = { fieldName: "title", parentType: type } as GraphQLResolveInfo;
  const ask = (source: object): unknown => resolve?.(source, {}, {}, info);
  expect(ask({ title: "Late" })).toBe("Late");
  expect(() => ask({})).toThrow("the stand-in does not simulate Issue.title");
});
