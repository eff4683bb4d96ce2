import type { RawRecord } from "../data.ts";
import { numberAt } from "../record.ts";
import { refuse } from "./failure.ts";
import { announceSprintChanged, announceSprintCreated, announceSprintDeleted } from "./hooks/sprint-events.ts";
import type { SiteState } from "./site-state.ts";
import { sprintIdsOf } from "./sprint-field.ts";

/** Plans a sprint; it is in the future until a person starts it. @returns its id */
export function createSprint(state: SiteState, content: RawRecord): number {
  const { sprints } = state.catalogue;
  const id = Math.max(0, ...[...sprints.values()].map((sprint) => numberAt(sprint, "id") ?? 0)) + 1;
  const sprint = { state: "future", goal: "", ...content, id };
  sprints.set(String(id), sprint);
  announceSprintCreated(state, sprint);
  return id;
}

/** @throws JiraError 404 for a sprint that is not there */
export function editSprint(state: SiteState, id: number, changes: RawRecord): void {
  const { sprints, changedSprints } = state.catalogue;
  const before = sprints.get(String(id));
  if (before === undefined) throw refuse(404, `There is no sprint ${id} on this site.`);
  const after = { ...before, ...changes };
  sprints.set(String(id), after);
  changedSprints.add(String(id));
  announceSprintChanged(state, before, after);
}

/** Deletes a sprint: its issues go to the backlog, and keep their `updated`. @throws JiraError 404 */
export function deleteSprint(state: SiteState, id: number): void {
  const { catalogue, store, runtime } = state;
  const sprint = catalogue.sprints.get(String(id));
  if (sprint === undefined) throw refuse(404, `There is no sprint ${id} on this site.`);
  catalogue.sprints.delete(String(id));
  const field = catalogue.sprintField ?? "";
  for (const issue of store.allEvenHidden()) {
    const value = issue.fields[field];
    if (!sprintIdsOf(value).includes(String(id)) || !Array.isArray(value)) continue;
    const left = value.filter((entry: unknown) => !sprintIdsOf([entry]).includes(String(id)));
    store.put({ ...issue, fields: { ...issue.fields, [field]: left } }, runtime.clock());
  }
  announceSprintDeleted(state, sprint);
}
