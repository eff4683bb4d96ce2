import { Failure } from "../../src/domain/failure.ts";
import type { Sprint } from "../../src/domain/sprint.ts";
import type { RejectedRecord } from "../../src/ports/connector.ts";
import { HttpRefusal } from "./answer.ts";
import type { JiraClient } from "./client.ts";
import { mapSprint, mapVersion } from "./map-sprint.ts";
import { pagesOf, parseAll, type Records } from "./pages.ts";
import { Board, List, SprintRecord, VersionRecord } from "./schema.ts";

export type Boxes = { readonly sprints: readonly Sprint[]; readonly rejected: readonly RejectedRecord[] };

/**
 * The sprints of every board that shows one of the projects; a sprint on several boards comes once.
 * @param projects null for every board the account can see.
 */
export async function readSprints(client: JiraClient, projects: readonly string[] | null): Promise<Boxes> {
  const lists = await Promise.all((projects ?? [null]).map((project) => readBoards(client, project)));
  const boards = new Map(lists.flatMap(({ records }) => records).map((board) => [board.id, board]));
  const ofBoards = await Promise.all([...boards.values()].filter(hasSprints).map(({ id }) => sprintsOf(client, id)));
  const all = ofBoards.flatMap(({ records }) => records).map((record) => mapSprint(client.connection, record));
  return {
    sprints: [...new Map(all.map((sprint) => [sprint.id, sprint])).values()],
    rejected: [...lists, ...ofBoards].flatMap(({ rejected }) => rejected),
  };
}

function readBoards(client: JiraClient, project: string | null): Promise<Records<Board>> {
  return pagesOf({
    client,
    what: project === null ? "listing its boards" : `listing the boards of ${project}`,
    record: Board,
    request: ({ agile }, startAt) =>
      agile.board.getAllBoards({ startAt, maxResults: 50, ...(project === null ? {} : { projectKeyOrId: project }) }),
  });
}

/** Team-managed boards (`simple`) may have sprints; the answer tells. */
function hasSprints({ type }: Board): boolean {
  return type !== "kanban";
}

async function sprintsOf(client: JiraClient, boardId: number): Promise<Records<SprintRecord>> {
  try {
    return await pagesOf({
      client,
      what: `reading the sprints of board ${boardId}`,
      record: SprintRecord,
      request: ({ agile }, startAt) => agile.board.getAllSprints({ boardId, startAt, maxResults: 50 }),
    });
  } catch (error) {
    if (isNone(error)) return { records: [], rejected: [] };
    throw error;
  }
}

/** 400: the board has no sprints. 404: it was removed between the two calls, or only its name can be seen. */
function isNone(error: unknown): boolean {
  return error instanceof Failure && error.cause instanceof HttpRefusal && [400, 404].includes(error.cause.status);
}

/** All versions of the projects, one request each. */
export async function readVersions(client: JiraClient, projects: readonly string[]): Promise<Boxes> {
  const lists = await Promise.all(projects.map((project) => versionsOf(client, project)));
  return { sprints: lists.flatMap(({ sprints }) => sprints), rejected: lists.flatMap(({ rejected }) => rejected) };
}

async function versionsOf(client: JiraClient, project: string): Promise<Boxes> {
  const what = `reading the versions of ${project}`;
  const values = await client.call({
    what,
    schema: List,
    request: ({ cloud }) => cloud.projectVersions.getProjectVersions({ projectIdOrKey: encodeURIComponent(project) }),
  });
  const { records, rejected } = parseAll(VersionRecord, values, what);
  return { sprints: records.map((record) => mapVersion(client.connection, project, record)), rejected };
}
