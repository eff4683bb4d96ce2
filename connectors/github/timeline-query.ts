import type { HostSchema, SchemaPart } from "./host-schema.ts";

/** Selected fields of each kind of timeline entry, besides its kind. */
const fields = {
  ClosedEvent: "stateReason",
  ReopenedEvent: "",
  ConvertedToDiscussionEvent: "",
  MilestonedEvent: "milestoneTitle",
  DemilestonedEvent: "milestoneTitle",
  LabeledEvent: "label { name }",
  UnlabeledEvent: "label { name }",
  TransferredEvent: "fromRepository { nameWithOwner databaseId }",
  MarkedAsDuplicateEvent: duplicateOf(),
  UnmarkedAsDuplicateEvent: duplicateOf(),
  BlockedByAddedEvent: "other: blockingIssue { fullDatabaseId }",
  BlockedByRemovedEvent: "other: blockingIssue { fullDatabaseId }",
  ParentIssueAddedEvent: "other: parent { fullDatabaseId }",
  ParentIssueRemovedEvent: "other: parent { fullDatabaseId }",
} as const;

type Kind = keyof typeof fields;

const allKinds = Object.keys(fields).filter((kind): kind is Kind => kind in fields);

/** Changes of edges, which do not change an issue's `updated`. */
const edgeKinds = [
  "BlockedByAddedEvent",
  "BlockedByRemovedEvent",
  "ParentIssueAddedEvent",
  "ParentIssueRemovedEvent",
] as const satisfies readonly Kind[];

/** Both ends show a marking; an issue may be either. */
function duplicateOf(): string {
  return "other: canonical { ... on Issue { fullDatabaseId } } duplicate { ... on Issue { fullDatabaseId } }";
}

/** Kinds that an older server lacks. */
const optionalKinds: ReadonlySet<Kind> = new Set(edgeKinds);

/** The newest entries of an issue, whose page tells whether there are more. */
export function newestEntries(schema: HostSchema): string {
  return entriesOf("last: 50", allKinds, schema);
}

/** The newest changes of an issue's edges: a sweep reads more often than they fill a page. Empty if the host has no such entries. */
export function newestEdgeEntries(schema: HostSchema): string {
  return entriesOf("last: 50", edgeKinds, schema);
}

/** The query for older entries of one issue. */
export function timelineQuery(schema: HostSchema): string {
  return `
query Timeline($id: ID!, $before: String) {
  node(id: $id) {
    ... on Issue {
      ${entriesOf("last: 100, before: $before", allKinds, schema)}
    }
  }
}`;
}

function entriesOf(place: string, wanted: readonly Kind[], schema: HostSchema): string {
  const kinds = wanted.filter((kind) => !isOptional(kind) || schema.has(kind));
  if (kinds.length === 0) return "";
  const types = kinds.map((kind) => kind.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, "_").toUpperCase());
  const selections = kinds.map((kind) =>
    `... on ${kind} { id createdAt ${fieldsOf(kind, schema)} }`.replace("  }", " }"),
  );
  return `timelineItems(${place}, itemTypes: [${types.join(", ")}]) {
    pageInfo { hasPreviousPage startCursor }
    nodes {
      kind: __typename
      ${selections.join("\n      ")}
    }
  }`;
}

function isOptional(kind: Kind): kind is Kind & SchemaPart {
  return optionalKinds.has(kind);
}

function fieldsOf(kind: Kind, schema: HostSchema): string {
  const isMore = kind === "ClosedEvent" && schema.has("ClosedEvent.duplicateOf");
  return isMore ? `${fields[kind]} other: duplicateOf { ... on Issue { fullDatabaseId } }` : fields[kind];
}
