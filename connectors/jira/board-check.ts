import type { Finding } from "../../src/domain/setup/finding.ts";
import type { NamedBoard } from "../../src/ports/setup-check.ts";
import { hasSprints, listBoards } from "./boards.ts";
import type { JiraClient } from "./client.ts";
import { Board } from "./schema.ts";
import { adminPages } from "./admin-pages.ts";
import { isStatus } from "./write-outcome.ts";

type Fault = Pick<Finding, "means" | "remedy">;

/** Whether a board exists, has sprints and belongs to the team's project: one request, for a remedy one more per project. */
export async function boardFinding(client: JiraClient, named: NamedBoard): Promise<Finding> {
  const { key } = client.connection;
  const { team, board } = named;
  const fault = await boardFault(client, named);
  return {
    id: `board:${key}:${board}:${team}`,
    group: "boards",
    connection: key,
    outcome: fault === null ? "ok" : "blocks",
    tried: `Signalbox looked for board ${board}, by which ${team} owns items.`,
    link: adminPages(client.connection).board(board),
    ...(fault ?? { means: `${team}: board ${board} exists and has sprints.`, remedy: null }),
  };
}

async function boardFault(client: JiraClient, { team, board, projects }: NamedBoard): Promise<Fault | null> {
  const found = await lookedUp(client, board);
  if (found === null) {
    return {
      means: `${team}: there is no board ${board}, or our account cannot see it.`,
      remedy: boardsWords(await listsOf(client, projects)),
    };
  }
  if (!hasSprints(found)) {
    return {
      means: `${team}: board ${board} is a Kanban board, which has no sprints: no item can be found by it.`,
      remedy: "Give the team's `project`, `component` or `label` in place of `board`.",
    };
  }
  const location = found.location?.projectKey.toUpperCase() ?? "";
  if (location === "" || projects.length === 0 || projects.some((key) => key.toUpperCase() === location)) return null;
  const lists = await listsOf(client, projects);
  // A board at home elsewhere may show the project: these lists go by the boards' filters.
  if (lists.some(({ boards }) => boards !== null && boards.some(({ id }) => id === board))) return null;
  return {
    means: `${team}: board ${board} belongs to project ${location}, not to ${projects.join(" or ")}.`,
    remedy: boardsWords(lists),
  };
}

/** Null if the account sees no such board. */
async function lookedUp(client: JiraClient, boardId: number): Promise<Board | null> {
  try {
    return await client.call({
      what: `looking for board ${boardId}`,
      schema: Board,
      request: (api) => api.board(boardId),
    });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The boards that show a project; null if the account sees no such project. */
type Shown = { readonly project: string; readonly boards: readonly Board[] | null };

function listsOf(client: JiraClient, projects: readonly string[]): Promise<readonly Shown[]> {
  return Promise.all(projects.map(async (project) => ({ project, boards: await boardsAt(client, project) })));
}

/** The remedy, with the existing boards: ``Correct `board` of the team: PAY has 10 (Payments), 12.`` */
function boardsWords(lists: readonly Shown[]): string {
  return lists.length === 0
    ? "Correct `board` of the team."
    : `Correct \`board\` of the team: ${lists.map(boardsOf).join("; ")}.`;
}

function boardsOf({ project, boards }: Shown): string {
  if (boards === null) return `${project} is no project that our account can see`;
  const ids = boards.map(({ id, name }) => (name === "" ? `${id}` : `${id} (${name})`));
  return ids.length === 0 ? `${project} has no board` : `${project} has ${ids.join(", ")}`;
}

/** Null if the account sees no such project. */
async function boardsAt(client: JiraClient, project: string): Promise<readonly Board[] | null> {
  try {
    const { records } = await listBoards(client, project);
    return records;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Refused, hidden or missing: Jira's answers do not distinguish these. */
export function isMissing(error: unknown): boolean {
  return isStatus(error, 400, 403, 404);
}
