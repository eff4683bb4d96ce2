const fields = `fields(first: 100) {
  nodes {
    ... on ProjectV2FieldCommon { id name dataType }
    ... on ProjectV2IterationField {
      configuration {
        iterations { title startDate duration }
        completedIterations { title startDate duration }
      }
    }
  }
}`;

/** A project with its fields: 1 point. The owner is an organisation or a person. */
export const projectQuery = `
query Project($owner: String!, $number: Int!) {
  repositoryOwner(login: $owner) {
    ... on ProjectV2Owner {
      projectV2(number: $number) {
        id
        ${fields}
      }
    }
  }
}`;

/** The open projects of an owner that changed last, with their fields: 1 point. */
export const ownerProjectsQuery = `
query OwnerProjects($owner: String!, $first: Int!) {
  repositoryOwner(login: $owner) {
    ... on ProjectV2Owner {
      projectsV2(first: $first, query: "is:open", orderBy: { field: UPDATED_AT, direction: DESC }) {
        totalCount
        nodes {
          id
          number
          title
          closed
          ${fields}
        }
      }
    }
  }
}`;

const issueNumber =
  "... on ProjectV2ItemIssueFieldValue { issueFieldValue { ... on IssueFieldNumberValue { number: value } } }";
const issueChoice =
  "... on ProjectV2ItemIssueFieldValue { issueFieldValue { ... on IssueFieldSingleSelectValue { name } } }";

/**
 * A hundred items of a project by position, which edits of fields do not change: 1 point. An empty name selects no field.
 * @param hasIssueFields whether a project may show fields of issues, which Enterprise Server does not know
 */
export function projectItemsQuery(hasIssueFields: boolean): string {
  const also = (fields: string) => (hasIssueFields ? `\n              ${fields}` : "");
  return `
query ProjectItems($owner: String!, $number: Int!, $first: Int!, $after: String, $iteration: String!, $points: String!, $businessValue: String!, $status: String!) {
  repositoryOwner(login: $owner) {
    ... on ProjectV2Owner {
      projectV2(number: $number) {
        items(first: $first, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes {
            id
            type
            isArchived
            content { ... on Issue { id fullDatabaseId repository { nameWithOwner } } }
            iteration: fieldValueByName(name: $iteration) {
              ... on ProjectV2ItemFieldIterationValue { title startDate duration }
            }
            points: fieldValueByName(name: $points) {
              ... on ProjectV2ItemFieldNumberValue { number }${also(issueNumber)}
            }
            businessValue: fieldValueByName(name: $businessValue) {
              ... on ProjectV2ItemFieldNumberValue { number }${also(issueNumber)}
            }
            status: fieldValueByName(name: $status) {
              ... on ProjectV2ItemFieldSingleSelectValue { name }${also(issueChoice)}
            }
          }
        }
      }
    }
  }
}`;
}

/**
 * What projects say of the issues of a repository that changed last: 7 points for 60 issues.
 * @param hasIssueFields as of `projectItemsQuery`
 */
export function membershipsQuery(hasIssueFields: boolean): string {
  const field = "field { ... on ProjectV2FieldCommon { id } }";
  const also = hasIssueFields
    ? `
                ... on ProjectV2ItemIssueFieldValue {
                  ${field}
                  issueFieldValue { ... on IssueFieldNumberValue { number: value } }
                }`
    : "";
  return `
query Memberships($owner: String!, $name: String!, $first: Int!) {
  repository(owner: $owner, name: $name) {
    issues(first: $first, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes {
        number
        assignees(first: 10) { nodes { login } }
        projectItems(first: 10, includeArchived: false) {
          nodes {
            project { id }
            fieldValues(first: 50) {
              nodes {
                ... on ProjectV2ItemFieldIterationValue { ${field} title startDate duration }
                ... on ProjectV2ItemFieldNumberValue { ${field} number }${also}
              }
            }
          }
        }
      }
    }
  }
}`;
}
