import type { RollupTarget } from "../../src/domain/model/train.ts";
import type { Named, NamedBoard, SetupCheck } from "../../src/ports/setup.ts";
import { hasSprints, listBoards } from "./boards.ts";
import type { JiraClient } from "./client.ts";
import { fieldsRefused, prepareFields } from "./given-fields.ts";
import { creatableTypes, type CreatableType } from "./create-fields.ts";
import { Board } from "./schema.ts";
import { isStatus } from "./write-outcome.ts";

type JiraTarget = Extract<RollupTarget, { system: "jira" }>;

/** Checks boards and rollup targets with one request each, and for a remedy one per project. */
export function createJiraSetupCheck(client: JiraClient): SetupCheck {
  return {
    faults: async ({ boards, targets }: Named) => {
      const ofJira = targets.filter((target) => target.system === "jira");
      const found = await Promise.all([
        ...boards.map((board) => boardFault(client, board)),
        ...ofJira.map((target) => targetFault(client, target)),
      ]);
      return found.filter((fault) => fault !== null);
    },
  };
}

async function boardFault(client: JiraClient, { team, board, projects }: NamedBoard): Promise<string | null> {
  const found = await lookedUp(client, board);
  if (found === null) {
    return `${team}: there is no board ${board}, or our account cannot see it. ${await boardsWords(client, projects)}`;
  }
  if (!hasSprints(found)) {
    return `${team}: board ${board} is a Kanban board, which has no sprints: no item can be found by it. Give the team's \`project\`, \`component\` or \`label\` in place of \`board\`.`;
  }
  const location = found.location?.projectKey.toUpperCase() ?? "";
  if (location === "" || projects.length === 0 || projects.some((key) => key.toUpperCase() === location)) return null;
  return `${team}: board ${board} belongs to project ${location}, not to ${projects.join(" or ")}. ${await boardsWords(client, projects)}`;
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

/** The remedy, with the existing boards: ``Correct `board` of the team: PAY has 10 (Payments), 12.`` */
async function boardsWords(client: JiraClient, projects: readonly string[]): Promise<string> {
  const lists = await Promise.all(projects.map(async (key) => boardsOf(client, key)));
  return lists.length === 0 ? "Correct `board` of the team." : `Correct \`board\` of the team: ${lists.join("; ")}.`;
}

async function boardsOf(client: JiraClient, project: string): Promise<string> {
  const boards = await boardsAt(client, project);
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

async function targetFault(client: JiraClient, target: JiraTarget): Promise<string | null> {
  const { project, issueType } = target;
  const types = (await typesOf(client, project))?.map(({ name }) => name) ?? null;
  if (types === null || types.length === 0) {
    return `The rollup cannot be written: our account cannot create issues in project ${project}, or there is no such project. Correct reports.rollup, or give the account of ${client.connection.key} "Browse projects" and "Create issues" there.`;
  }
  if (types.some((name) => name.toLowerCase() === issueType.toLowerCase())) return fieldsFault(client, target);
  return `The rollup cannot be written: project ${project} has no issue type "${issueType}". Name one of ${types.join(", ")} under reports.rollup.`;
}

/** The required fields of a new issue that the train file omits, and its wrong values. */
async function fieldsFault(client: JiraClient, target: JiraTarget): Promise<string | null> {
  const problems = (await prepareFields(client, target))?.problems ?? [];
  if (problems.length === 0) return null;
  const { message, remedy } = fieldsRefused(client.connection.key, target, problems);
  return `The rollup cannot be written: ${message} ${remedy}`;
}

/** Null if the account sees no such project. */
async function typesOf(client: JiraClient, project: string): Promise<readonly CreatableType[] | null> {
  try {
    return await creatableTypes(client, project);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Refused, hidden or missing: Jira's answers do not distinguish these. */
function isMissing(error: unknown): boolean {
  return isStatus(error, 400, 403, 404);
}
