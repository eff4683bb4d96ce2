import type { z } from "zod";
import { Failure } from "../../src/domain/failure.ts";
import type { GithubClient } from "./client.ts";
import { partsOf } from "./place.ts";
import type { PageInfo } from "./schema.ts";

export type Connection = { readonly pageInfo: z.infer<typeof PageInfo>; readonly nodes: readonly unknown[] | null };

export type RepoPages<T> = {
  readonly what: string;
  readonly repo: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<T>;
  readonly connectionOf: (answer: T) => Connection;
};

const largestPage = 100;
const smallestPage = 10;

/** Pages of one connection of a repository. A page that is too much for GitHub is asked for again in smaller parts. */
export async function* repoPages<T>(client: GithubClient, pages: RepoPages<T>): AsyncGenerator<readonly unknown[]> {
  const { owner, repo: name } = partsOf(pages.repo);
  let first = largestPage;
  for (let after: string | null = null; ;) {
    const variables = { ...pages.variables, owner, name, first, ...(after === null ? {} : { after }) };
    const answer = await readPage(client, pages, variables);
    if (answer === null) {
      first = Math.ceil(first / 2);
      continue;
    }
    const { nodes, pageInfo } = pages.connectionOf(answer);
    yield nodes ?? [];
    if (!pageInfo.hasNextPage) return;
    if (pageInfo.endCursor == null || pageInfo.endCursor === after) throw stuck(client, pages.what);
    after = pageInfo.endCursor;
  }
}

/** Null where GitHub could not finish a page that can still be made smaller. */
async function readPage<T>(
  client: GithubClient,
  { what, repo, query, schema }: RepoPages<T>,
  variables: { readonly first: number },
): Promise<T | null> {
  try {
    const { owner } = partsOf(repo);
    return await client.query({ what, owner, query, variables, schema, remedies: remediesFor(client, repo) });
  } catch (error) {
    const isTooMuch = error instanceof Failure && (error.code === "tracker-unavailable" || isLimit(error));
    if (!isTooMuch || variables.first <= smallestPage) throw error;
    return null;
  }
}

function isLimit({ code, message }: Failure): boolean {
  return code === "request-refused" && /resource limits?|node limit|timeout/iu.test(message);
}

function remediesFor({ connection: { key } }: GithubClient, repo: string) {
  return {
    "not-found": `Correct the name ${repo} in the train file, or give connection ${key} access to it.`,
    forbidden: `Give the token or app of connection ${key} the permissions "Issues: read" and "Pull requests: read" on ${repo}.`,
  };
}

function stuck({ connection }: GithubClient, what: string): Failure {
  return new Failure({
    code: "unreadable-answer",
    what: `${connection.key} promises another page but does not say where it begins while ${what}.`,
    remedy: "Run it again; if it lasts, look at what stands between here and the tracker.",
    verdict: { kind: "retry", afterMs: null },
  });
}
