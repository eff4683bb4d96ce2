import { sortedBy } from "../ordering.ts";
import { percent } from "./counting.ts";
import { familiesOf, type Family } from "./families.ts";
import type { ProposedTeam } from "./proposed-team.ts";
import type { SeenBoard, SeenBox, SeenContainer, SiteLook } from "./site-look.ts";

export type UnnamedTeam = Omit<ProposedTeam, "key">;

export type TrackerTeams = {
  readonly teams: readonly UnnamedTeam[];
  /** The series that a sprint belongs to: a team's sprints follow each other. */
  readonly seriesOf: (box: SeenBox) => string;
};

/** A board belongs to a family that has this share of its sprints. */
const most = 0.6;

/**
 * The teams of a Jira: a project with one board of its own is a team. Elsewhere a team is a family of sprint names, or
 * a board; what is in no team's sprint stays with its project.
 * @param containers the projects of the train
 */
export function jiraTeams(look: SiteLook, containers: readonly SeenContainer[]): TrackerTeams {
  const keys = new Set(containers.map(({ key }) => key));
  const boxesOn = Map.groupBy(look.boxes, ({ board }) => board);
  const boards = look.boards.flatMap((board): PlannedBoard[] => {
    const boxes = boxesOn.get(board.id);
    const isNear = board.project === null || keys.has(board.project);
    return boxes === undefined || !isNear ? [] : [{ ...board, boxes }];
  });
  const families = familiesOf(look.boxes);
  const alone = containers.filter(({ key }) => isAlone(key, boards, families));
  const shared = boards.filter(({ project }) => !alone.some(({ key }) => key === project));
  const teams = families.flatMap((family) => {
    const held = shared.filter(({ id }) => family.boards.includes(id));
    return held.length === 0 ? [] : [{ family, boards: held.filter((board) => isMostly(board, family)) }];
  });
  const familyOf = new Map(teams.flatMap(({ family }) => family.boxes.map(({ id }) => [id, family.name] as const)));
  const own = shared.filter(
    (board) => !teams.some((team) => team.boards.includes(board)) && hasOwnHabit(board, familyOf),
  );
  const rest = containers.filter((project) => !alone.includes(project));
  return {
    teams: [
      ...teams.map((team) => familyTeam(look.connection, team)),
      ...own.map((board) => boardTeam(look.connection, board)),
      ...alone.map((project) => projectTeam(look.connection, project, boards)),
      ...rest.map((project) => restTeam(look, project, teams.length + own.length > 0)),
    ],
    seriesOf: ({ id, board }) => {
      const family = familyOf.get(id);
      return `${look.connection} ${family === undefined ? `board ${board ?? "unknown"}` : `family ${family}`}`;
    },
  };
}

/** A board with its sprints; one without any is no planned one. */
type PlannedBoard = SeenBoard & { readonly boxes: readonly SeenBox[] };

/** Whether a project has exactly one board with sprints, whose sprint names are found on no other board. */
function isAlone(key: string, boards: readonly PlannedBoard[], families: readonly Family[]): boolean {
  const own = boards.filter(({ project }) => project === key);
  const isShared = families.some(({ boards: at }) => at.length > 1 && own.some(({ id }) => at.includes(id)));
  return own.length === 1 && !isShared;
}

function isMostly({ boxes }: PlannedBoard, family: Family): boolean {
  return boxes.filter((box) => family.boxes.includes(box)).length >= most * boxes.length;
}

/** Whether a board has sprints of its own habit; one whose sprints belong to families holds guests. */
function hasOwnHabit({ boxes }: PlannedBoard, familyOf: ReadonlyMap<string, string>): boolean {
  return boxes.filter(({ id }) => !familyOf.has(id)).length >= 3;
}

type FamilyTeam = { readonly family: Family; readonly boards: readonly PlannedBoard[] };

function familyTeam(connection: string, { family, boards }: FamilyTeam): UnnamedTeam {
  const { name, pattern, boxes } = family;
  const newest = sortedBy(boxes, ({ startsAt, name: title }) => `${startsAt ?? 0} ${title}`).toReversed();
  const [example] = newest.map((box) => box.name);
  const ids = boards.map(({ id }) => id);
  const where = ids.length === 0 ? "" : `, most of them on board ${ids.join(" and ")}`;
  return {
    name,
    from: { system: "jira", connection, projects: [], boards: ids, sprintName: pattern },
    confidence: boxes.length >= 6 ? "sure" : "likely",
    why: `${boxes.length} sprints are called like “${example}”${where}`,
    isRest: false,
  };
}

function boardTeam(connection: string, { id, name, boxes }: PlannedBoard): UnnamedTeam {
  const bare = name
    .replaceAll(/\b(?:scrum )?board\b/giu, " ")
    .trim()
    .replaceAll(/\s+/g, " ");
  return {
    name: /\p{L}/u.test(bare) ? bare : `Board ${id}`,
    from: { system: "jira", connection, projects: [], boards: [id], sprintName: null },
    confidence: "likely",
    why: `board ${id} has ${boxes.length === 1 ? "a sprint" : `${boxes.length} sprints`} of its own`,
    isRest: false,
  };
}

function projectTeam(connection: string, { key, name }: SeenContainer, boards: readonly PlannedBoard[]): UnnamedTeam {
  const names = boards.filter(({ project }) => project === key).map(({ id, name: title }) => title || String(id));
  return {
    name: name || key,
    from: { system: "jira", connection, projects: [key], boards: [], sprintName: null },
    confidence: "sure",
    why: `${key} has one board with sprints: ${names.join(", ")}`,
    isRest: false,
  };
}

/** @param isLeftOver whether sprints give some items of the project to other teams */
function restTeam(look: SiteLook, { key, name }: SeenContainer, isLeftOver: boolean): UnnamedTeam {
  const from = { system: "jira" as const, connection: look.connection, projects: [key], boards: [], sprintName: null };
  const items = look.items.filter(({ container }) => container === key);
  const without = items.filter(({ boxes }) => boxes.length === 0).length;
  if (!isLeftOver) {
    const why = `${key} has no board with sprints; its items may have dates`;
    return { name: name || key, from, confidence: "likely", why, isRest: false };
  }
  const why = `items of ${key} in no sprint of a team above: ${percent(without, items.length)} of its last ${items.length} are in no sprint`;
  return { name: `${key} without a sprint`, from, confidence: "likely", why, isRest: true };
}
