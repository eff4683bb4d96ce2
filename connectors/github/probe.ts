import { Failure } from "../../src/domain/failure.ts";
import type { Container, Probe, Scope } from "../../src/ports/connector.ts";
import type { Account } from "./account.ts";
import { HttpRefusal } from "./answer.ts";
import type { GithubClient } from "./client.ts";
import { permissionsFor, readOverview } from "./overview.ts";
import { partsOf } from "./place.ts";
import { Repo, type RepoOverview } from "./schema.ts";

export type Probed = {
  /** Those that can be read, by the name in the train file. */
  readonly repos: ReadonlyMap<string, RepoOverview>;
  readonly probe: Probe;
};

/** Checks credentials and which repositories can be read, in one call for up to 20 of them. */
export async function probeHost(client: GithubClient, account: Account, scope: Scope): Promise<Probed> {
  const names = namesIn(client, scope);
  // An app's key comes first: without it there is nothing to ask with.
  if (client.connection.auth.kind === "app") await account.login();
  const overview = await readOverview(client, names);
  if (overview.login !== null) account.learn(overview.login);
  const login = await account.login();
  const repos = new Map<string, RepoOverview>();
  const containers: Container[] = [];
  for (const [name, repo] of overview.repos) {
    const failure = repo === null ? (overview.failures.get(name) ?? (await whyHidden(client, name))) : null;
    const unusable = failure ?? (repo?.hasIssuesEnabled === false ? withoutIssues(client, name) : null);
    const { databaseId = null, nameWithOwner = null } = repo ?? {};
    containers.push({ name, nativeId: databaseId, key: nameWithOwner, failure: unusable });
    if (repo !== null && unusable === null) repos.set(name, repo);
  }
  const notes = [...repos].flatMap(([name, repo]) => notesOn(name, repo));
  return { repos, probe: { account: { id: login, name: login }, notes, containers } };
}

function namesIn({ connection }: GithubClient, { containers }: Scope): readonly string[] {
  if (containers !== "all") return containers;
  throw new Failure({
    code: "config-invalid",
    what: `A team of connection ${connection.key} names no repository.`,
    remedy: "Give each GitHub team its `repo`.",
    verdict: { kind: "stop" },
  });
}

/**
 * REST's reason, which is more precise than GraphQL's.
 * @throws Failure where it is not about this repository
 */
async function whyHidden(client: GithubClient, name: string): Promise<Failure> {
  const connection = client.connection.key;
  const parts = partsOf(name);
  try {
    await client.rest({
      what: `looking for repository ${name}`,
      owner: parts.owner,
      schema: Repo,
      request: ({ rest }) => rest.repos.get(parts),
    });
  } catch (error) {
    if (!(error instanceof Failure) || error.verdict.kind !== "park") throw error;
    return new Failure({ ...detailsOf(error), remedy: remedyFor(error, connection, name) });
  }
  return new Failure({
    code: "forbidden",
    what: `${connection} shows ${name} by REST but not by GraphQL.`,
    remedy: `${permissionsFor(connection, name).slice(0, -1)}; a token must be authorised for an organisation's single sign-on.`,
    verdict: { kind: "park" },
  });
}

function detailsOf({ code, message, remedy, verdict, cause }: Failure) {
  return { code, what: message, remedy, verdict, cause };
}

/** A missing permission, a missing sign-on and a wrong name are not mended in the same way. */
function remedyFor({ code, remedy, cause }: Failure, connection: string, name: string): string {
  const headers = cause instanceof HttpRefusal ? cause.headers : null;
  if (headers?.get("x-github-sso") != null) {
    return `Authorise the token of connection ${connection} for the single sign-on of ${partsOf(name).owner}.`;
  }
  switch (code) {
    case "not-found":
      return `Correct the name ${name} in the train file, or give connection ${connection} access to it; where it was deleted, take it out of the train file.`;
    case "forbidden":
      return `Give the token or app of connection ${connection} the permission "Metadata: read" on ${name}.`;
    default:
      return remedy;
  }
}

function withoutIssues({ connection }: GithubClient, name: string): Failure {
  return new Failure({
    code: "not-found",
    what: `Issues are switched off in ${name} (${connection.key}).`,
    remedy: `Switch issues on in the settings of ${name}, or take it out of the train file.`,
    verdict: { kind: "park" },
  });
}

function notesOn(name: string, repo: RepoOverview): readonly string[] {
  const notes: string[] = [];
  if (repo.nameWithOwner.toLowerCase() !== name.toLowerCase()) {
    notes.push(`${name} is now called ${repo.nameWithOwner}: write the new name into the train file`);
  }
  if (repo.isArchived) notes.push(`${name} is archived: it can be read but not written to`);
  return notes;
}
