import { Failure } from "../../src/domain/failure.ts";
import type { Finding } from "../../src/domain/setup/finding.ts";
import type { Needs } from "../../src/ports/setup-check.ts";
import { hasSprints } from "./boards.ts";
import type { JiraClient } from "./client.ts";
import { identitiesJql } from "./jql.ts";
import { parseAll } from "./pages.ts";
import { Board, Nothing, Page } from "./schema.ts";
import { MissingScope, writeScope } from "./scopes.ts";
import { readPage } from "./search.ts";

type Part = Pick<Finding, "id" | "outcome" | "tried" | "means" | "remedy">;
type Attempt<T> = { readonly part: string; readonly tried: string; readonly send: () => Promise<T> };

/**
 * Whether a token with scopes has those that Signalbox needs, and whether searches show it anything. Atlassian does not
 * show a token's scopes, so each is tried by a request; the one for writing changes an issue that cannot exist.
 */
export async function scopeFindings(client: JiraClient, needs: Needs): Promise<readonly Finding[]> {
  const { key, gateway } = client.connection;
  if (gateway === undefined) return [];
  const parts = [...(await readParts(client, needs)), ...(await writeParts(client, needs))];
  const shared = { group: "permissions", connection: key, link: null } as const;
  if (parts.length > 0) return parts.map((part) => ({ ...shared, ...part, id: `scope:${key}:${part.id}` }));
  const means = "The token has the scopes that Signalbox needs.";
  const tried = "Signalbox sent a request for each scope of the token.";
  return [{ ...shared, id: `scope:${key}`, outcome: "ok", tried, means, remedy: null }];
}

async function readParts(client: JiraClient, { reads }: Needs): Promise<readonly Part[]> {
  const search = await tryScope(searched(client, reads));
  const boards = await tryScope(listed(client));
  const board = boards.answer?.find(hasSprints);
  const sprints = board === undefined ? { lacks: [] } : await tryScope(sprintsOf(client, board.id));
  return [...search.lacks, ...emptyPart(reads, search.answer), ...boards.lacks, ...sprints.lacks];
}

async function writeParts(client: JiraClient, { comments, rollups }: Needs): Promise<readonly Part[]> {
  if (comments.length + rollups.length === 0) return [];
  const attempt = {
    part: writeScope,
    tried: "Signalbox asked Jira to change issue 0, which does not exist.",
    send: () =>
      client.call({
        what: "trying to write",
        schema: Nothing,
        request: (api) => api.editIssue("0", { fields: {} }),
      }),
  };
  return (await tryScope(attempt)).lacks;
}

function searched(client: JiraClient, projects: readonly string[]): Attempt<readonly unknown[] | null> {
  const jql = identitiesJql(projects, []);
  const search = { fields: ["id"], pageSize: 1, what: "trying a search" };
  return {
    part: "search",
    tried: "Signalbox searched for one issue.",
    send: async () => (jql === null ? null : (await readPage(client, { ...search, jql }, null)).issues),
  };
}

/** Atlassian has had a fault by which searches with such tokens came back empty (JRACLOUD-96181). */
function emptyPart(projects: readonly string[], found: readonly unknown[] | null | undefined): readonly Part[] {
  if (found?.length !== 0) return [];
  return [
    {
      id: "search",
      outcome: "warning",
      tried: "Signalbox searched for one issue.",
      means: `A search with this token shows no issue of ${projects.join(", ")}.`,
      remedy:
        "If these projects have issues, and the account sees them in a browser, take a token without scopes, and leave `gateway` out: Jira has answered searches with tokens with scopes with empty lists.",
    },
  ];
}

function listed(client: JiraClient): Attempt<readonly Board[]> {
  const what = "listing its boards";
  const request = { what, schema: Page };
  return {
    part: "boards",
    tried: "Signalbox listed boards.",
    send: async () => {
      const { values } = await client.call({ ...request, request: (api) => api.boards(null, { maxResults: 50 }) });
      return parseAll(Board, values, what).records;
    },
  };
}

function sprintsOf(client: JiraClient, board: number): Attempt<unknown> {
  const what = `reading the sprints of board ${board}`;
  return {
    part: "sprints",
    tried: `Signalbox listed the sprints of board ${board}.`,
    send: () => client.call({ what, schema: Page, request: (api) => api.sprints(board, { maxResults: 1 }) }),
  };
}

/** Other refusals have findings of their own. @throws Failure if Jira cannot be asked now */
async function tryScope<T>({
  part,
  tried,
  send,
}: Attempt<T>): Promise<{ readonly lacks: readonly Part[]; readonly answer?: T }> {
  try {
    return { lacks: [], answer: await send() };
  } catch (error) {
    if (!(error instanceof Failure) || error.verdict.kind !== "park") throw error;
    if (!(error.cause instanceof MissingScope)) return { lacks: [] };
    return { lacks: [{ id: part, outcome: "blocks", tried, means: error.message, remedy: error.remedy }] };
  }
}
