import { Failure } from "../../src/domain/failure.ts";
import type { Probe, Scope } from "../../src/ports/connector.ts";
import type { JiraClient } from "./client.ts";
import { allOrTogether } from "../kit/together.ts";
import { findFields, nearest } from "./fields.ts";
import { pagesOf } from "./pages.ts";
import { Fields, LinkTypes, Myself, Project } from "./schema.ts";
import type { SiteFacts } from "./site.ts";

export type ProbedSite = {
  readonly facts: SiteFacts;
  /** Keys of the projects to read, as the site spells them. */
  readonly projects: readonly string[];
  readonly probe: Probe;
};

/** Checks credentials, names and visibility, and learns what this site calls its fields. */
export async function probeSite(client: JiraClient, scope: Scope): Promise<ProbedSite> {
  const account = await readAccount(client);
  const [{ notes, ...fields }, projects] = await allOrTogether([
    readFields(client),
    readProjects(client, scope.containers),
    checkLinkTypes(client, [...scope.linkTypes, ...(scope.duplicateTypes ?? [])]),
  ]);
  return {
    facts: { ...fields, accountId: account.accountId },
    projects,
    probe: { account: { id: account.accountId, name: account.displayName }, notes },
  };
}

/** The first call of all: a wrong address and a wrong token show here. */
export function readAccount(client: JiraClient): Promise<Myself> {
  const { key, site } = client.connection;
  return client.call({
    what: "checking the account",
    schema: Myself,
    remedies: {
      "not-found": `Check that ${site} is a Jira Cloud site: Server and Data Center are not supported (${key}).`,
    },
    request: ({ cloud }) => cloud.myself.getCurrentUser(),
  });
}

async function readFields(client: JiraClient) {
  const fields = await client.call({
    what: "reading its fields",
    schema: Fields,
    request: ({ cloud }) => cloud.issueFields.getFields(),
  });
  if (fields.length === 0) throw noFields(client.connection.key);
  return findFields(client.connection, fields);
}

/** Every site has a summary at least. Taken at its word, such an answer would wipe every sprint and estimate. */
function noFields(connection: string): Failure {
  return new Failure({
    code: "unreadable-answer",
    what: `${connection} answers with an empty list while reading its fields.`,
    remedy: `Run it again; if it lasts, check what the account of connection ${connection} may see.`,
    verdict: { kind: "retry", afterMs: null },
  });
}

async function checkLinkTypes(client: JiraClient, wanted: readonly string[]): Promise<void> {
  if (wanted.length === 0) return;
  const { issueLinkTypes } = await client.call({
    what: "reading its link types",
    schema: LinkTypes,
    remedies: {
      "not-found": "Issue linking is switched off on this site: name no jiraLinkTypes, or have it switched on.",
    },
    request: ({ cloud }) => cloud.issueLinkTypes.getIssueLinkTypes(),
  });
  const names = issueLinkTypes.map(({ name }) => name);
  const known = new Set(names.map((name) => name.toLowerCase()));
  const missing = wanted.filter((name) => !known.has(name.toLowerCase()));
  const [first] = missing;
  if (first === undefined) return;
  throw new Failure({
    code: "config-invalid",
    what: `${client.connection.key} has no link type ${quoted(missing)}. The site has ${quoted(names)}.`,
    remedy: `Name link types of the site under dependencies.jiraLinkTypes${nearest(first, names)}.`,
    verdict: { kind: "stop" },
  });
}

function quoted(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}

/** At most so many keys fit one request. */
const keysAtOnce = 50;

async function readProjects(client: JiraClient, wanted: Scope["containers"]): Promise<readonly string[]> {
  if (wanted === "all") return (await searchProjects(client, [])).toSorted();
  const keys: string[] = [];
  for (let from = 0; from < wanted.length; from += keysAtOnce) {
    const some = wanted.slice(from, from + keysAtOnce);
    const found = new Map((await searchProjects(client, some)).map((key) => [key.toUpperCase(), key]));
    for (const name of some) keys.push(found.get(name.toUpperCase()) ?? (await readProject(client, name)));
  }
  return [...new Set(keys)];
}

async function searchProjects(client: JiraClient, keys: readonly string[]): Promise<string[]> {
  const projects = await pagesOf({
    client,
    what: keys.length === 0 ? "listing its projects" : `looking for the projects ${keys.join(", ")}`,
    record: Project,
    request: ({ cloud }, startAt) =>
      cloud.projects.searchProjects({ startAt, maxResults: 50, ...(keys.length === 0 ? {} : { keys: [...keys] }) }),
  });
  return projects.records.map(({ key }) => key);
}

/** A search does not know a project's former keys; asking for one project does. */
async function readProject(client: JiraClient, name: string): Promise<string> {
  const connection = client.connection.key;
  const { key } = await client.call({
    what: `looking for project ${name}`,
    schema: Project,
    remedies: {
      "not-found": `Correct the key ${name} in the train file, or give the account of ${connection} "Browse projects" there.`,
      forbidden: `Give the account of connection ${connection} the permission "Browse projects" in ${name}.`,
    },
    request: ({ cloud }) => cloud.projects.getProject({ projectIdOrKey: encodeURIComponent(name) }),
  });
  return key;
}
