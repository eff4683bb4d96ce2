import { patternOf } from "./boxes.ts";
import type { SprintKind } from "./ids.ts";
import type { Model } from "./model.ts";
import { boxesOf, ownershipOf } from "./ownership.ts";
import type { Sprint } from "./sprint.ts";
import type { Iteration, Team, Train } from "./train.ts";
import type { WorkItem } from "./work-item.ts";

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
 * @param iterationOf the train's iteration of a box.
 */
export function targetBoxes(train: Train, model: Model, iterationOf: (box: Sprint) => Iteration | null) {
  let known: {
    readonly open: ReadonlyMap<string, Sprint[]>;
    readonly boards: ReadonlyMap<string, ReadonlySet<number>>;
  };
  const look = () => (known ??= { open: openBoxes(model, iterationOf), boards: boardsByTeam(train, model) });
  return ({ item, team, kind, ordinal }: Target): readonly Sprint[] => {
    const { open, boards } = look();
    const fits = kind === "sprint" ? onBoards(boardsFor(item, team, { boards, model }), team) : inContainer(item);
    const byDates = new Map<string, Sprint>();
    for (const box of open.get(boxKey(item.connection, kind, ordinal)) ?? []) {
      const dates = `${box.startsAt} ${box.endsAt}`;
      if (fits(box) && !byDates.has(dates)) byDates.set(dates, box);
    }
    return [...byDates.values()];
  };
}

function boxKey(connection: string, kind: SprintKind, ordinal: number): string {
  return `${connection} ${kind} ${ordinal}`;
}

function openBoxes(model: Model, iterationOf: (box: Sprint) => Iteration | null): ReadonlyMap<string, Sprint[]> {
  const open = [...model.sprints.values()].filter(({ state }) => state !== "closed");
  return Map.groupBy(open, (box) => boxKey(box.connection, box.kind, iterationOf(box)?.ordinal ?? -1));
}

function inContainer({ container }: WorkItem): (box: Sprint) => boolean {
  return (box) => box.container === null || box.container === container;
}

/** By the boards, or by the name where the team goes by names. Where no board is known, any sprint may be the team's. */
function onBoards(boards: ReadonlySet<number>, team: Team | null): (box: Sprint) => boolean {
  const pattern = patternOf(team?.from.system === "jira" ? team.from.sprintName : null);
  if (pattern !== null) return ({ name, boardId }) => pattern.test(name) || (boardId !== null && boards.has(boardId));
  return ({ boardId }) => boards.size === 0 || (boardId !== null && boards.has(boardId));
}

type Boards = { readonly boards: ReadonlyMap<string, ReadonlySet<number>>; readonly model: Model };

function boardsFor(item: WorkItem, team: Team | null, { boards, model }: Boards): ReadonlySet<number> {
  if (team === null) return boardsOf([item], model);
  const named = team.from.system === "jira" ? team.from.boards : [];
  // A team that goes by names only is on no board of its own.
  if (named.length > 0 || (team.from.system === "jira" && team.from.sprintName !== null)) return new Set(named);
  return boards.get(team.key) ?? new Set();
}

/** The boards on which each team's items have been. */
function boardsByTeam(train: Train, model: Model): ReadonlyMap<string, ReadonlySet<number>> {
  const ownerOf = ownershipOf(train, model);
  const byTeam = Map.groupBy(model.items.values(), (item) => ownerOf(item)?.key ?? "");
  return new Map([...byTeam].map(([team, items]) => [team, boardsOf(items, model)]));
}

function boardsOf(items: readonly WorkItem[], model: Model): ReadonlySet<number> {
  return new Set(items.flatMap((item) => boxesOf(item, model).flatMap(({ boardId }) => boardId ?? [])));
}
