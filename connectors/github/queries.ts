import { schemaSelection, type HostSchema } from "./host-schema.ts";
import { newestEdgeEntries, newestEntries, timelineQuery } from "./timeline-query.ts";

/** GraphQL documents. The tests check each against GitHub's published schema. */

/** The documents that select optional parts of the schema, see `host-schema.ts`. */
export type Documents = {
  readonly schema: HostSchema;
  /** Sorted by `updated`: rows that change meanwhile move to the end, so that the reading misses none. */
  readonly issues: string;
  /** The issues of a repository that changed last, for a look before there is a train file. */
  readonly newestIssues: string;
  /** Reads all edges and their changes, because `since` does not detect them: 2 points per page. */
  readonly edges: string;
  readonly nodes: string;
  readonly blockers: string;
  /** Older entries of one issue: 1 point. */
  readonly timeline: string;
};

export function documentsFor(schema: HostSchema): Documents {
  const parts = partsFor(schema);
  const { edges, neighbour } = parts;
  const issue = wholeIssue(schema, parts);
  return {
    schema,
    issues: issuesQuery(issue),
    newestIssues: newestIssuesQuery(issue),
    edges: edgesQuery(`${edges}\n        ${newestEdgeEntries(schema)}`, neighbour),
    nodes: nodesQuery(issue),
    blockers: blockersQuery(neighbour),
    timeline: timelineQuery(schema),
  };
}

type Parts = { readonly edges: string; readonly neighbour: string };

/** One connection deep: 1 point per page, for any number of blockers. */
function partsFor(schema: HostSchema): Parts {
  const stateReason = schema.has("Issue.stateReason(enableDuplicate)")
    ? "stateReason(enableDuplicate: true)"
    : "stateReason";
  const edges = [
    "id",
    "fullDatabaseId",
    "number",
    "repository { nameWithOwner databaseId }",
    ...(schema.has("Issue.parent") ? ["parent { ...Neighbour }"] : []),
    stateReason,
    ...(schema.has("Issue.duplicateOf") ? ["duplicateOf { ...Neighbour }"] : []),
    ...(schema.has("Issue.blockedBy") ? [blockedBy("first: 50")] : []),
  ];
  const neighbour = `
fragment Neighbour on Issue {
  id
  fullDatabaseId
  number
  title
  state
  ${stateReason}
  repository { nameWithOwner databaseId }
}`;
  // GraphQL refuses a fragment that no field uses.
  const isUsed = edges.some((field) => field.includes("...Neighbour"));
  return { edges: `\n  ${edges.join("\n  ")}`, neighbour: isUsed ? neighbour : "" };
}

function blockedBy(page: string): string {
  return `blockedBy(${page}, orderBy: { field: DEPENDENCY_ADDED_AT, direction: ASC }) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { ...Neighbour }
  }`;
}

function wholeIssue(schema: HostSchema, { edges, neighbour }: Parts): string {
  return `
fragment WholeIssue on Issue {${edges}
  title
  body
  state
  createdAt
  updatedAt
  closedAt
  author { kind: __typename login ... on User { id: databaseId } ... on Bot { id: databaseId } }
  milestone { number title state dueOn closedAt }
  ${schema.has("Issue.issueType") ? "issueType { name }" : ""}
  labels(first: 100) { nodes { name } }
  ${newestEntries(schema)}
  ${schema.has("Issue.closedByPullRequestsReferences") ? "closedByPullRequestsReferences(first: 1) { totalCount }" : ""}
}
${neighbour}`;
}

function issuesQuery(issue: string): string {
  return `
query Issues($owner: String!, $name: String!, $first: Int!, $after: String, $since: DateTime) {
  repository(owner: $owner, name: $name) {
    issues(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: ASC }, filterBy: { since: $since }) {
      pageInfo { hasNextPage endCursor }
      nodes { ...WholeIssue }
    }
  }
}
${issue}`;
}

function newestIssuesQuery(issue: string): string {
  return `
query NewestIssues($owner: String!, $name: String!, $first: Int!) {
  repository(owner: $owner, name: $name) {
    issues(first: $first, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { ...WholeIssue }
    }
  }
}
${issue}`;
}

function edgesQuery(fields: string, neighbour: string): string {
  return `
query Edges($owner: String!, $name: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    issues(first: $first, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes {${fields}
      }
    }
  }
}
${neighbour}`;
}

/** Ids of all issues: 1 point per page. */
export const identitiesQuery = `
query Identities($owner: String!, $name: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    issues(first: $first, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes { id fullDatabaseId number }
    }
  }
}`;

function nodesQuery(issue: string): string {
  return `
query Nodes($ids: [ID!]!) {
  nodes(ids: $ids) { ...WholeIssue }
}
${issue}`;
}

function blockersQuery(neighbour: string): string {
  return `
query Blockers($id: ID!, $after: String) {
  node(id: $id) {
    ... on Issue {
      ${blockedBy("first: 100, after: $after")}
    }
  }
}
${neighbour}`;
}

export const pullsQuery = `
query Pulls($owner: String!, $name: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        fullDatabaseId
        number
        title
        state
        updatedAt
        closedAt
        repository { nameWithOwner }
        closingIssuesReferences(first: 25) { nodes { id repository { nameWithOwner } } }
      }
    }
  }
}`;

const milestones = `
      pageInfo { hasNextPage endCursor }
      nodes { number title state dueOn closedAt }`;

/** Whether each repository's issues are readable: 1 point. */
export function accessQuery(repositories: number): string {
  const places = Array.from({ length: repositories }, (_, place) => place);
  const variables = places.map((place) => `$owner${place}: String!, $name${place}: String!`);
  const fields = places.map(
    (n) => `r${n}: repository(owner: $owner${n}, name: $name${n}) { issues(first: 1) { totalCount } }`,
  );
  return `
query Access(${variables.join(", ")}) {
  ${fields.join("\n  ")}
}`;
}

/** The id of each issue, by its repository and number: 1 point. */
export function namedIssuesQuery(issues: number): string {
  const places = Array.from({ length: issues }, (_, place) => place);
  const variables = places.map((n) => `$owner${n}: String!, $name${n}: String!, $number${n}: Int!`);
  const fields = places.map(
    (n) => `r${n}: repository(owner: $owner${n}, name: $name${n}) { issue(number: $number${n}) { id } }`,
  );
  return `
query NamedIssues(${variables.join(", ")}) {
  ${fields.join("\n  ")}
}`;
}

const viewer = "viewer { login id: databaseId }";

/** What an overview contains besides the repositories. */
export type OverviewParts = { readonly asksViewer: boolean; readonly asksSchema: boolean };

/** State, milestones and last change of a pull request of each repository: 1 point for 20 of them. */
export function overviewQuery(repositories: number, { asksViewer, asksSchema }: OverviewParts): string {
  const places = Array.from({ length: repositories }, (_, place) => place);
  const variables = places.map((place) => `$owner${place}: String!, $name${place}: String!`);
  const fields = places.map((n) => `r${n}: repository(owner: $owner${n}, name: $name${n}) { ...Overview }`);
  return `
query Overview(${variables.join(", ")}) {
  ${[...(asksViewer ? [viewer] : []), ...(asksSchema ? [schemaSelection] : []), ...fields].join("\n  ")}
}

fragment Overview on Repository {
  databaseId
  nameWithOwner
  hasIssuesEnabled
  isArchived
  isPrivate
  milestones(first: 100, orderBy: { field: NUMBER, direction: ASC }) {${milestones}
  }
  pullRequests(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { updatedAt } }
}`;
}

export const milestonesQuery = `
query Milestones($owner: String!, $name: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    milestones(first: $first, after: $after, orderBy: { field: NUMBER, direction: ASC }) {${milestones}
    }
  }
}`;

export const viewerQuery = `query Viewer { ${viewer} }`;

export const schemaQuery = `query Schema {
  ${schemaSelection}
}`;
