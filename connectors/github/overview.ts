import { Failure } from "../../src/domain/failure.ts";
import type { GithubClient } from "./client.ts";
import { GraphqlRefusal, type GraphqlError } from "./graphql-refusal.ts";
import { accountRemedies } from "./account.ts";
import { clip } from "../kit/verdict.ts";
import { unreadable } from "./failure.ts";
import { instantOf, partsOf } from "./place.ts";
import { overviewQuery } from "./queries.ts";
import { Overview, RepoOverview } from "./schema.ts";

export type HostOverview = {
  /** Our login; null where it was not asked for, or not told. */
  readonly login: string | null;
  /** By the name that was asked for; null for what GraphQL does not show. */
  readonly repos: ReadonlyMap<string, RepoOverview | null>;
  /** Why, of those that are null: as far as GraphQL told. */
  readonly failures: ReadonlyMap<string, Failure>;
};

type Batch = { readonly owner: string | null; readonly names: readonly string[] };
type Answer = { readonly overview: Overview; readonly refused: readonly GraphqlError[] };

const reposAtOnce = 20;
const what = "checking the account and its repositories";

/**
 * Who we are and what the repositories hold, in one request per 20 of them (for an app: of one owner's). What is wrong with
 * a repository, or with an app at one owner, leaves the others as they are.
 */
export async function readOverview(client: GithubClient, names: readonly string[]): Promise<HostOverview> {
  let login: string | null = null;
  const repos = new Map<string, RepoOverview | null>();
  const failures = new Map<string, Failure>();
  for (const batch of batchesOf(client, names)) {
    const answer = await readBatch(client, batch);
    if (answer instanceof Failure) {
      for (const name of batch.names) {
        repos.set(name, null);
        failures.set(name, answer);
      }
      continue;
    }
    login = answer.overview.viewer?.login ?? login;
    for (const [place, name] of batch.names.entries()) {
      const repo = repoIn(client, answer, { place, name });
      repos.set(name, repo instanceof Failure ? null : repo);
      if (repo instanceof Failure) failures.set(name, repo);
    }
  }
  return { login, repos, failures };
}

/** False only where the overview is sure that no pull request changed since then (epoch milliseconds; null: ever). */
export function mayHavePulls({ pullRequests: { nodes } }: RepoOverview, since: number | null): boolean {
  if (nodes == null) return true;
  if (nodes.length === 0) return false;
  const newestAt = instantOf(nodes[0]?.updatedAt);
  return since === null || newestAt === null || newestAt >= since;
}

/** An app has a credential per owner; a token is the same for all. */
function batchesOf({ connection: { auth } }: GithubClient, names: readonly string[]): readonly Batch[] {
  const groups = Map.groupBy(names, (name) => (auth.kind === "app" ? partsOf(name).owner.toLowerCase() : null));
  return [...groups].flatMap(([owner, group]) =>
    Array.from({ length: Math.ceil(group.length / reposAtOnce) }, (_, n) => ({
      owner,
      names: group.slice(n * reposAtOnce, (n + 1) * reposAtOnce),
    })),
  );
}

/** @returns a failure where an app may not look at an owner's repositories at all */
async function readBatch(client: GithubClient, { owner, names }: Batch): Promise<Answer | Failure> {
  const { auth, key } = client.connection;
  try {
    const overview = await client.query({
      what,
      owner,
      schema: Overview,
      // An app's login is asked for by REST: GraphQL has refused `viewer` to installations.
      query: overviewQuery(names.length, auth.kind === "token"),
      variables: variablesFor(names),
      remedies: { ...accountRemedies(client.connection), forbidden: permissionsFor(key, names.join(", ")) },
    });
    return { overview, refused: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const partial = answerBeside(error.cause);
    if (partial !== null) return partial;
    if (owner !== null && (error.code === "forbidden" || error.code === "not-found")) return error;
    throw error;
  }
}

/** What came beside errors, where each of them is about a repository. */
function answerBeside(cause: unknown): Answer | null {
  if (!(cause instanceof GraphqlRefusal) || !cause.errors.every(({ path }) => isAlias(path?.[0]))) return null;
  const parsed = Overview.safeParse(cause.data);
  return parsed.success ? { overview: parsed.data, refused: cause.errors } : null;
}

/**
 * One repository of an answer. An error about something inside of it leaves it readable, where what came is whole enough.
 * @returns null where it is hidden or not there: REST knows better why
 */
function repoIn(
  client: GithubClient,
  { overview, refused }: Answer,
  { place, name }: { readonly place: number; readonly name: string },
): RepoOverview | Failure | null {
  const alias = aliasOf(place);
  const found = overview[alias] ?? null;
  const errors = refused.filter(({ path }) => path?.[0] === alias);
  const error = errors.find(({ path }) => path?.length === 1) ?? errors[0];
  const parsed = RepoOverview.safeParse(found);
  if (parsed.success && !errors.some(({ path }) => path?.length === 1)) return parsed.data;
  if (found === null && (error === undefined || hiding.has(error.type ?? ""))) return null;
  if (error === undefined) {
    const { key, webUrl } = client.connection;
    const says = `an unknown shape of ${name}`;
    return unreadable({ connection: key, what, webUrl, says, broken: false });
  }
  return refusedRepo(client, name, error);
}

function refusedRepo({ connection: { key } }: GithubClient, name: string, { type, message }: GraphqlError): Failure {
  const isHidden = hiding.has(type ?? "");
  return new Failure({
    code: isHidden ? "forbidden" : "request-refused",
    what: `${key} does not let us look at ${name}: "${clip(message, 300)}".`,
    remedy: isHidden
      ? permissionsFor(key, name)
      : "Read what GitHub says; if the train file is right, this is a defect worth reporting.",
    verdict: { kind: "park" },
  });
}

/** What a connection needs to read a repository. */
export function permissionsFor(key: string, names: string): string {
  return `Give the token or app of connection ${key} the permissions "Issues: read" and "Pull requests: read" on ${names}.`;
}

function variablesFor(names: readonly string[]): Readonly<Record<string, string>> {
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

function isAlias(step: string | number | undefined): boolean {
  return typeof step === "string" && /^r\d+$/.test(step);
}

const hiding = new Set(["NOT_FOUND", "FORBIDDEN", "INSUFFICIENT_SCOPES"]);
