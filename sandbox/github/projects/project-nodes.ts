import { connectionOf, counted } from "../graphql/connection.ts";
import type { Args } from "../graphql/context.ts";
import { queryError } from "../graphql/query-error.ts";
import type { Issue } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { isRecord } from "../../record.ts";
import type { Iteration, Project, ProjectField, ProjectItem } from "./project.ts";

/** A project as GraphQL shows it. @throws GraphQLError if it is missing, or the token may not read projects */
export function projectNode(state: HostState, owner: string, number: number): object {
  requireProjects(state, "projectV2");
  const project = state.projects.find(owner, number);
  if (project === null) {
    throw queryError("NOT_FOUND", `Could not resolve to a ProjectV2 with the number ${number}.`);
  }
  return nodeOf(state, project);
}

/** The projects of an owner. GitHub's search language, of which the stand-in knows `is:open`. @throws GraphQLError */
export function projectsOf(state: HostState, owner: string, args: Args): object {
  requireProjects(state, "projectsV2");
  const { query, orderBy } = args;
  const shown = state.projects.of(owner).filter(({ closed }) => query !== "is:open" || !closed);
  const { field, direction } = isRecord(orderBy) ? orderBy : {};
  const sorted = shown.toSorted((a, b) => (field === "UPDATED_AT" && a.updatedAt - b.updatedAt) || a.number - b.number);
  const nodes = (direction === "ASC" ? sorted : sorted.toReversed()).map((project) => nodeOf(state, project));
  return connectionOf(counted("projectsV2", nodes), args);
}

/** The items of projects that have an issue. @throws GraphQLError if the token may not read projects */
export function projectItemsOf(state: HostState, issue: Issue, args: Args): object {
  requireProjects(state, "projectItems");
  const { includeArchived } = args;
  const items = state.projects
    .all()
    .flatMap((project) =>
      project.items
        .filter(({ issueId, isArchived }) => issueId === issue.id && (includeArchived === true || !isArchived))
        .map((item) => itemNode(state, project, item)),
    );
  return connectionOf(counted("projectItems", items), args);
}

function nodeOf(state: HostState, project: Project): object {
  const { nodeId: id, number, title, closed, updatedAt } = project;
  const fields = project.fields.map((field) => fieldNode(field, state.runtime.clock()));
  return {
    graphqlType: "ProjectV2",
    id,
    number,
    title,
    closed,
    updatedAt,
    fields: (args: Args) => connectionOf(counted("fields", fields), args),
    items: (args: Args) => {
      // GitHub leaves archived items out unless a query asks for them.
      const items = project.items.filter(({ isArchived }) => !isArchived);
      return connectionOf(
        counted(
          "items",
          items.map((item) => itemNode(state, project, item)),
        ),
        args,
      );
    },
  };
}

/** @param field that GitHub's refusal names */
function requireProjects({ caller, switches }: HostState, field: string): void {
  const { missingPermission } = switches;
  if (caller.kind === "installation" && caller.installation.app.permissions["organization_projects"] === undefined) {
    throw queryError("FORBIDDEN", "Resource not accessible by integration");
  }
  if (missingPermission === "organization_projects=read") {
    throw queryError(
      "INSUFFICIENT_SCOPES",
      `Your token has not been granted the required scopes to execute this query. The '${field}' field requires one of the following scopes: ['read:project'].`,
    );
  }
}

function fieldNode(field: ProjectField, now: number): object {
  const { nodeId: id, name, type: dataType } = field;
  const shared = { id, name, dataType };
  if (field.type !== "ITERATION") {
    return { graphqlType: dataType === "NUMBER" ? "ProjectV2Field" : "ProjectV2SingleSelectField", ...shared };
  }
  const isOver = (one: Iteration) => Date.parse(one.startDate) + one.duration * 86_400_000 <= now;
  return {
    graphqlType: "ProjectV2IterationField",
    ...shared,
    configuration: {
      duration: 14,
      startDay: 1,
      iterations: field.iterations.filter((one) => !isOver(one)),
      completedIterations: field.iterations.filter(isOver),
    },
  };
}

function itemNode(state: HostState, project: Project, item: ProjectItem): object {
  const { fields } = project;
  const issue = item.issueId === null ? null : state.issues.byId(item.issueId);
  const isShown = issue !== null && state.repositories.isReadable(issue.repository);
  const draft = { graphqlType: "DraftIssue", id: item.nodeId, title: item.title, body: "" };
  const content = item.issueId === null ? draft : isShown ? issue : null;
  const type =
    item.issueId === null ? "DRAFT_ISSUE" : !isShown ? "REDACTED" : issue.pull === null ? "ISSUE" : "PULL_REQUEST";
  return {
    graphqlType: "ProjectV2Item",
    id: item.nodeId,
    isArchived: item.isArchived,
    type,
    content,
    project: () => nodeOf(state, project),
    fieldValues: (args: Args) => {
      const values = fields.flatMap((field) => valueNode(field, item, state.runtime.clock()) ?? []);
      return connectionOf(counted("fieldValues", values), args);
    },
    fieldValueByName: ({ name }: Args) =>
      valueNode(
        fields.find((field) => field.name === name),
        item,
        state.runtime.clock(),
      ),
  };
}

function valueNode(field: ProjectField | undefined, item: ProjectItem, now: number): object | null {
  const value = field === undefined ? undefined : item.values.get(field.name);
  if (field === undefined || value === undefined) return null;
  const of = fieldNode(field, now);
  if (field.type !== "ITERATION") {
    return field.type === "NUMBER"
      ? { graphqlType: "ProjectV2ItemFieldNumberValue", field: of, number: Number(value) }
      : { graphqlType: "ProjectV2ItemFieldSingleSelectValue", field: of, name: value };
  }
  const iteration = field.iterations.find(({ title }) => title === value);
  if (iteration === undefined) return null;
  const { id: iterationId, ...shown } = iteration;
  return { graphqlType: "ProjectV2ItemFieldIterationValue", field: of, iterationId, ...shown };
}
