import type { LinkEnd, WorkItemId } from "../ids.ts";
import { matcherOf, placeMatcherOf, type Known } from "./ownership.ts";
import type { ItemRole } from "../model/planned-item.ts";
import type { Team, Train } from "../model/train.ts";
import type { WorkItem } from "./work-item.ts";

/** Relations of an item with items that teams of the train own. */
export type RoleFacts = {
  /** Whether a dependency of the train has it at an end, or names it in place of one. */
  readonly isEnd: (end: LinkEnd) => boolean;
  readonly isOwned: (id: WorkItemId) => boolean;
  /** Whether another connection's record of it counts: then it is no end. */
  readonly isCopy: (id: WorkItemId) => boolean;
  readonly childIdsOf: (id: WorkItemId) => readonly WorkItemId[];
};

/** The role of an item on the train; null if it has none. See docs/rules.md, "Ownership". */
export function rolesIn(
  train: Train,
  known: Known,
  facts: RoleFacts,
): (item: WorkItem, team: Team | null) => ItemRole | null {
  const connections = connectionsOf(train);
  const looks = train.teams.map((team) =>
    isPlacedByProject(team) ? matcherOf(team, known) : placeMatcherOf(team, known),
  );
  const isRelative = ({ id, parentId }: WorkItem) =>
    (parentId !== null && facts.isOwned(parentId)) || facts.childIdsOf(id).some(facts.isOwned);
  return (item, team) => {
    if (team !== null) return "owned";
    if (facts.isEnd(item.id)) return "neighbour";
    if (item.presence === "stub") return null;
    const isCopy = facts.isCopy(item.id);
    if (!isCopy && isRelative(item)) return "neighbour";
    if (!connections.has(item.connection)) return null;
    return !isCopy && looks.some((looksAt) => looksAt(item)) ? "unassigned" : "outside";
  };
}

/** Whether a project alone says where the team looks for its items. */
function isPlacedByProject({ from }: Team): boolean {
  return from.system === "github" && from.project !== undefined && from.repos.length === 0;
}

/** Connections that the train's teams plan in. */
export function connectionsOf(train: Pick<Train, "teams">): ReadonlySet<string> {
  return new Set(train.teams.map(({ from }) => from.connection));
}
