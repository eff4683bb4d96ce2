import type { Milestone } from "./entity.ts";
import { announceMilestone, announceMilestoneChanged } from "./hooks/milestone-events.ts";
import { now, type HostState } from "./host-state.ts";
import { nodeIdFor } from "./identity.ts";
import { dueDay } from "./instant.ts";
import type { RepositoryIndex } from "./repository-index.ts";

/** `dueOn`: any instant of the due day; GitHub stores midnight in California. */
export type MilestoneChange = {
  readonly title?: string;
  readonly description?: string | null;
  readonly state?: "open" | "closed";
  readonly dueOn?: number | null;
};

type Edit = { readonly change: MilestoneChange; readonly actor: string };

export function createMilestone(state: HostState, index: RepositoryIndex, { change, actor }: Edit): Milestone {
  const at = now(state);
  const id = state.ids.nextSmall();
  const blank: Milestone = {
    kind: "milestone",
    id,
    nodeId: nodeIdFor("MI", id),
    repository: index.repository,
    number: index.nextMilestoneNumber(),
    title: "",
    description: null,
    state: "open",
    dueOn: null,
    creator: actor,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
  };
  const milestone = applied(state, blank, change);
  announceMilestone(state, { milestone, actor }, { action: "created" });
  return milestone;
}

export function changeMilestone(state: HostState, milestone: Milestone, { change, actor }: Edit): Milestone {
  const next = applied(state, milestone, change);
  announceMilestoneChanged(state, milestone, { milestone: next, actor });
  return next;
}

function applied(state: HostState, milestone: Milestone, change: MilestoneChange): Milestone {
  const at = now(state);
  const { dueOn, ...rest } = change;
  const closing = change.state === undefined || change.state === milestone.state;
  const next: Milestone = {
    ...milestone,
    ...rest,
    ...(dueOn !== undefined && { dueOn: dueOn === null ? null : dueDay(dueOn) }),
    ...(!closing && { closedAt: change.state === "closed" ? at : null }),
    updatedAt: at,
  };
  state.repositories.of(milestone.repository).putMilestone(next);
  return next;
}

/** Deletes a milestone; its issues stay, without one. */
export function deleteMilestone(state: HostState, milestone: Milestone, actor: string): void {
  const issues = state.issues.sorted(milestone.repository, "created");
  for (const issue of issues.filter((one) => one.milestone === milestone.number)) {
    state.issues.put({ ...issue, milestone: null }, now(state));
  }
  state.repositories.of(milestone.repository).removeMilestone(milestone);
  announceMilestone(state, { milestone, actor }, { action: "deleted" });
}
