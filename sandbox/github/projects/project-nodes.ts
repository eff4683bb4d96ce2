import { connectionOf, counted } from "../graphql/connection.ts";
import type { Args } from "../graphql/context.ts";
import { queryError } from "../graphql/query-error.ts";
import type { HostState } from "../host-state.ts";
import type { Iteration, Project, ProjectField, ProjectItem } from "./project.ts";

/** A project as GraphQL shows it. @throws GraphQLError if it is missing, or the token may not read projects */
export function projectNode(state: HostState, owner: string, number: number): object {
  requireProjects(state);
  const project = state.projects.find(owner, number);
  if (project === null) {
    throw queryError("NOT_FOUND", `Could not resolve to a ProjectV2 with the number ${number}.`);
  }
  const { nodeId: id, title } = project;
  const fields = project.fields.map((field) => fieldNode(field, state.runtime.clock()));
  return {
    graphqlType: "ProjectV2",
    id,
    number,
    title,
    closed: false,
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

function requireProjects({ caller, switches }: HostState): void {
  const { missingPermission } = switches;
  if (caller.kind === "installation" && caller.installation.app.permissions["organization_projects"] === undefined) {
    throw queryError("FORBIDDEN", "Resource not accessible by integration");
  }
  if (missingPermission === "organization_projects=read") {
    throw queryError(
      "INSUFFICIENT_SCOPES",
      "Your token has not been granted the required scopes to execute this query. The 'projectV2' field requires one of the following scopes: ['read:project'].",
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

function itemNode(state: HostState, { fields }: Project, item: ProjectItem): object {
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
    fieldValueByName: ({ name }: Args) =>
      valueNode(
        fields.find((field) => field.name === name),
        item,
      ),
  };
}

function valueNode(field: ProjectField | undefined, item: ProjectItem): object | null {
  const value = field === undefined ? undefined : item.values.get(field.name);
  if (field === undefined || value === undefined) return null;
  if (field.type !== "ITERATION") {
    return field.type === "NUMBER"
      ? { graphqlType: "ProjectV2ItemFieldNumberValue", number: Number(value) }
      : { graphqlType: "ProjectV2ItemFieldSingleSelectValue", name: value };
  }
  const iteration = field.iterations.find(({ title }) => title === value);
  if (iteration === undefined) return null;
  const { id: iterationId, ...shown } = iteration;
  return { graphqlType: "ProjectV2ItemFieldIterationValue", iterationId, ...shown };
}
