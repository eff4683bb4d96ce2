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
  /** A project's own id of the item; absent for a JQL. */
  readonly entry?: string;
};

/** An item of a project that GitHub hides from our account: its answer has only the project's own id of it. */
export type HiddenEntry = { readonly query: string; readonly entry: string };

/** What a page shows of projects besides their members; absent for none. */
export type BesideMembers = {
  /** Number of draft issues of a project on this page. */
  readonly drafts?: readonly { readonly query: string; readonly count: number }[];
  readonly hidden?: readonly HiddenEntry[];
};

/** All members of a query: a project's with their values, null for those of a JQL. */
export type FoundMembers = {
  readonly members: ReadonlyMap<WorkItemId, ProjectValues | null>;
  /** Values that GitHub hid this time, by member. */
  readonly unseen?: ReadonlyMap<WorkItemId, readonly (keyof ProjectValues)[]>;
  /** A project's own ids of its items. */
  readonly entries?: ReadonlyMap<WorkItemId, string>;
  /** Those of items that GitHub hides: members that had them stay members. */
  readonly hidden?: readonly string[];
  /** Members of a JQL whose projects Jira hides: they stay members. */
  readonly outOfSight?: readonly WorkItemId[];
  /** Members of a JQL that Jira shows neither by the JQL nor on request: they stay until a whole sweep finds them gone. */
  readonly unshown?: readonly WorkItemId[];
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
