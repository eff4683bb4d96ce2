import { boxNamed } from "./timeboxes.ts";
import type { SprintId, SprintKind } from "../ids.ts";
import { boxesKey, type ModelIndex } from "../model/model-index.ts";
import type { Model } from "../model/model.ts";
import { nameDirectory } from "../items/names.ts";
import { sortedBy } from "../ordering.ts";
import type { Sprint } from "./sprint.ts";
import { isSameList, keyed } from "../tracking/tracked.ts";
import { projectOf, type Team } from "../model/train.ts";
import type { WorkItem } from "../items/work-item.ts";

/** The inputs from the model, and the items that teams of the train own. */
export type Boards = Pick<ModelIndex, "cells" | "names" | "sprints" | "boxes"> & {
  readonly ownedBy: (team: Team) => Iterable<WorkItem>;
};

/** An item to put into another iteration, given by its ordinal. */
export type Target = {
  readonly item: WorkItem;
  readonly team: Team | null;
  readonly kind: SprintKind;
  readonly ordinal: number;
};

/**
 * The timeboxes of an iteration that an item could use as its team plans: of its repository or project, or on its
 * team's boards; never a closed one, and none that was deleted. Of timeboxes with equal dates only one.
 * @param ordinalsOf the iterations that a timebox serves
 */
export function targetBoxes({ cells, names, sprints, boxes, ownedBy }: Boards, ordinalsOf: OrdinalsOf) {
  const teams = new Map<string, Team>();
  const itemsOf = (key: string) => {
    const team = teams.get(key);
    return team === undefined ? [] : ownedBy(team);
  };
  const boardsOfTeam = keyed(cells, (key: string) => boardsOf(itemsOf(key), sprints), isSameSet);
  const usedByTeam = keyed(cells, (key: string) => boxIdsOf(itemsOf(key)), isSameSet);
  const boardsFor = (item: WorkItem, team: Team | null): ReadonlySet<number> => {
    if (team === null) return boardsOf([item], sprints);
    teams.set(team.key, team);
    return boardsOfTeam(team.key);
  };
  const isInUse = ({ id }: Sprint, item: WorkItem, team: Team | null): boolean => {
    if (team === null) return item.sprintIds.includes(id);
    teams.set(team.key, team);
    return usedByTeam(team.key).has(id);
  };
  const openByOrdinal = keyed(cells, (kind: string): ReadonlyMap<number, readonly Sprint[]> => {
    const open = new Map<number, Sprint[]>();
    for (const box of sortedBy(boxes.of(kind), ({ id }) => id)) {
      if (box.state === "closed") continue;
      for (const ordinal of ordinalsOf(box)) open.set(ordinal, [...(open.get(ordinal) ?? []), box]);
    }
    return open;
  });
  /** A changed timebox of another iteration does not affect these. */
  const openBoxes = keyed(
    cells,
    (key: string): readonly Sprint[] => {
      const [connection = "", kind = "", ordinal] = key.split(" ");
      return openByOrdinal(`${connection} ${kind}`).get(Number(ordinal)) ?? [];
    },
    isSameList,
  );
  const fitting = ({ item, team, kind, ordinal }: Target): readonly Sprint[] => {
    const fits =
      kind === "sprint"
        ? isTheirs(team, names, () => boardsFor(item, team))
        : kind === "iteration"
          ? inProjectOf(team)
          : inContainer(item, names);
    // Nothing lists a deleted timebox, and no item is in it; nothing lists one of a hidden board either.
    const isThere = (box: Sprint) => box.listed !== false || isInUse(box, item, team);
    return ofEqualDates(
      openBoxes(`${boxesKey(item.connection, kind)} ${ordinal}`).filter((box) => fits(box) && isThere(box)),
    );
  };
  const targets = new Map<string, Target>();
  /** All items of a team can use the same sprints. */
  const ofTeam = keyed(
    cells,
    (key: string): readonly Sprint[] => {
      const target = targets.get(key);
      return target === undefined ? [] : fitting(target);
    },
    isSameList,
  );
  return (target: Target): readonly Sprint[] => {
    const { item, team, kind, ordinal } = target;
    if (team === null || kind !== "sprint") return fitting(target);
    const key = `${item.connection} ${ordinal} ${team.key}`;
    targets.set(key, target);
    return ofTeam(key);
  };
}

/** One of each. */
function ofEqualDates(boxes: readonly Sprint[]): readonly Sprint[] {
  const byDates = new Map<string, Sprint>();
  for (const box of boxes) {
    const dates = `${box.startsAt} ${box.endsAt}`;
    if (!byDates.has(dates)) byDates.set(dates, box);
  }
  return [...byDates.values()];
}

type OrdinalsOf = (box: Sprint) => readonly number[];

function isSameSet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}

function inContainer({ connection, container }: WorkItem, names: Model["names"]): (box: Sprint) => boolean {
  const called = nameDirectory(names).containerNames(connection, container);
  return (box) => box.container === null || called.has(box.container.toLowerCase());
}

function inProjectOf(team: Team | null): (box: Sprint) => boolean {
  const address = projectOf(team)?.address;
  return (box) => box.container === address;
}

/**
 * On the boards or with the name that the team gives in the train file; without either, on the boards that its items
 * have used. Without any board, every sprint may be the team's own.
 */
function isTheirs(
  team: Team | null,
  names: Model["names"],
  boardsBefore: () => ReadonlySet<number>,
): (box: Sprint) => boolean {
  const from = team?.from.system === "jira" ? team.from : { boards: [], sprintName: null };
  const hasName = boxNamed(from.sprintName, nameDirectory(names));
  const isNamed = from.boards.length > 0 || from.sprintName !== null;
  const boards = isNamed ? new Set(from.boards) : boardsBefore();
  const isAny = !isNamed && boards.size === 0;
  return (box) => isAny || (box.boardId !== null && boards.has(box.boardId)) || hasName(box);
}

function boardsOf(items: Iterable<WorkItem>, sprints: Boards["sprints"]): ReadonlySet<number> {
  return new Set([...boxIdsOf(items)].flatMap((id) => sprints.get(id)?.boardId ?? []));
}

function boxIdsOf(items: Iterable<WorkItem>): ReadonlySet<SprintId> {
  const ids = new Set<SprintId>();
  for (const { sprintIds } of items) for (const id of sprintIds) ids.add(id);
  return ids;
}
