import { boxNamed } from "./boxes.ts";
import type { SprintKind } from "./ids.ts";
import type { Model } from "./model.ts";
import { nameDirectory } from "./names.ts";
import type { Sprint } from "./sprint.ts";
import type { Team } from "./train.ts";
import type { WorkItem } from "./work-item.ts";

/** The model, and the items that teams of the train own. */
export type Owned = {
  readonly model: Model;
  readonly owned: readonly { readonly item: WorkItem; readonly team: Team | null }[];
};

/** An item that somebody wants to put in another iteration, given by its ordinal. */
export type Target = {
  readonly item: WorkItem;
  readonly team: Team | null;
  readonly kind: SprintKind;
  readonly ordinal: number;
};

/**
 * The boxes of an iteration which an item can be put in as its team plans: of its repository or project, or on its team's
 * boards; never a closed one. Of boxes with equal dates only one.
 * @param ordinalsOf the iterations whose work a box can hold.
 */
export function targetBoxes({ model, owned }: Owned, ordinalsOf: OrdinalsOf) {
  let open: ReadonlyMap<string, Sprint[]> | undefined;
  const known = new Map<string, ReadonlySet<number>>();
  const boardsFor = (item: WorkItem, team: Team | null): ReadonlySet<number> => {
    if (team === null) return boardsOf([item], model);
    const own = () => owned.filter((one) => one.team?.key === team.key).map((one) => one.item);
    const boards = known.get(team.key) ?? boardsOf(own(), model);
    known.set(team.key, boards);
    return boards;
  };
  return ({ item, team, kind, ordinal }: Target): readonly Sprint[] => {
    open ??= openBoxes(model, ordinalsOf);
    const fits = kind === "sprint" ? isTheirs(team, model, () => boardsFor(item, team)) : inContainer(item, model);
    const byDates = new Map<string, Sprint>();
    for (const box of open.get(boxKey(item.connection, kind, ordinal)) ?? []) {
      const dates = `${box.startsAt} ${box.endsAt}`;
      if (!byDates.has(dates) && fits(box)) byDates.set(dates, box);
    }
    return [...byDates.values()];
  };
}

function boxKey(connection: string, kind: SprintKind, ordinal: number): string {
  return `${connection} ${kind} ${ordinal}`;
}

type OrdinalsOf = (box: Sprint) => readonly number[];

function openBoxes(model: Model, ordinalsOf: OrdinalsOf): ReadonlyMap<string, Sprint[]> {
  const open = new Map<string, Sprint[]>();
  for (const box of model.sprints.values()) {
    if (box.state === "closed") continue;
    for (const ordinal of ordinalsOf(box)) {
      const key = boxKey(box.connection, box.kind, ordinal);
      const known = open.get(key);
      if (known === undefined) open.set(key, [box]);
      else known.push(box);
    }
  }
  return open;
}

function inContainer({ connection, container }: WorkItem, model: Model): (box: Sprint) => boolean {
  const names = nameDirectory(model.names).containerNames(connection, container);
  return (box) => box.container === null || names.has(box.container.toLowerCase());
}

/**
 * On the boards or of the name that the team gives in the train file; where it gives neither, on the boards where its
 * items have been. Where there is no board either, any sprint may be its own.
 */
function isTheirs(team: Team | null, model: Model, boardsBefore: () => ReadonlySet<number>): (box: Sprint) => boolean {
  const from = team?.from.system === "jira" ? team.from : { boards: [], sprintName: null };
  const hasName = boxNamed(from.sprintName, nameDirectory(model.names));
  const isNamed = from.boards.length > 0 || from.sprintName !== null;
  const boards = isNamed ? new Set(from.boards) : boardsBefore();
  const isAny = !isNamed && boards.size === 0;
  return (box) => isAny || (box.boardId !== null && boards.has(box.boardId)) || hasName(box);
}

function boardsOf(items: readonly WorkItem[], model: Model): ReadonlySet<number> {
  const boxes = new Set(items.flatMap(({ sprintIds }) => sprintIds));
  return new Set([...boxes].flatMap((id) => model.sprints.get(id)?.boardId ?? []));
}
