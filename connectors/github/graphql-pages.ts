import type { z } from "zod";
import { Failure } from "../../src/domain/failure.ts";
import type { Purpose } from "../kit/request.ts";
import type { GithubClient } from "./client.ts";
import { partsOf } from "./place.ts";
import type { PageInfo } from "./schema.ts";
import { isTooMuch } from "./too-much.ts";

export type Connection = { readonly pageInfo: z.infer<typeof PageInfo>; readonly nodes: readonly unknown[] | null };

export type RepoPages<T> = {
  readonly what: string;
  readonly repo: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<T>;
  /** The first page from another answer; null if that answer lacked it. */
  readonly known?: Connection | null;
  /** Whether the list may lack members that are missing from an answer; true by default. */
  readonly mayLackMembers?: boolean;
  /** See `Lenience`. */
  readonly core?: string | undefined;
  /** For other things than a repository's issues. */
  readonly remedies?: Purpose["remedies"];
  readonly connectionOf: (answer: T) => Connection;
};

type Variables = Readonly<Record<string, unknown>> & { readonly first: number };

const largestPage = 100;
const smallestPage = 10;

/** Pages of one connection of a repository, or of a project, whose address is as long. Requests a page that is too large for GitHub again in smaller parts. */
export async function* repoPages<T>(client: GithubClient, pages: RepoPages<T>): AsyncGenerator<readonly unknown[]> {
  const { owner, repo: name } = partsOf(pages.repo);
  let first = largestPage;
  let known = pages.known ?? null;
  let after: string | null = null;
  for (;;) {
    const variables: Variables = { ...pages.variables, owner, name, first, ...(after === null ? {} : { after }) };
    const page: Connection | null = known ?? (await readPage(client, pages, variables));
    known = null;
    if (page === null) {
      first = Math.ceil(first / 2);
      continue;
    }
    const { nodes, pageInfo } = page;
    if (nodes === null) throw withoutNodes(client, pages);
    yield nodes;
    if (!pageInfo.hasNextPage) return;
    if (pageInfo.endCursor == null || pageInfo.endCursor === after) throw stuck(client, pages.what);
    after = pageInfo.endCursor;
  }
}

/** Null if GitHub could not finish a page and a smaller one is possible. */
async function readPage<T>(
  client: GithubClient,
  { what, repo, query, schema, connectionOf, remedies, core, mayLackMembers = true }: RepoPages<T>,
  variables: Variables,
): Promise<Connection | null> {
  try {
    const { owner } = partsOf(repo);
    const call = { what, owner, query, variables, schema, core, remedies: remedies ?? remediesFor(client, repo) };
    // Before the last attempt, a smaller page may be complete.
    const isLastTry = variables.first <= smallestPage;
    return connectionOf(await client.query({ ...call, isLastTry, ...(mayLackMembers ? {} : { isPart: () => false }) }));
  } catch (error) {
    if (!isTooMuch(error) || variables.first <= smallestPage) throw error;
    return null;
  }
}

function remediesFor({ connection: { key } }: GithubClient, repo: string) {
  return {
    "not-found": `Correct the name ${repo} in the train file, or give connection ${key} access to it.`,
    forbidden: `Give the token or app of connection ${key} the permissions "Issues: read" and "Pull requests: read" on ${repo}.`,
  };
}

/** The failure for a list without members, which is not an empty list. */
function withoutNodes(
  { connection }: GithubClient,
  { what, repo }: Pick<RepoPages<unknown>, "what" | "repo">,
): Failure {
  return new Failure({
    code: "unreadable-answer",
    what: `${connection.key} gives a page without its records while ${what}.`,
    remedy: `Run it again; if it lasts, check what connection ${connection.key} may see of ${repo}.`,
    verdict: { kind: "retry", afterMs: null },
  });
}

/** The failure for a list whose pages would never end. */
export function stuck({ connection }: GithubClient, what: string): Failure {
  return new Failure({
    code: "unreadable-answer",
    what: `${connection.key} promises another page but does not say where it begins while ${what}.`,
    remedy: "Run it again; if it lasts, look at what stands between here and the tracker.",
    verdict: { kind: "retry", afterMs: null },
  });
}
