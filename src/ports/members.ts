import type { WorkItemId } from "../domain/ids.ts";
import { projectQuery, type ProjectValues } from "../domain/items/project-values.ts";
import type { ProjectSource } from "../domain/model/train.ts";

/** A member of a query, see `Membership`. `values`: of a project. */
export type PulledMember = {
  readonly query: string;
  readonly itemId: WorkItemId;
  readonly handle: string;
  readonly values?: ProjectValues;
  /** Values that GitHub hid this time: the store keeps the known ones. Absent if it hid none. */
  readonly unseen?: readonly (keyof ProjectValues)[];
};

/** All members of a query: a project's with their values, null for those of a JQL. */
export type FoundMembers = {
  readonly members: ReadonlyMap<WorkItemId, ProjectValues | null>;
  /** Values that GitHub hid this time, by member. */
  readonly unseen?: ReadonlyMap<WorkItemId, readonly (keyof ProjectValues)[]>;
  /** Draft issues of a project. */
  readonly drafts: number;
};

export type Queries = {
  /** JQL of teams that own by query (Jira only). */
  readonly jqls: readonly string[];
  /** Projects of teams (GitHub only); absent if no team names one. */
  readonly projects?: readonly ProjectSource[];
};

/** Everything by which teams own items besides their place: JQL, and GitHub projects. See `Membership.query`. */
export function queriesOf({ jqls, projects = [] }: Queries): readonly string[] {
  return [...jqls, ...projects.map(projectQuery)];
}
