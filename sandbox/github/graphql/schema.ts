import { readFileSync } from "node:fs";
import {
  buildASTSchema,
  defaultFieldResolver,
  isAbstractType,
  isObjectType,
  isScalarType,
  parse,
  type DocumentNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import { isRecord } from "../../record.ts";
import { formatInstant } from "../instant.ts";
import { accountFields } from "./account-fields.ts";
import { fieldsOf, type Fields, type QueryContext } from "./context.ts";
import { commentFields, issueFields, pullFields } from "./issue-fields.ts";
import { EVENT_TYPES, isEntity, typeNameOf } from "./kinds.ts";
import { withoutNewer } from "./older-schema.ts";
import { queryFields } from "./query-fields.ts";
import { labelFields, milestoneFields, repositoryFields } from "./repository-fields.ts";
import { smallId } from "./small-id.ts";
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

/** Fields of all objects of the host. */
const common: Fields = fieldsOf(isEntity, {
  id: ({ nodeId }) => nodeId,
  databaseId: ({ id }) => smallId(id),
  fullDatabaseId: ({ id }) => String(id),
});

const published = parse(readFileSync(new URL("../schema.graphql", import.meta.url), "utf8"));

/** The schema of `schema.graphql` with its resolvers. */
export const githubSchema: GraphQLSchema = resolvingSchema(published);

/** The part of it that an older release has. */
export const olderSchema: GraphQLSchema = resolvingSchema(withoutNewer(published));

function resolvingSchema(document: DocumentNode): GraphQLSchema {
  const schema = buildASTSchema(document);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) {
      attach(type, withCommon(FIELDS[type.name] ?? {}));
    } else if (isAbstractType(type)) {
      type.resolveType = typeNameOf;
    } else if (isScalarType(type) && type.name === "DateTime") {
      type.coerceOutputValue = (at) => (typeof at === "number" ? formatInstant(at) : at);
    }
  }
  return schema;
}

/** The fields of an object of the host, with the common fields and the address from its path. */
function withCommon(fields: Fields): Fields {
  const { resourcePath } = fields;
  if (resourcePath === undefined) return fields;
  const url: Fields[string] = (source, args, context) =>
    context.state.baseUrl + String(resourcePath(source, args, context));
  return { ...common, url, ...fields };
}

function attach(type: GraphQLObjectType, fields: Fields): void {
  for (const [name, field] of Object.entries(type.getFields())) {
    field.resolve = fields[name] ?? field.resolve ?? propertyOf;
  }
}

/** A field without a resolver is the property of the same name. */
function propertyOf(...asked: Parameters<GraphQLFieldResolver<unknown, QueryContext>>): unknown {
  const [source, , , { fieldName, parentType }] = asked;
  if (!isRecord(source) || !(fieldName in source)) {
    throw new TypeError(`the stand-in does not simulate ${parentType.name}.${fieldName}`);
  }
  return defaultFieldResolver(...asked);
}
