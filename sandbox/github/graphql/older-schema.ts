import { visit, type DocumentNode } from "graphql";

/** Members that GitHub Enterprise Server 3.14 lacks (github/docs, `src/graphql/data/ghes-3.14/schema.json`), by type. */
const newerFields: Readonly<Record<string, ReadonlySet<string>>> = {
  Issue: new Set([
    "blockedBy",
    "blocking",
    "closedByPullRequestsReferences",
    "duplicateOf",
    "issueDependenciesSummary",
    "issueType",
    "parent",
    "subIssues",
    "subIssuesSummary",
  ]),
  ClosedEvent: new Set(["duplicateOf"]),
  IssueFilters: new Set(["type"]),
};

const newerTypes = /^(?:BlockedBy|Blocking|ParentIssue|SubIssue)(?:Added|Removed)Event$/u;
const newerValues = /^(?:BLOCKED_BY|BLOCKING|PARENT_ISSUE|SUB_ISSUE)_(?:ADDED|REMOVED)_EVENT$|^DUPLICATE$/u;

/** GitHub's schema without what an older release lacks. */
export function withoutNewer(document: DocumentNode): DocumentNode {
  const fieldsOf = <T extends { readonly name: { readonly value: string } }>(type: string, fields: readonly T[] = []) =>
    fields.filter(({ name }) => newerFields[type]?.has(name.value) !== true);
  return visit(document, {
    ObjectTypeDefinition: (node) => {
      if (newerTypes.test(node.name.value)) return null;
      const fields = fieldsOf(node.name.value, node.fields);
      return {
        ...node,
        // The reason of a duplicate came with the argument that shows it.
        fields: fields.map((field) => (field.name.value === "stateReason" ? { ...field, arguments: [] } : field)),
      };
    },
    InputObjectTypeDefinition: (node) => ({ ...node, fields: fieldsOf(node.name.value, node.fields) }),
    UnionTypeDefinition: (node) => ({
      ...node,
      types: (node.types ?? []).filter(({ name }) => !newerTypes.test(name.value)),
    }),
    EnumValueDefinition: (node) => (newerValues.test(node.name.value) ? null : undefined),
  });
}
