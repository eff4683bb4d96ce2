import type { GithubClient } from "./client.ts";
import { accountRemedies } from "./account.ts";
import { instantOf, partsOf } from "./place.ts";
import { overviewQuery } from "./queries.ts";
import { Overview, type RepoOverview } from "./schema.ts";

export type HostOverview = {
  /** Our login; null where it was not asked for, or not told. */
  readonly login: string | null;
  /** By the name that was asked for; null for what GraphQL does not show. */
  readonly repos: ReadonlyMap<string, RepoOverview | null>;
};

export type Batch = { readonly owner: string | null; readonly names: readonly string[] };

const reposAtOnce = 20;

/** Who we are and what the repositories hold, in one request per 20 of them (for an app: of one owner's). */
export async function readOverview(client: GithubClient, names: readonly string[]): Promise<HostOverview> {
  let login: string | null = null;
  const repos = new Map<string, RepoOverview | null>();
  for (const batch of batchesOf(client, names)) {
    const { viewer, ...found } = await readBatch(client, batch);
    login = viewer?.login ?? login;
    for (const [place, name] of batch.names.entries()) repos.set(name, found[aliasOf(place)] ?? null);
  }
  return { login, repos };
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

function readBatch(client: GithubClient, { owner, names }: Batch): Promise<Overview> {
  const { auth, key } = client.connection;
  return client.query({
    what: "checking the account and its repositories",
    owner,
    schema: Overview,
    // An app's login is asked for by REST: GraphQL has refused `viewer` to installations.
    query: overviewQuery(names.length, auth.kind === "token"),
    variables: variablesFor(names),
    remedies: {
      ...accountRemedies(client.connection),
      forbidden: `Give the token or app of connection ${key} the permissions "Issues: read" and "Pull requests: read" on ${names.join(", ")}.`,
    },
    // A repository that is gone or hidden comes as null with an error or more, and so may what it holds.
    isPart: ([alias]) => alias !== "viewer",
  });
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
