import { existsSync, readFileSync } from "node:fs";
import { buildSchema, parse, validate, type GraphQLSchema } from "graphql";
import { describe, expect, test } from "vitest";
import { projectItemsQuery, projectQuery } from "../../../connectors/github/projects/queries.ts";
import * as queries from "../../../connectors/github/queries.ts";
import { timelineQuery } from "../../../connectors/github/timeline-query.ts";

const published = "../shared/data/openapi/github-graphql.slice.graphql";
const present = existsSync(published);
const { accessQuery, namedIssuesQuery, overviewQuery, ...fixed } = queries;
const documents = [
  ...Object.entries(fixed),
  ["timelineQuery", timelineQuery],
  ["overviewQuery", overviewQuery(2, true)],
  ["overviewQuery for an app", overviewQuery(1, false)],
  ["accessQuery", accessQuery(2)],
  ["namedIssuesQuery", namedIssuesQuery(2)],
  ["projectQuery", projectQuery],
  ["projectItemsQuery", projectItemsQuery(false)],
  ["projectItemsQuery with fields of issues", projectItemsQuery(true)],
] as const;

describe("GraphQL documents", () => {
  // Skipped where GitHub's published schema is not beside the project.
  test.skipIf(!present).each(documents)("%s is valid by GitHub's published schema", (_, text) => {
    expect(validate(schema(), parse(text))).toEqual([]);
  });
});

let built: GraphQLSchema | null = null;

function schema(): GraphQLSchema {
  // The slice deprecates a field in one type and not in its interface, which a strict check refuses.
  built ??= buildSchema(readFileSync(published, "utf8"), { assumeValid: true });
  return built;
}
