import { Failure } from "../../src/domain/failure.ts";
import type { GithubClient } from "./client.ts";
import { GraphqlRefusal } from "./graphql-refusal.ts";
import { accountRemedies, type GithubAccount } from "./account.ts";
import { unreadable } from "./failure.ts";
import { instantOf, partsOf } from "./place.ts";
import { overviewQuery } from "./queries.ts";
import { Overview, RepoOverview } from "./schema.ts";

export type HostOverview = {
  /** Our account; null where it was not asked for, or not told. */
  readonly self: GithubAccount | null;
  /** By the name that was asked for; null for what GraphQL does not show. */
  readonly repos: ReadonlyMap<string, RepoOverview | null>;
  /** Those that are not among these, by name. */
  readonly failures: ReadonlyMap<string, Failure>;
};

export type Batch = { readonly owner: string | null; readonly names: readonly string[] };

const reposAtOnce = 20;
const what = "checking the account and its repositories";

/**
 * Who we are and what the repositories hold, in one request per 20 of them (for an app: of one owner's). What is wrong with
 * a repository, or with an app at one owner, leaves the others as they are.
 */
export async function readOverview(client: GithubClient, names: readonly string[]): Promise<HostOverview> {
  let self: GithubAccount | null = null;
  const repos = new Map<string, RepoOverview | null>();
  const failures = new Map<string, Failure>();
  const waiting = [...batchesOf(client, names)];
  for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
    const answer = await readBatch(client, batch);
    if (answer instanceof Failure) {
      // One of them may be to blame: each is asked for by itself.
      if (batch.names.length > 1) waiting.push(...batch.names.map((name) => ({ ...batch, names: [name] })));
      else for (const name of batch.names) failures.set(name, answer);
      continue;
    }
    self = answer.viewer ?? self;
    for (const [place, name] of batch.names.entries()) {
      const repo = repoIn(client, answer[aliasOf(place)], name);
      if (repo instanceof Failure) failures.set(name, repo);
      else repos.set(name, repo);
    }
  }
  return { self, repos, failures };
}

/** False only where the overview is sure that no pull request changed since then (epoch milliseconds; null: ever). */
export function mayHavePulls({ pullRequests }: RepoOverview, since: number | null): boolean {
  const nodes = pullRequests?.nodes ?? null;
  if (nodes === null) return true;
  if (nodes.length === 0) return false;
  const newestAt = instantOf(nodes[0]?.updatedAt);
  return since === null || newestAt === null || newestAt >= since;
}

/** An app has a credential per owner; a token is the same for all. */
export function batchesOf({ connection: { auth } }: GithubClient, names: readonly string[]): readonly Batch[] {
  const groups = Map.groupBy(names, (name) => (auth.kind === "app" ? partsOf(name).owner.toLowerCase() : null));
  return [...groups].flatMap(([owner, group]) =>
    Array.from({ length: Math.ceil(group.length / reposAtOnce) }, (_, n) => ({
      owner,
      names: group.slice(n * reposAtOnce, (n + 1) * reposAtOnce),
    })),
  );
}

/** @returns a failure where none of these can be looked at for a reason that is not everybody's */
async function readBatch(client: GithubClient, { owner, names }: Batch): Promise<Overview | Failure> {
  const { auth, key } = client.connection;
  try {
    return await client.query({
      what,
      owner,
      schema: Overview,
      // An app's login is asked for by REST: GraphQL has refused `viewer` to installations.
      query: overviewQuery(names.length, auth.kind === "token"),
      variables: variablesFor(names),
      remedies: { ...accountRemedies(client.connection), forbidden: permissionsFor(key, names.join(", ")) },
      // A repository that is gone or hidden comes as null with an error or more, and so may what it holds.
      isPart: ([alias]) => alias !== "viewer",
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const isOfOwner = owner !== null && (error.code === "forbidden" || error.code === "not-found");
    if (isOfOwner || isAboutRepositories(error.cause)) return error;
    throw error;
  }
}

function isAboutRepositories(cause: unknown): boolean {
  return cause instanceof GraphqlRefusal && cause.errors.every(({ path }) => /^r\d+$/.test(String(path?.[0])));
}

/** Null where it is hidden or not there: REST knows better why. */
function repoIn(client: GithubClient, found: unknown, name: string): RepoOverview | Failure | null {
  if (found == null) return null;
  const parsed = RepoOverview.safeParse(found);
  if (parsed.success) return parsed.data;
  return unreadable(client.connection, what, `an unknown shape of ${name}`);
}

/** What a connection needs to read a repository. */
export function permissionsFor(key: string, names: string): string {
  return `Give the token or app of connection ${key} the permissions "Issues: read" and "Pull requests: read" on ${names}.`;
}

export function variablesFor(names: readonly string[]): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const [place, name] of names.entries()) {
    const parts = partsOf(name);
    variables[`owner${place}`] = parts.owner;
    variables[`name${place}`] = parts.repo;
  }
  return variables;
}

function aliasOf(place: number): string {
  return `r${place}`;
}
