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
  const sprints = Map.groupBy(
    look.boxes.filter(({ kind }) => kind === "sprint"),
    ({ board }) => board,
  );
  const boards = look.boards.filter(({ id, project }) => sprints.has(id) && (project === null || keys.has(project)));
  const near = new Set(boards.map(({ id }) => id));
  const families = familiesOf(look.boxes);
  const alone = containers.filter(({ key }) => isAlone(key, boards, families));
  const home = new Map(boards.flatMap((board) => aloneAt(board, alone)));
  const shared = families.filter(({ boards: at }) => at.some((id) => near.has(id) && !home.has(id)));
  const familyOf = new Map(shared.flatMap((family) => family.boxes.map(({ id }) => [id, family] as const)));
  const owner = new Map(
    boards.flatMap(({ id }): [number, Family][] => {
      const family = home.has(id) ? undefined : mainFamily(sprints.get(id) ?? [], familyOf);
      return family === undefined ? [] : [[id, family]];
    }),
  );
  const own = boards.filter(({ id }) => !home.has(id) && !owner.has(id) && isTeam(sprints.get(id) ?? [], familyOf));
  const { connection } = look;
  return {
    teams: [
      ...shared.map((family) =>
        familyTeam(
          connection,
          family,
          [...owner].flatMap(([id, of]) => (of === family ? id : [])),
        ),
      ),
      ...own.map((board) => boardTeam(connection, board, sprints.get(board.id) ?? [])),
      ...alone.map((project) => projectTeam(look, project)),
      ...containers
        .filter((project) => !alone.includes(project))
        .map((project) => restTeam(look, project, shared.length + own.length > 0)),
    ],
    seriesOf: ({ id, board }) => {
      const family = familyOf.get(id);
      return `${connection} ${family === undefined ? `board ${board ?? "unknown"}` : `family ${family.name}`}`;
    },
  };
}

/** Whether a project has exactly one board with sprints, whose sprint names are found on no other board. */
function isAlone(key: string, boards: readonly SeenBoard[], families: readonly Family[]): boolean {
  const own = boards.filter(({ project }) => project === key);
  const [only] = own;
  if (only === undefined || own.length > 1) return false;
  return !families.some(({ boards: at }) => at.includes(only.id) && at.length > 1);
}

function aloneAt({ id, project }: SeenBoard, alone: readonly SeenContainer[]): readonly [number, string][] {
  return project !== null && alone.some(({ key }) => key === project) ? [[id, project]] : [];
}

function mainFamily(boxes: readonly SeenBox[], familyOf: ReadonlyMap<string, Family>): Family | undefined {
  const counts = Map.groupBy(boxes, ({ id }) => familyOf.get(id));
  const [first] = [...counts].toSorted(([, a], [, b]) => b.length - a.length);
  return first !== undefined && first[1].length >= most * boxes.length ? first[0] : undefined;
}

/** A board with sprints of its own habit; one whose sprints belong to families holds guests. */
function isTeam(boxes: readonly SeenBox[], familyOf: ReadonlyMap<string, Family>): boolean {
  return boxes.filter(({ id }) => !familyOf.has(id)).length >= 3;
}

function familyTeam(connection: string, family: Family, boards: readonly number[]): UnnamedTeam {
  const { name, pattern, boxes } = family;
  const [example] = boxes.toSorted((a, b) => (b.startsAt ?? 0) - (a.startsAt ?? 0) || (a.name < b.name ? -1 : 1));
  const where = boards.length === 0 ? "" : `, most of them on board ${boards.join(" and ")}`;
  return {
    name,
    from: { system: "jira", connection, projects: [], boards, sprintName: pattern },
    confidence: boxes.length >= 6 ? "sure" : "likely",
    why: `${boxes.length} sprints are called like “${example?.name ?? ""}”${where}`,
    isRest: false,
  };
}

function boardTeam(connection: string, { id, name }: SeenBoard, boxes: readonly SeenBox[]): UnnamedTeam {
  const bare = name
    .replaceAll(/\b(?:scrum )?board\b/giu, " ")
    .trim()
    .replaceAll(/\s+/g, " ");
  return {
    name: /\p{L}/u.test(bare) ? bare : `Board ${id}`,
    from: { system: "jira", connection, projects: [], boards: [id], sprintName: null },
    confidence: "likely",
    why: `board ${id} has ${boxes.length} sprints of its own`,
    isRest: false,
  };
}

function projectTeam(look: SiteLook, { key, name }: SeenContainer): UnnamedTeam {
  const board = look.boards.find(({ project }) => project === key);
  return {
    name: name || key,
    from: { system: "jira", connection: look.connection, projects: [key], boards: [], sprintName: null },
    confidence: "sure",
    why: `${key} has one board with sprints${board === undefined ? "" : `, ${board.name || board.id}`}`,
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
