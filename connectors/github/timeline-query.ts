/** Selected fields of each kind of timeline entry, besides its kind. */
const fields = {
  ClosedEvent: "stateReason other: duplicateOf { ... on Issue { fullDatabaseId } }",
  ReopenedEvent: "",
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

/** The newest entries of an issue, whose page tells whether there are more. */
export const newestEntries = entriesOf("last: 50", allKinds);

/** The newest changes of an issue's edges: a sweep reads more often than they fill a page. */
export const newestEdgeEntries = entriesOf("last: 50", edgeKinds);

/** Older entries of one issue: 1 point. */
export const timelineQuery = `
query Timeline($id: ID!, $before: String) {
  node(id: $id) {
    ... on Issue {
      ${entriesOf("last: 100, before: $before", allKinds)}
    }
  }
}`;

function entriesOf(place: string, kinds: readonly Kind[]): string {
  const types = kinds.map((kind) => kind.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, "_").toUpperCase());
  const selections = kinds.map((kind) => `... on ${kind} { id createdAt ${fields[kind]} }`.replace("  }", " }"));
  return `timelineItems(${place}, itemTypes: [${types.join(", ")}]) {
    pageInfo { hasPreviousPage startCursor }
    nodes {
      kind: __typename
      ${selections.join("\n      ")}
    }
  }`;
}
