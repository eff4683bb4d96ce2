import { Failure } from "../../src/domain/failure.ts";
import type { KnownName } from "../../src/domain/items/names.ts";
import type { Container, Scope, SeenName } from "../../src/ports/connector.ts";
import type { Note } from "../../src/domain/setup/finding.ts";
import { seenContainer, withRemembered } from "../kit/remembered.ts";
import type { JiraClient } from "./client.ts";
import { pagesOf } from "./pages.ts";
import { Page, Project } from "./schema.ts";

/** Maximum number of keys in one request. */
const keysAtOnce = 50;

export type FoundProjects = {
  readonly containers: readonly Container[];
  /** Projects with rollups only, which the streams do not read. */
  readonly places: readonly SeenName[];
  readonly notes: readonly Note[];
};

/**
 * The projects of the scope as the site shows them today; unreadable ones with a failure.
 * @param known names so far
 */
export async function readProjects(
  client: JiraClient,
  { containers: wanted, places = [] }: Pick<Scope, "containers" | "places">,
  known: readonly KnownName[],
): Promise<FoundProjects> {
  const named = wanted === "all" ? [] : wanted;
  const others = places.filter((place) => !named.some((name) => name.toUpperCase() === place.toUpperCase()));
  const found = await findNamed(client, [...named, ...others]);
  const listed = wanted === "all" ? await searchProjects(client, []) : [];
  const all = listed.map((project) => containerOf(project.key, project)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { containers, notes } = await withRemembered(found.slice(0, named.length), {
    known,
    group: "projects",
    presentOf: async (id) => findById(client, id),
  });
  return { containers: [...all, ...containers], places: found.slice(named.length).flatMap(seenContainer), notes };
}

async function findNamed(client: JiraClient, wanted: readonly string[]): Promise<readonly Container[]> {
  const containers: Container[] = [];
  for (let from = 0; from < wanted.length; from += keysAtOnce) {
    const some = wanted.slice(from, from + keysAtOnce);
    const found = new Map((await searchProjects(client, some)).map((one) => [one.key.toUpperCase(), one]));
    for (const name of some) {
      const project = found.get(name.toUpperCase());
      containers.push(project === undefined ? await lookFor(client, name) : containerOf(name, project));
    }
  }
  return containers;
}

/** Those of these projects that are hidden, deleted, archived or in the trash: searches return none of their issues. */
export async function hiddenAmong(client: JiraClient, names: readonly string[]): Promise<ReadonlySet<string>> {
  const hidden = (await findNamed(client, names)).filter(({ failure }) => failure !== null);
  return new Set(hidden.map(({ name }) => name));
}

/** Null if the project does not exist, or the account cannot see it. */
async function findById(client: JiraClient, id: string): Promise<Container | null> {
  const project = await lookFor(client, id);
  return project.key === null ? null : project;
}

async function searchProjects(client: JiraClient, keys: readonly string[]): Promise<readonly Project[]> {
  const { records } = await pagesOf({
    client,
    what: keys.length === 0 ? "listing its projects" : `looking for the projects ${keys.join(", ")}`,
    record: Project,
    request: (api, startAt) => api.projects(keys, { startAt, maxResults: 50 }),
  });
  return records;
}

/**
 * Requests a single project: unlike a search, this finds former keys and archived projects.
 * @throws Failure if the error does not concern this project
 */
async function lookFor(client: JiraClient, name: string): Promise<Container> {
  const connection = client.connection.key;
  try {
    const project = await client.call({
      what: `looking for project ${name}`,
      schema: Project,
      remedies: {
        "not-found": `Correct the key ${name} in the train file, or give the account of ${connection} "Browse projects" there; where the project was deleted, take it out of the train file.`,
        forbidden: `Give the account of connection ${connection} the permission "Browse projects" in ${name}.`,
      },
      request: (api) => api.project(name),
    });
    return { ...containerOf(name, project), failure: whyUnsearchable(connection, name, project) };
  } catch (error) {
    if (!(error instanceof Failure) || error.verdict.kind !== "park" || error.code === "unreadable-answer") throw error;
    return { name, nativeId: null, key: null, failure: error };
  }
}

function containerOf(name: string, { id, key }: Project): Container {
  return { name, nativeId: id, key, failure: null };
}

/** Why searches do not return a project's issues: it is archived or in the trash. */
function whyUnsearchable(connection: string, name: string, { archived, deleted }: Project): Failure | null {
  if (archived !== true && deleted !== true) return null;
  return new Failure({
    code: "not-found",
    what: `The project ${name} of ${connection} is ${deleted === true ? "in the trash" : "archived"}: its issues are in no search.`,
    remedy: `Have ${name} restored, or take it out of the train file.`,
    verdict: { kind: "park" },
  });
}

/**
 * See `Watch.checkAccess`: whether the account sees any of the projects, in one request.
 * @param projects by their present keys; empty if none is named
 */
export async function checkAccess(client: JiraClient, projects: readonly string[]): Promise<void> {
  const connection = client.connection.key;
  const keys = projects.slice(0, keysAtOnce);
  const { values } = await client.call({
    what: "checking whether anything can be read",
    schema: Page,
    remedies: {
      forbidden: `Check what the token of connection ${connection} may do, and whether the site lets our address in.`,
    },
    request: (api) => api.projects(keys, { maxResults: 1 }),
  });
  if (values.length > 0) return;
  throw new Failure({
    code: "forbidden",
    what: `${connection} shows our account none of its projects any more.`,
    remedy: `Give the account of connection ${connection} the permission "Browse projects" again.`,
    verdict: { kind: "park" },
  });
}
