import { Failure } from "../../src/domain/failure.ts";
import type { KnownName } from "../../src/domain/items/names.ts";
import type { Container, Probe, Scope } from "../../src/ports/connector.ts";
import type { Note } from "../../src/domain/setup/finding.ts";
import { seenContainer, withRemembered } from "../kit/remembered.ts";
import type { Account } from "./account.ts";
import { isOfPart } from "../kit/set-aside.ts";
import type { GithubClient } from "./client.ts";
import { missingNotes } from "./host-schema.ts";
import { permissionsFor, readOverview, type HostOverview } from "./overview.ts";
import { partsOf } from "./place.ts";
import { Repo, type RepoOverview } from "./schema.ts";

export type Probed = {
  /** Readable repositories, by the name in the train file. */
  readonly repos: ReadonlyMap<string, RepoOverview>;
  readonly probe: Probe;
};

/** The last probe's overview, and the streams that have used it: each uses it once. */
export type Found = { probed: Probed | null; readonly served: Set<string> };

export const nothingFound = (): Found => ({ probed: null, served: new Set() });

/**
 * Checks credentials and which repositories are readable, in one call for up to 20 of them.
 * @param known names so far
 */
export async function probeHost(
  client: GithubClient,
  account: Account,
  { scope, known = [] }: { readonly scope: Scope; readonly known?: readonly KnownName[] },
): Promise<Probed> {
  const names = namesIn(client, scope);
  const places = (scope.places ?? []).filter((place) => !names.some((name) => isSame(name, place)));
  // Checks an app's key first, which all requests need.
  if (client.connection.auth.kind === "app") await account.self();
  const overview = await readOverview(client, [...names, ...places]);
  if (overview.self !== null) account.learn(overview.self);
  const { login, id } = await account.self();
  const schema = client.knownSchema();
  const shown = new Map<string, RepoOverview>();
  const found: Container[] = [];
  for (const name of names) {
    const { container, repo } = await readable(client, overview, name);
    if (repo !== null) shown.set(container.key ?? name, repo);
    found.push(container);
  }
  const { containers, notes } = await withRemembered(found, {
    known,
    group: "repositories",
    presentOf: async (id) => {
      const name = await nameOf(client, id, names);
      const { container, repo } =
        name === null ? gone : await readable(client, await readOverview(client, [name]), name);
      if (repo !== null) shown.set(container.key ?? "", repo);
      return container.key === null ? null : container;
    },
  });
  const repos = new Map(
    containers.flatMap(({ name, key, failure }): [string, RepoOverview][] => {
      const repo = key === null || failure !== null ? undefined : shown.get(key);
      return repo === undefined ? [] : [[name, repo]];
    }),
  );
  const archived = [...repos].filter(([, { isArchived }]) => isArchived).map(([name]) => name);
  return {
    repos,
    probe: {
      account: { id: id ?? login, name: login },
      notes: [
        ...notes,
        ...archived.map(archivedNote),
        ...(schema === null ? [] : missingNotes(client.connection.key, schema)),
      ],
      containers,
      names: places.flatMap((name) => seenContainer(containerOf(name, overview.repos.get(name) ?? null))),
    },
  };
}

function archivedNote(name: string): Note {
  const means = `${name} is archived: it can be read but not written to`;
  return { group: "repositories", outcome: "warning", means, remedy: null };
}

const gone = { container: { name: "", nativeId: null, key: null, failure: null }, repo: null };

function containerOf(name: string, repo: RepoOverview | null): Container {
  const { databaseId = null, nameWithOwner = null } = repo ?? {};
  return { name, nativeId: databaseId, key: nameWithOwner, failure: null };
}

async function readable(client: GithubClient, overview: HostOverview, name: string) {
  const repo = overview.repos.get(name) ?? null;
  const hidden = repo === null ? (overview.failures.get(name) ?? (await whyHidden(client, name))) : null;
  const failure = hidden ?? (repo?.hasIssuesEnabled === false ? withoutIssues(client, name) : null);
  return { container: { ...containerOf(name, repo), failure }, repo };
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/**
 * The name of a repository by its id, with any owner: tries each of an app's credentials.
 * @returns null if it is missing or hidden
 */
async function nameOf(client: GithubClient, id: string, names: readonly string[]): Promise<string | null> {
  const owners = new Set(names.map((name) => partsOf(name).owner.toLowerCase()));
  for (const owner of client.connection.auth.kind === "app" ? owners : [null]) {
    try {
      const { data } = await client.rest({
        what: `looking for repository ${id}`,
        owner,
        schema: Repo,
        request: ({ request }) => request("GET /repositories/{id}", { id }),
      });
      return data.full_name;
    } catch (error) {
      if (!(error instanceof Failure) || error.verdict.kind !== "park") throw error;
    }
  }
  return null;
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
 * @throws Failure if the error does not concern this repository
 */
async function whyHidden(client: GithubClient, name: string): Promise<Failure> {
  const connection = client.connection.key;
  const parts = partsOf(name);
  try {
    await client.rest({
      what: `looking for repository ${name}`,
      owner: parts.owner,
      schema: Repo,
      remedies: {
        "not-found": `Correct the name ${name} in the train file, or give connection ${connection} access to it; where it was deleted, take it out of the train file.`,
        forbidden: `Give the token or app of connection ${connection} the permission "Metadata: read" on ${name}.`,
      },
      request: ({ rest }) => rest.repos.get(parts),
    });
  } catch (error) {
    if (isOfPart(error)) return error;
    throw error;
  }
  return new Failure({
    code: "forbidden",
    what: `${connection} shows ${name} by REST but not by GraphQL.`,
    remedy: `${permissionsFor(connection, name).slice(0, -1)}; a token must be authorised for an organisation's single sign-on.`,
    verdict: { kind: "park" },
  });
}

function withoutIssues({ connection }: GithubClient, name: string): Failure {
  return new Failure({
    code: "not-found",
    what: `Issues are switched off in ${name} (${connection.key}).`,
    remedy: `Switch issues on in the settings of ${name}, or take it out of the train file.`,
    verdict: { kind: "park" },
  });
}
