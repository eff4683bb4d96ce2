import { executeSync, GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from "graphql";
import type { RawRecord } from "../../data.ts";
import { isRecord } from "../../record.ts";
import type { HostState } from "../host-state.ts";
import { costOf } from "./cost.ts";
import type { QueryContext } from "./context.ts";
import { formatInvalidQuery, formatMissingField, formatQueryError, queryError } from "./query-error.ts";
import { githubSchema, olderSchema } from "./schema.ts";

const MOST_NODES = 500_000;
const MOST_REMEMBERED = 200;

type Prepared = DocumentNode | readonly GraphQLError[];

/** Valid parsed queries, or their errors, by schema. */
const known = new Map<GraphQLSchema, Map<string, Prepared>>();

/**
 * Answers one GraphQL request. Like GitHub, answers with 200, and after errors with `errors` beside the data; only a
 * body without a query gets another status.
 */
export function executeQuery(state: HostState, body: RawRecord): { status: number; body: RawRecord } {
  const text = body["query"];
  if (typeof text !== "string" || text === "") {
    return { status: 400, body: { message: "A query attribute must be specified and must be a string." } };
  }
  const schema = state.release.isWhole ? githubSchema : olderSchema;
  const unknown = state.switches.hasProjects ? null : /\bprojects?V2\b|\bprojectItems\b/u.exec(text);
  if (unknown !== null) return { status: 200, body: { errors: [formatMissingField(unknown[0], "ProjectV2Owner")] } };
  const document = prepare(schema, text);
  if (!isDocument(document)) return { status: 200, body: { errors: document.map(formatInvalidQuery) } };
  const variables = isRecord(body["variables"]) ? body["variables"] : {};
  const { points, nodes } = costOf(schema, document, variables);
  if (state.meter.isSpent("graphql")) {
    const error = queryError("RATE_LIMITED", "API rate limit exceeded for user ID 1.");
    return { status: 200, body: { errors: [formatQueryError(error)] } };
  }
  state.meter.spend("graphql", points);
  if (nodes > MOST_NODES) {
    const text = `This query requests up to ${nodes} possible nodes which exceeds the maximum limit of ${MOST_NODES}.`;
    return { status: 200, body: { errors: [formatQueryError(queryError("MAX_NODE_LIMIT_EXCEEDED", text))] } };
  }
  const contextValue: QueryContext = { state, cost: points, nodeCount: nodes };
  const operationName = typeof body["operationName"] === "string" ? body["operationName"] : undefined;
  const { data, errors } = executeSync({
    schema,
    document,
    variableValues: variables,
    contextValue,
    ...(operationName !== undefined && { operationName }),
  });
  const shown = errors === undefined ? {} : { errors: errors.map(formatQueryError) };
  return { status: 200, body: { ...(data !== undefined && { data }), ...shown } };
}

function prepare(schema: GraphQLSchema, text: string): Prepared {
  const ofSchema = known.get(schema) ?? new Map<string, Prepared>();
  known.set(schema, ofSchema);
  const before = ofSchema.get(text);
  if (before !== undefined) return before;
  if (ofSchema.size >= MOST_REMEMBERED) ofSchema.clear();
  const prepared = check(schema, text);
  ofSchema.set(text, prepared);
  return prepared;
}

function check(schema: GraphQLSchema, text: string): Prepared {
  try {
    const document = parse(text);
    const problems = validate(schema, document);
    return problems.length === 0 ? document : problems;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function isDocument(value: Prepared): value is DocumentNode {
  return "kind" in value;
}
