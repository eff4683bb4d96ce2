import type { RawRecord } from "../../data.ts";
import { numberAt, recordsAt, textAt } from "../../record.ts";
import type { Issue } from "../entity.ts";
import type { NewEvent } from "../event-store.ts";
import type { HostState } from "../host-state.ts";
import { parseInstant } from "../instant.ts";

/**
 * Enters an issue's history: from a `timeline` member of its record (entries as the timeline endpoint gives them) where
 * it has one, else events derived from its present state, with labels and milestone set on creation.
 */
export function loadHistory(state: HostState, issue: Issue): void {
  const given = recordsAt(issue.raw, "timeline");
  if (given.length === 0) {
    for (const event of assumed(state, issue)) state.events.add(issue, event);
    return;
  }
  for (const entry of given) {
    const event = eventOf(state, entry);
    if (event !== null) {
      const id = numberAt(entry, "id");
      const nodeId = textAt(entry, "node_id");
      state.events.add(issue, event, { ...(id !== null && { id }), ...(nodeId !== null && { nodeId }) });
    }
  }
}

function assumed(state: HostState, issue: Issue): readonly NewEvent[] {
  const first = { actor: issue.author, createdAt: issue.createdAt };
  const milestone = state.repositories.of(issue.repository).milestone(issue.milestone);
  const labels = issue.labels.map((label) => ({ name: "labeled", label, ...first }));
  return [
    ...labels,
    ...(milestone === null ? [] : [{ name: "milestoned", milestoneTitle: milestone.title, ...first }]),
    ...(issue.closedAt === null
      ? []
      : [{ name: "closed", actor: issue.closedBy, createdAt: issue.closedAt, stateReason: issue.stateReason }]),
  ];
}

function eventOf(state: HostState, entry: RawRecord): NewEvent | null {
  const name = textAt(entry, "event");
  const createdAt = parseInstant(entry["created_at"]);
  if (name === null || createdAt === null || name === "commented") return null;
  const label = textAt(entry, "label", "name");
  const milestoneTitle = textAt(entry, "milestone", "title");
  const from = textAt(entry, "rename", "from");
  const reason = textAt(entry, "state_reason");
  return {
    name,
    createdAt,
    actor: state.accounts.learn(entry["actor"]),
    ...(label !== null && { label }),
    ...(milestoneTitle !== null && { milestoneTitle }),
    ...(from !== null && { rename: { from, to: textAt(entry, "rename", "to") ?? "" } }),
    ...((reason === "completed" || reason === "not_planned" || reason === "duplicate") && { stateReason: reason }),
  };
}
