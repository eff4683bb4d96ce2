import { existsSync, readFileSync } from "node:fs";
import { buildSchema, parse, validate, type GraphQLSchema } from "graphql";
import { describe, expect, test } from "vitest";
import {
  membershipsQuery,
  ownerProjectsQuery,
  projectItemsQuery,
  projectQuery,
} from "../../../connectors/github/projects/queries.ts";
import * as queries from "../../../connectors/github/queries.ts";
import { hostedSchema, type HostSchema } from "../../../connectors/github/host-schema.ts";
import { githubSchema, olderSchema } from "../../../sandbox/github/graphql/schema.ts";

const published = "../shared/data/openapi/github-graphql.slice.graphql";
const present = existsSync(published);
const { accessQuery, documentsFor, namedIssuesQuery, overviewQuery, ...fixed } = queries;

/** Every text that the connector sends to a host with this schema. */
function documentsOf(hostSchema: HostSchema): readonly (readonly [string, string])[] {
  const { schema: _, ...built } = documentsFor(hostSchema);
  return [
    ...Object.entries(built),
    ...Object.entries(fixed),
    ["overviewQuery", overviewQuery(2, { asksViewer: true, asksSchema: true })],
    ["overviewQuery for an app", overviewQuery(1, { asksViewer: false, asksSchema: false })],
    ["accessQuery", accessQuery(2)],
    ["namedIssuesQuery", namedIssuesQuery(2)],
    ["projectQuery", projectQuery],
    ["projectItemsQuery", projectItemsQuery(false)],
    ["ownerProjectsQuery", ownerProjectsQuery],
    ["membershipsQuery", membershipsQuery(false)],
  ];
}

describe("GraphQL documents", () => {
  // Skipped where GitHub's published schema is not beside the project.
  const withIssueFields = [
    ["projectItemsQuery with fields of issues", projectItemsQuery(true)],
    ["membershipsQuery with fields of issues", membershipsQuery(true)],
  ] as const;

  test.skipIf(!present).each([...documentsOf(hostedSchema), ...withIssueFields])(
    "%s is valid by GitHub's published schema",
    (_, text) => {
      expect(validate(schema(), parse(text))).toEqual([]);
    },
  );

  test.each(documentsOf(hostedSchema))("%s is valid on a server with every feature", (_, text) => {
    expect(validate(githubSchema, parse(text))).toEqual([]);
  });

  // An old server never gets the last two: it has no blockers, and edges come with the issues.
  const onOlder = documentsOf(new Set()).filter(([name]) => name !== "blockers" && name !== "edges");

  test.each(onOlder)("%s is valid on GitHub Enterprise Server 3.14", (_, text) => {
    expect(validate(olderSchema, parse(text))).toEqual([]);
  });

  test.each([
    ["parents alone", new Set(["Issue.parent"])],
    ["blockers alone", new Set(["Issue.blockedBy", "BlockedByAddedEvent", "BlockedByRemovedEvent"])],
    ["the reason of a duplicate", new Set(["Issue.blockedBy", "Issue.stateReason(enableDuplicate)"])],
  ] as readonly (readonly [string, HostSchema])[])("with %s they are valid", (_, some) => {
    for (const [, text] of documentsOf(some).filter(([name]) => name !== "blockers" || some.has("Issue.blockedBy"))) {
      expect(validate(githubSchema, parse(text))).toEqual([]);
    }
  });

  test("the argument for duplicates is sent only to a server that takes it", () => {
    expect(documentsFor(hostedSchema).issues).not.toContain("enableDuplicate");
    expect(documentsFor(new Set(["Issue.stateReason(enableDuplicate)"])).issues).toContain("(enableDuplicate: true)");
  });
});

let built: GraphQLSchema | null = null;

function schema(): GraphQLSchema {
  // The slice deprecates a field in one type and not in its interface, which a strict check refuses.
  built ??= buildSchema(readFileSync(published, "utf8"), { assumeValid: true });
  return built;
}
