import { readFileSync } from "node:fs";
import {
  buildSchema,
  defaultFieldResolver,
  isAbstractType,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import { isRecord } from "../../record.ts";
import { accountFields } from "./account-fields.ts";
import type { Fields, QueryContext } from "./context.ts";
import { commentFields, issueFields, pullFields } from "./issue-fields.ts";
import { EVENT_TYPES, typeNameOf } from "./kinds.ts";
import { queryFields } from "./query-fields.ts";
import { labelFields, milestoneFields, repositoryFields } from "./repository-fields.ts";
import { eventFields } from "./timeline.ts";

const FIELDS: Readonly<Record<string, Fields>> = {
  Query: queryFields,
  User: accountFields,
  Bot: accountFields,
  Organization: accountFields,
  Repository: repositoryFields,
  Milestone: milestoneFields,
  Label: labelFields,
  Issue: issueFields,
  PullRequest: pullFields,
  IssueComment: commentFields,
  ...Object.fromEntries(Object.values(EVENT_TYPES).map((type) => [type, eventFields])),
};

/** The schema of `schema.graphql` with its resolvers. */
export const githubSchema: GraphQLSchema = resolvingSchema();

function resolvingSchema(): GraphQLSchema {
  const schema = buildSchema(readFileSync(new URL("../schema.graphql", import.meta.url), "utf8"));
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) {
      attach(type, FIELDS[type.name] ?? {});
    } else if (isAbstractType(type)) {
      type.resolveType = typeNameOf;
    }
  }
  return schema;
}

function attach(type: GraphQLObjectType, fields: Fields): void {
  for (const [name, field] of Object.entries(type.getFields())) {
    field.resolve = fields[name] ?? field.resolve ?? propertyOf;
  }
}

/** What has no resolver is a property of the same name. */
function propertyOf(...asked: Parameters<GraphQLFieldResolver<unknown, QueryContext>>): unknown {
  const [source, , , { fieldName, parentType }] = asked;
  if (!isRecord(source) || !(fieldName in source)) {
    throw new TypeError(`the stand-in does not simulate ${parentType.name}.${fieldName}`);
  }
  return defaultFieldResolver(...asked);
}
