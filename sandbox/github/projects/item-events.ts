import type { RawRecord } from "../../data.ts";
import { announceProjectItem } from "../hooks/announce.ts";
import type { HostState } from "../host-state.ts";
import { formatInstant } from "../instant.ts";
import { accountRow } from "../rows/account-row.ts";
import type { Project, ProjectItem } from "./project.ts";

export type ItemChange = {
  readonly project: Project;
  readonly item: ProjectItem;
  readonly action: "created" | "edited" | "archived" | "deleted";
  /** Name of the edited field. */
  readonly field?: string;
};

/** Sends a person's change of a project's item. The payload names neither repository nor number of an issue. */
export function announceItem(state: HostState, { project, item, action, field: name }: ItemChange): void {
  const field = project.fields.find((one) => one.name === name);
  const changes =
    field === undefined
      ? {}
      : { changes: { field_value: { field_node_id: field.nodeId, field_type: field.type.toLowerCase() } } };
  const body = () => ({ projects_v2_item: itemRow(state, project, item), ...changes });
  announceProjectItem(state, { owner: project.owner, action, sender: state.login, body });
}

function itemRow(state: HostState, project: Project, item: ProjectItem): RawRecord {
  const issue = item.issueId === null ? null : state.issues.byId(item.issueId);
  const at = formatInstant(project.updatedAt);
  return {
    id: Number.parseInt(item.nodeId.slice(-8).replaceAll(/\D/gu, "0"), 10),
    node_id: item.nodeId,
    project_node_id: project.nodeId,
    content_node_id: issue?.nodeId ?? item.nodeId,
    content_type: issue === null ? "DraftIssue" : issue.pull === null ? "Issue" : "PullRequest",
    creator: accountRow(state, state.login),
    created_at: at,
    updated_at: at,
    archived_at: item.isArchived ? at : null,
  };
}
