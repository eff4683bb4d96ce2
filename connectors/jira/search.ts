import { Failure } from "../../src/domain/failure.ts";
import type { JiraClient } from "./client.ts";
import { JiraRefusal } from "./answer.ts";
import { SearchPage } from "./schema.ts";
import { isTooMuch } from "./too-much.ts";

export type Search = {
  readonly jql: string;
  readonly fields: readonly string[];
  /** Whether each issue comes with its newest changes. */
  readonly changelog?: boolean;
  readonly properties?: readonly string[];
  /** At most 5000 for ids only, else 100; Jira cuts larger sizes to that. */
  readonly pageSize: number;
  readonly what: string;
};

/** A page of so few issues is never too much. Data Center's pages must be longer than their overlap. */
const smallestPage = 25;

/**
 * All pages of a search. If a page is too much for Jira, begins again with smaller ones: issues may come twice.
 * @throws Failure `unreadable-answer` after a repeated token, since the next page is then unreachable
 */
export async function* searchPages(client: JiraClient, search: Search): AsyncGenerator<readonly unknown[]> {
  for (let { pageSize } = search; ; pageSize = Math.max(smallestPage, Math.ceil(pageSize / 4))) {
    try {
      yield* pagesOf(client, { ...search, pageSize });
      return;
    } catch (error) {
      if (!isTooMuch(error) || pageSize <= smallestPage) throw error;
    }
  }
}

/** The last page is the one without a token: pages may be short, and `isLast` and totals are unreliable. */
async function* pagesOf(client: JiraClient, search: Search): AsyncGenerator<readonly unknown[]> {
  const seen = new Set<string>();
  for (let token: string | null = null; ;) {
    const { issues, nextPageToken }: SearchPage = await readPage(client, search, token);
    yield issues;
    token = nextPageToken || null;
    if (token === null) return;
    if (seen.has(token)) throw repeated(client, search);
    seen.add(token);
  }
}

/** The issues of the first pages of a search. */
export async function searchSome(client: JiraClient, search: Search, pages: number): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  let read = 0;
  for await (const issues of searchPages(client, search)) {
    found.push(...issues);
    read += 1;
    if (read >= pages) break;
  }
  return found;
}

/** One page; `token`: of the previous page, null for the first. */
export async function readPage(client: JiraClient, search: Search, token: string | null): Promise<SearchPage> {
  const { pageSize, what, ...asked } = search;
  const connection = client.connection.key;
  try {
    return await client.call({
      what,
      schema: SearchPage,
      remedies: {
        forbidden: `Give the account of connection ${connection} the permission "Browse projects" in what it reads.`,
        "request-refused": `Check the jql of the teams that read from ${connection}.`,
      },
      request: (api) => api.search({ ...asked, maxResults: pageSize, token }),
    });
  } catch (error) {
    throw missingProject(client, error) ?? error;
  }
}

/** The failure for a query that Jira refuses because of a missing or hidden project. */
function missingProject(client: JiraClient, error: unknown): Failure | null {
  if (!(error instanceof Failure) || !(error.cause instanceof JiraRefusal) || error.cause.status !== 400) return null;
  const said = error.cause.said.messages.join(" ");
  const name = /value '([^']*)' does not exist for the field 'project'/i.exec(said)?.[1];
  return name === undefined ? null : noProject(client, name, error);
}

/** @param error Jira's refusal of a search in the project */
export function noProject(client: JiraClient, name: string, error: Failure): Failure {
  const connection = client.connection.key;
  return new Failure({
    code: "not-found",
    what: `${connection} has no project ${name}, or hides it from our account.`,
    remedy: `Correct ${name} in the train file, or give the account of ${connection} "Browse projects" there.`,
    verdict: { kind: "park" },
    cause: error,
  });
}

function repeated(client: JiraClient, { what }: Search): Failure {
  return new Failure({
    code: "unreadable-answer",
    what: `${client.connection.key} hands out the same page twice while ${what}.`,
    remedy: "Run it again; nothing that was read before is lost.",
    verdict: { kind: "retry", afterMs: null },
  });
}
