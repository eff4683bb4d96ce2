import { Failure } from "../../src/domain/failure.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import type { RejectedRecord, UnreadPart } from "../../src/ports/connector.ts";
import type { JiraClient } from "./client.ts";
import { mapSprint, mapVersion } from "./map-sprint.ts";
import type { Records } from "../kit/records.ts";
import { readParts } from "../kit/set-aside.ts";
import { pagesOf, parseAll } from "./pages.ts";
import { Board, List, Page, SprintRecord, VersionRecord } from "./schema.ts";
import { isStatus } from "./write-outcome.ts";

export type Boxes = {
  readonly sprints: readonly Sprint[];
  readonly rejected: readonly RejectedRecord[];
  /** Boards and projects whose timeboxes the account may not see. */
  readonly unread: readonly UnreadPart[];
};

/**
 * The sprints of every board that shows one of the projects, and of the named ones; each sprint once, even on several
 * boards.
 * @param projects null for every board the account can see.
 * @param named boards that teams name: one whose filter names no project, such as `labels = team-a`, is in no list
 */
export async function readSprints(
  client: JiraClient,
  projects: readonly string[] | null,
  named: readonly number[] = [],
): Promise<Boxes> {
  const { values: lists, unread } = await readBoards(client, projects);
  const boards = new Map(lists.flatMap(({ records }) => records).map((board) => [board.id, board]));
  const listed = [...boards.values()].filter(hasSprints).map(({ id }) => id);
  const { values: ofBoards, ...hidden } = await readParts([...listed, ...named.filter((id) => !boards.has(id))], {
    nameOf: (id) => `sprints:board ${id}`,
    read: (id) => sprintsOf(client, id),
  });
  const all = ofBoards.flatMap(({ records }) => records).map((record) => mapSprint(client.connection, record));
  return {
    sprints: [...new Map(all.map((sprint) => [sprint.id, sprint])).values()],
    rejected: [...lists, ...ofBoards].flatMap(({ rejected }) => rejected),
    unread: [...unread, ...hidden.unread],
  };
}

async function readBoards(client: JiraClient, projects: readonly string[] | null) {
  if (projects === null) return { values: [await listBoards(client, null)], unread: [] };
  const small = projects.length > 1 ? await boardsOfSmallSite(client, projects).catch(nullIfUnfinished) : null;
  if (small !== null) return { values: small, unread: [] };
  return readParts(projects, {
    nameOf: (project) => `sprints:${project}`,
    read: (project) => listBoards(client, project),
  });
}

/**
 * The projects' boards from one list of all boards, instead of a request per project. Only possible if the whole list
 * fits one page and has no board elsewhere: a board of another project, or of a person, may also show these projects.
 * @returns null if that is impossible
 */
async function boardsOfSmallSite(
  client: JiraClient,
  projects: readonly string[],
): Promise<readonly Records<Board>[] | null> {
  const what = "listing its boards";
  const page = await client.call({
    what,
    schema: Page,
    request: (api) => api.boards(null, { startAt: 0, maxResults: boardsAtOnce }),
  });
  const boards = parseAll(Board, page.values, what);
  const ours = new Set(projects);
  const whole = page.total !== undefined && page.values.length >= page.total;
  const athome = boards.records.every(({ location }) => location != null && ours.has(location.projectKey));
  return whole && athome ? [boards] : null;
}

/** A single board may keep Jira from listing all: the lists of the other projects may be complete. */
function nullIfUnfinished(error: unknown): null {
  if (error instanceof Failure && error.code === "tracker-unavailable") return null;
  throw error;
}

const boardsAtOnce = 50;

/** The boards of a project, or all that the account can see. */
export function listBoards(client: JiraClient, project: string | null): Promise<Records<Board>> {
  return pagesOf({
    client,
    what: project === null ? "listing its boards" : `listing the boards of ${project}`,
    record: Board,
    request: (api, startAt) => api.boards(project, { startAt, maxResults: boardsAtOnce }),
  });
}

/** Whether a board may have sprints. For team-managed boards (`simple`) only the answer shows whether they do. */
export function hasSprints({ type }: Board): boolean {
  return type !== "kanban";
}

async function sprintsOf(client: JiraClient, boardId: number): Promise<Records<SprintRecord>> {
  // Jira answers 500 or 422 for a board whose columns have no status.
  const remedy = `Look at the columns and the filter of board ${boardId} in Jira, then run it again.`;
  try {
    return await pagesOf({
      client,
      what: `reading the sprints of board ${boardId}`,
      remedies: { "tracker-unavailable": remedy, "request-refused": remedy },
      record: SprintRecord,
      request: (api, startAt) => api.sprints(boardId, { startAt, maxResults: 50 }),
    });
  } catch (error) {
    // 400: the board has no sprints. 404: a person deleted it between the two calls, or the account sees only its name.
    if (isStatus(error, 400, 404)) return { records: [], rejected: [] };
    throw error;
  }
}

/** All versions of the projects, one request each. */
export async function readVersions(client: JiraClient, projects: readonly string[]): Promise<Boxes> {
  const { values: lists, unread } = await readParts(projects, {
    nameOf: (project) => `versions:${project}`,
    read: (project) => versionsOf(client, project),
  });
  const sprints = lists.flatMap(({ records }) => records);
  return { sprints, rejected: lists.flatMap(({ rejected }) => rejected), unread };
}

async function versionsOf(client: JiraClient, project: string): Promise<Records<Sprint>> {
  const what = `reading the versions of ${project}`;
  const values = await client.call({
    what,
    schema: List,
    request: (api) => api.versions(project),
  });
  const { records, rejected } = parseAll(VersionRecord, values, what);
  return { records: records.map((record) => mapVersion(client.connection, project, record)), rejected };
}
