import { Failure } from "../../src/domain/failure.ts";
import type { GithubClient } from "./client.ts";
import { halvesOf } from "../kit/halves.ts";
import { GraphqlRefusal } from "./graphql-refusal.ts";
import { accountRemedies, type GithubAccount } from "./account.ts";
import { unreadable } from "./failure.ts";
import { isHosted, schemaIn, SchemaAnswer } from "./host-schema.ts";
import { instantOf, partsOf } from "./place.ts";
import { overviewQuery } from "./queries.ts";
import { Overview, RepoOverview } from "./schema.ts";
import { isTooMuch } from "./too-much.ts";

export type HostOverview = {
  /** Signalbox's account; null if not requested, or missing from the answer. */
  readonly self: GithubAccount | null;
  /** By the requested name; null for repositories that GraphQL hides. */
  readonly repos: ReadonlyMap<string, RepoOverview | null>;
  /** Failures of the other repositories, by name. */
  readonly failures: ReadonlyMap<string, Failure>;
};

export type Batch = { readonly owner: string | null; readonly names: readonly string[] };

const reposAtOnce = 20;
const what = "checking the account and its repositories";

/**
 * Reads the account and an overview of the repositories, in one request per 20 repositories (for an app: of one owner).
 * A failure of one repository, or of an app at one owner, does not affect the others.
 */
export async function readOverview(client: GithubClient, names: readonly string[]): Promise<HostOverview> {
  let self: GithubAccount | null = null;
  const repos = new Map<string, RepoOverview | null>();
  const failures = new Map<string, Failure>();
  const waiting = [...batchesOf(client, names)];
  for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
    const answer = await readBatch(client, batch);
    if (answer instanceof Failure) {
      // A single repository may cause the failure: requests each by itself. If all are too much, in halves; the first
      // one at once, because in an outage a single one ends it.
      const parts = isTooMuch(answer) ? halvesOf(batch.names) : batch.names.map((name) => [name]);
      if (batch.names.length > 1) waiting.unshift(...parts.map((names) => ({ ...batch, names })));
      else for (const name of batch.names) failures.set(name, answer);
      continue;
    }
    self = answer.viewer ?? self;
    const schema = SchemaAnswer.safeParse(answer);
    if (schema.success) client.learnSchema(schemaIn(schema.data));
    for (const [place, name] of batch.names.entries()) {
      const repo = repoIn(client, answer[aliasOf(place)], name);
      if (repo instanceof Failure) failures.set(name, repo);
      else repos.set(name, repo);
    }
  }
  return { self, repos, failures };
}

/** False only if, according to the overview, no pull request changed since then (epoch milliseconds; null: ever). */
export function mayHavePulls({ pullRequests }: RepoOverview, since: number | null): boolean {
  const nodes = pullRequests?.nodes ?? null;
  if (nodes === null) return true;
  if (nodes.length === 0) return false;
  const newestAt = instantOf(nodes[0]?.updatedAt);
  return since === null || newestAt === null || newestAt >= since;
}

/** Batches by owner for an app, which has a credential per owner; a token serves all owners. */
export function batchesOf({ connection: { auth } }: GithubClient, names: readonly string[]): readonly Batch[] {
  const groups = Map.groupBy(names, (name) => (auth.kind === "app" ? partsOf(name).owner.toLowerCase() : null));
  return [...groups].flatMap(([owner, group]) =>
    Array.from({ length: Math.ceil(group.length / reposAtOnce) }, (_, n) => ({
      owner,
      names: group.slice(n * reposAtOnce, (n + 1) * reposAtOnce),
    })),
  );
}

/** @returns a failure if none of these is readable, for a reason specific to this batch */
async function readBatch(client: GithubClient, { owner, names }: Batch): Promise<Overview | Failure> {
  const { auth, key } = client.connection;
  try {
    return await client.query({
      what,
      owner,
      schema: Overview,
      // REST returns an app's login: GraphQL has refused `viewer` to installations.
      query: overviewQuery(names.length, {
        asksViewer: auth.kind === "token",
        asksSchema: !isHosted(client.connection),
      }),
      variables: variablesFor(names),
      remedies: { ...accountRemedies(client.connection), forbidden: permissionsFor(key, names.join(", ")) },
      // GitHub returns a missing or hidden repository as null with errors, and possibly also its contents.
      isPart: ([alias]) => alias !== "viewer",
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (isTooMuch(error) && names.length > 1) return error;
    if (isOfOwner(owner, error) || isAboutRepositories(error.cause)) return error;
    throw error;
  }
}

/** Whether an app cannot read one owner only, because it is not installed there, or suspended. Null: a token. */
export function isOfOwner(owner: string | null, { code }: Failure): boolean {
  return owner !== null && (code === "forbidden" || code === "not-found");
}

function isAboutRepositories(cause: unknown): boolean {
  return cause instanceof GraphqlRefusal && cause.errors.every(({ path }) => /^r\d+$/.test(String(path?.[0])));
}

/** Null if it is hidden or missing: REST has the precise reason. */
function repoIn(client: GithubClient, found: unknown, name: string): RepoOverview | Failure | null {
  if (found == null) return null;
  const parsed = RepoOverview.safeParse(found);
  if (parsed.success) return parsed.data;
  return unreadable(client.connection, what, `an unknown shape of ${name}`);
}

/** The remedy with the permissions for reading a repository. */
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
