import type { Sprint, SprintState } from "../schedule/sprint.ts";

/**
 * A timebox with its state at an instant, as its dates tell; the same object if that was its present state. No tracker
 * tells former dates.
 */
export function sprintThen(sprint: Sprint, at: number): Sprint {
  const state = stateThen(sprint, at);
  return state === sprint.state ? sprint : { ...sprint, state };
}

function stateThen({ state, startsAt, endsAt, completedAt }: Sprint, at: number): SprintState {
  if (state === "future") return "future";
  const endedAt = completedAt ?? endsAt;
  if (state === "closed" && (endedAt === null || endedAt <= at)) return "closed";
  return startsAt !== null && startsAt > at ? "future" : "active";
}
