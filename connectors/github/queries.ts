/** GraphQL documents. Each is checked against GitHub's published schema in the tests. */

/** One connection deep: 1 point per page, however many blockers there are. */
const edges = `
  id
  fullDatabaseId
  number
  repository { nameWithOwner databaseId }
  parent { ...Neighbour }
  stateReason
  duplicateOf { ...Neighbour }
  blockedBy(first: 50, orderBy: { field: DEPENDENCY_ADDED_AT, direction: ASC }) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { ...Neighbour }
  }`;

const neighbour = `
fragment Neighbour on Issue {
  id
  fullDatabaseId
  number
  title
  state
  stateReason
  repository { nameWithOwner databaseId }
}`;

const issue = `
fragment WholeIssue on Issue {${edges}
  title
  body
  state
  createdAt
  updatedAt
  closedAt
  author { kind: __typename login ... on User { id: databaseId } ... on Bot { id: databaseId } }
  milestone { number title state dueOn closedAt }
  issueType { name }
  labels(first: 100) { nodes { name } }
  timelineItems(last: 50, itemTypes: [CLOSED_EVENT, REOPENED_EVENT, MILESTONED_EVENT, DEMILESTONED_EVENT]) {
    nodes {
      kind: __typename
      ... on ClosedEvent { id createdAt stateReason }
      ... on ReopenedEvent { id createdAt }
      ... on MilestonedEvent { id createdAt milestoneTitle }
      ... on DemilestonedEvent { id createdAt milestoneTitle }
    }
  }
  closedByPullRequestsReferences(first: 1) { totalCount }
}
${neighbour}`;

/** Sorted by `updated`, rows that change while we read move to the end: none is missed. */
export const issuesQuery = `
query Issues($owner: String!, $name: String!, $first: Int!, $after: String, $since: DateTime) {
  repository(owner: $owner, name: $name) {
    issues(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: ASC }, filterBy: { since: $since }) {
      pageInfo { hasNextPage endCursor }
      nodes { ...WholeIssue }
    }
  }
}
${issue}`;

/** `since` cannot see an edge come or go, so they are all read: 1 point per page. */
export const edgesQuery = `
query Edges($owner: String!, $name: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    issues(first: $first, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes {${edges}
      }
    }
  }
}
${neighbour}`;

/** Everything that is there, and nothing of it: 1 point per page. */
export const identitiesQuery = `
query Identities($owner: String!, $name: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    issues(first: $first, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes { id fullDatabaseId number }
    }
  }
}`;

export const nodesQuery = `
query Nodes($ids: [ID!]!) {
  nodes(ids: $ids) { ...WholeIssue }
}
${issue}`;

export const blockersQuery = `
query Blockers($id: ID!, $after: String) {
  node(id: $id) {
    ... on Issue {
      blockedBy(first: 100, after: $after, orderBy: { field: DEPENDENCY_ADDED_AT, direction: ASC }) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { ...Neighbour }
      }
    }
  }
}
${neighbour}`;

export const pullsQuery = `
query Pulls($owner: String!, $name: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        fullDatabaseId
        number
        title
        body
        headRefName
        state
        updatedAt
        closedAt
        repository { nameWithOwner }
        closingIssuesReferences(first: 25) { nodes { id fullDatabaseId repository { nameWithOwner } } }
      }
    }
  }
}`;

const milestones = `
      pageInfo { hasNextPage endCursor }
      nodes { number title state dueOn closedAt }`;

/** Of each repository whether its issues can be read: 1 point. */
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

/** Of each issue its id, by its repository and number: 1 point. */
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

/** Of each repository its state, its milestones and when a pull request last changed: 1 point for 20 of them. */
export function overviewQuery(repositories: number, asksViewer: boolean): string {
  const places = Array.from({ length: repositories }, (_, place) => place);
  const variables = places.map((place) => `$owner${place}: String!, $name${place}: String!`);
  const fields = places.map((n) => `r${n}: repository(owner: $owner${n}, name: $name${n}) { ...Overview }`);
  return `
query Overview(${variables.join(", ")}) {
  ${(asksViewer ? [viewer, ...fields] : fields).join("\n  ")}
}

fragment Overview on Repository {
  databaseId
  nameWithOwner
  hasIssuesEnabled
  isArchived
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
