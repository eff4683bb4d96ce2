import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import type { Args } from "./context.ts";

/** `points`: GitHub's charge; `nodes`: maximum number of returned nodes. */
export type Cost = { readonly points: number; readonly nodes: number };

type Walk = {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Args;
  requests: number;
  nodes: number;
};

/**
 * GitHub's price: one request for each parent of each connection, divided by a hundred, at least one point
 * (https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api).
 */
export function costOf(schema: GraphQLSchema, document: DocumentNode, variables: Args): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | null = null;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    } else if (definition.kind === Kind.OPERATION_DEFINITION) {
      operation = definition;
    }
  }
  const walk: Walk = { schema, fragments, variables, requests: 0, nodes: 0 };
  const root = schema.getQueryType();
  if (operation !== null && root !== null && root !== undefined) {
    visit(walk, operation.selectionSet, { type: root, times: 1 });
  }
  return { points: Math.max(1, Math.round(walk.requests / 100)), nodes: walk.nodes };
}

type Standing = { readonly type: GraphQLNamedType | undefined; readonly times: number };

function visit(walk: Walk, { selections }: SelectionSetNode, { type, times }: Standing): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      visitField(walk, selection, { type, times });
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const on = selection.typeCondition?.name.value;
      const inner = on === undefined ? type : walk.schema.getType(on);
      visit(walk, selection.selectionSet, { type: inner, times });
    } else {
      const fragment = walk.fragments.get(selection.name.value);
      if (fragment !== undefined) {
        const inner = walk.schema.getType(fragment.typeCondition.name.value);
        visit(walk, fragment.selectionSet, { type: inner, times });
      }
    }
  }
}

function visitField(walk: Walk, field: FieldNode, { type, times }: Standing): void {
  const known = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name.value] : undefined;
  if (known === undefined || field.selectionSet === undefined) return;
  const inner = getNamedType(known.type);
  if (!isCompositeType(inner)) return;
  let innerTimes = times;
  if (inner.name.endsWith("Connection")) {
    innerTimes = times * (numberArgument(walk, field, "first") ?? numberArgument(walk, field, "last") ?? 0);
    walk.requests += times;
    walk.nodes += innerTimes;
  } else if (field.name.value === "nodes" && type?.name === "Query") {
    innerTimes = listArgument(walk, field, "ids").length;
    walk.nodes += innerTimes;
  }
  visit(walk, field.selectionSet, { type: inner, times: innerTimes });
}

function argumentOf(walk: Walk, field: FieldNode, name: string): ValueNode | { readonly given: unknown } | undefined {
  const value = field.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.VARIABLE ? { given: walk.variables[value.name.value] } : value;
}

function numberArgument(walk: Walk, field: FieldNode, name: string): number | null {
  const value = argumentOf(walk, field, name);
  if (value === undefined) return null;
  if ("given" in value) return typeof value.given === "number" ? value.given : null;
  return value.kind === Kind.INT ? Number(value.value) : null;
}

function listArgument(walk: Walk, field: FieldNode, name: string): readonly unknown[] {
  const value = argumentOf(walk, field, name);
  if (value === undefined) return [];
  if ("given" in value) return Array.isArray(value.given) ? value.given : [];
  return value.kind === Kind.LIST ? value.values : [];
}
