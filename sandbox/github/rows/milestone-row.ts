import type { RawRecord } from "../../data.ts";
import { milestonePath, repositoryApi } from "../address.ts";
import type { Label, Milestone } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { formatInstant, formatInstantOrNull } from "../instant.ts";
import { accountRowOrNull } from "./account-row.ts";

export function milestoneRow(state: HostState, milestone: Milestone): RawRecord {
  const { repository, number } = milestone;
  const url = `${repositoryApi(state, repository)}/milestones/${number}`;
  const { open, closed } = state.issues.milestoneCounts(repository, number);
  return {
    url,
    html_url: state.baseUrl + milestonePath(milestone),
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: milestone.nodeId,
    number,
    title: milestone.title,
    description: milestone.description,
    creator: accountRowOrNull(state, milestone.creator),
    open_issues: open,
    closed_issues: closed,
    state: milestone.state,
    created_at: formatInstant(milestone.createdAt),
    updated_at: formatInstant(milestone.updatedAt),
    due_on: formatInstantOrNull(milestone.dueOn),
    closed_at: formatInstantOrNull(milestone.closedAt),
  };
}

export function labelRow(state: HostState, label: Label): RawRecord {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repositoryApi(state, label.repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: label.isDefault,
    description: label.description,
  };
}
