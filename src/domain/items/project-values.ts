import type { SprintId, WorkItemId } from "../ids.ts";
import type { ProjectSource, Team, Train } from "../model/train.ts";
import type { WorkItem } from "./work-item.ts";

/** What a GitHub project says of one of its items; null where it says nothing. */
export type ProjectValues = {
  readonly iteration: SprintId | null;
  readonly points: number | null;
  /** Absent if the train file names no field for it. */
  readonly businessValue?: number | null;
  /** Name of the chosen status. */
  readonly status: string | null;
};

/**
 * Identifies the members of a project, and the fields that are read with them: two teams may read one project by
 * different fields.
 */
export function projectQuery({ address, ...fields }: ProjectSource): string {
  const named = Object.values(fields).some((name) => name !== null);
  return `project:${address}${named ? ` ${JSON.stringify(fields)}` : ""}`;
}

type HidingMembership = {
  readonly connection: string;
  readonly query: string;
  readonly hidden?: ReadonlySet<WorkItemId>;
};

/** The `query` of a team's membership; null if the team owns by neither JQL nor project. */
export function queryOf(from: Team["from"]): string | null {
  if (from.system === "jira") return from.jql;
  return from.project === undefined ? null : projectQuery(from.project);
}

/**
 * The items that the trackers hide in the projects and queries of the train's teams. The store keeps memberships of
 * earlier train files.
 */
export function hiddenMembers(
  train: Pick<Train, "teams">,
  { memberships }: { readonly memberships: readonly HidingMembership[] },
): ReadonlySet<WorkItemId> {
  const named = new Set(queriesOf(train).map(nameOf));
  return hiddenIn(memberships.filter((one) => named.has(nameOf(one))));
}

/**
 * The items that the trackers hid in queries of earlier train files, until the present ones are read: a query that people
 * changed may find the same items.
 */
export function hiddenBefore(
  train: Pick<Train, "teams">,
  { memberships }: { readonly memberships: readonly HidingMembership[] },
): ReadonlySet<WorkItemId> {
  const read = new Set(memberships.map(nameOf));
  const unread = new Set(queriesOf(train).flatMap((one) => (read.has(nameOf(one)) ? [] : one.connection)));
  return hiddenIn(memberships.filter(({ connection }) => unread.has(connection)));
}

type Query = Pick<HidingMembership, "connection" | "query">;

function queriesOf({ teams }: Pick<Train, "teams">): readonly Query[] {
  return teams.flatMap(({ from }) => {
    const query = queryOf(from);
    return query === null ? [] : { connection: from.connection, query };
  });
}

function nameOf({ connection, query }: Query): string {
  return `${connection} ${query}`;
}

function hiddenIn(memberships: readonly HidingMembership[]): ReadonlySet<WorkItemId> {
  return new Set(memberships.flatMap(({ hidden = [] }) => [...hidden]));
}

/** The item as its team's project has it: in the project's iteration, with the project's points, business value and status. */
export function withProjectValues(
  item: WorkItem,
  { iteration, points, businessValue = null, status }: ProjectValues,
): WorkItem {
  return {
    ...item,
    sprintIds: iteration === null ? item.sprintIds : [...item.sprintIds, iteration],
    points,
    businessValue,
    statusName: status,
  };
}
