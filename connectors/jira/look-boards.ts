import type { SeenBoard, SeenBox } from "../../src/domain/proposal/site-look.ts";
import type { LookParts } from "../kit/look-parts.ts";
import { hasSprints, listBoards } from "./boards.ts";
import type { JiraClient } from "./client.ts";
import { seenBox } from "./look-sample.ts";
import { mapSprint } from "./map-sprint.ts";
import { pagesOf } from "./pages.ts";
import { Board, BoardConfiguration, SprintRecord } from "./schema.ts";
import { isStatus } from "./write-outcome.ts";

/** Bounds of a look, in boards and pages. */
const boardPages = 6;
const mostBoards = 40;
const configured = 20;
const sprintPages = 10;

export type BoardsLook = { readonly boards: readonly SeenBoard[]; readonly boxes: readonly SeenBox[] };

/**
 * The boards that show one of the projects, or that belong to none, with their sprints and the fields they estimate
 * with.
 */
export async function lookAtBoards(
  client: JiraClient,
  parts: LookParts,
  projects: ReadonlySet<string>,
): Promise<BoardsLook> {
  const listed = await parts.read(
    () =>
      pagesOf({
        client,
        what: "listing its boards",
        record: Board,
        mostPages: boardPages,
        request: (api, startAt) => api.boards(null, { startAt, maxResults: 50 }),
      }),
    { records: [], rejected: [], total: null },
  );
  const near = listed.records
    .filter((board) => hasSprints(board) && (board.location == null || projects.has(board.location.projectKey)))
    .slice(0, mostBoards);
  const homes = near.every(({ location }) => location != null)
    ? new Map<number, string>()
    : await homesOf(client, parts, projects);
  const looks = await Promise.all(
    near.map(async (board, place) => ({
      board: {
        id: board.id,
        name: board.name,
        project: board.location?.projectKey ?? homes.get(board.id) ?? null,
        estimateField: place < configured ? await estimateOf(client, parts, board.id) : null,
      },
      boxes: await parts.read(() => sprintsOf(client, board.id), []),
    })),
  );
  return { boards: looks.map(({ board }) => board), boxes: looks.flatMap(({ boxes }) => boxes) };
}

/** The project of each board that only one project shows: Data Center's list of all boards names none. */
async function homesOf(
  client: JiraClient,
  parts: LookParts,
  projects: ReadonlySet<string>,
): Promise<ReadonlyMap<number, string | null>> {
  const homes = new Map<number, string | null>();
  const lists = [...projects].slice(0, mostBoards).map(async (project) => {
    const { records } = await parts.read(() => listBoards(client, project), { records: [], rejected: [] });
    return records.map(({ id }) => ({ id, project }));
  });
  for (const { id, project } of (await Promise.all(lists)).flat()) homes.set(id, homes.has(id) ? null : project);
  return homes;
}

async function sprintsOf(client: JiraClient, board: number): Promise<readonly SeenBox[]> {
  try {
    const { records } = await pagesOf({
      client,
      what: `reading the sprints of board ${board}`,
      record: SprintRecord,
      mostPages: sprintPages,
      request: (api, startAt) => api.sprints(board, { startAt, maxResults: 50 }),
    });
    return records.map((record) => seenBox(mapSprint(client.connection, record)));
  } catch (error) {
    // 400: the board has no sprints. 404: the account sees only its name.
    if (isStatus(error, 400, 404)) return [];
    throw error;
  }
}

/** Null if the board does not estimate with a field, or does not show how. */
async function estimateOf(client: JiraClient, parts: LookParts, board: number): Promise<string | null> {
  const none = { filter: null, estimation: null };
  const { estimation } = await parts.read(async () => {
    try {
      return await client.call({
        what: `reading the settings of board ${board}`,
        schema: BoardConfiguration,
        request: (api) => api.boardConfiguration(board),
      });
    } catch (error) {
      // A board whose filter was deleted, or is hidden from our account.
      if (isStatus(error, 400, 403, 404)) return none;
      throw error;
    }
  }, none);
  return estimation?.field?.fieldId ?? null;
}
