import { Failure } from "../../src/domain/failure.ts";
import type { KnownName } from "../../src/domain/items/names.ts";
import type { Probe, Scope, SeenName } from "../../src/ports/connector.ts";
import type { Note } from "../../src/domain/setup/finding.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import { adminPages } from "./admin-pages.ts";
import type { JiraClient } from "./client.ts";
import { isOfPart } from "../kit/set-aside.ts";
import { allOrTogether } from "../kit/together.ts";
import { findFields, suchAs } from "./fields.ts";
import { readProjects } from "./projects.ts";
import { Fields, LinkTypes, Myself } from "./schema.ts";
import type { LinkType, SiteFacts } from "./site.ts";

export type ProbedSite = {
  readonly facts: SiteFacts;
  readonly probe: Probe;
};

/**
 * Checks credentials, names and permissions, and finds the site's fields.
 * @param known names so far
 */
export async function probeSite(client: JiraClient, scope: Scope, known: readonly KnownName[]): Promise<ProbedSite> {
  const account = await readAccount(client);
  const [{ notes, names, ...fields }, { containers, places, ...projects }, linkTypes] = await allOrTogether([
    readFields(client, known),
    readProjects(client, scope, known),
    readLinkTypes(client, [...scope.linkTypes, ...(scope.duplicateTypes ?? [])], known),
  ]);
  return {
    facts: { ...fields, accountId: account.accountId, linkTypes: linkTypes.types },
    probe: {
      account: { id: account.accountId, name: account.displayName },
      notes: [...notes, ...projects.notes, ...linkTypes.notes],
      containers,
      names: [...names, ...linkTypes.names, ...places],
    },
  };
}

/** The first call: it detects a wrong address or token. */
export function readAccount(
  client: JiraClient,
  { isOnce }: { readonly isOnce: boolean } = { isOnce: false },
): Promise<Myself> {
  return client.call({
    isOnce,
    what: "checking the account",
    schema: Myself,
    remedies: accountRemedies(client.connection),
    request: (api) => api.account(),
  });
}

function accountRemedies({ key, site, gateway, account }: JiraConnection) {
  if (account === null) {
    return {
      "not-found": `Check that ${site} is the address of a Jira Data Center, with its context path (${key}).`,
      unauthorized: `Give connection ${key} a personal access token that is valid at ${site}; if that is a Jira Cloud site, enter \`account\` as well.`,
    };
  }
  if (gateway !== undefined) {
    return {
      "not-found": `Check \`gateway\` of connection ${key}: ${adminPages({ site }).cloudId} shows the cloud id at its end.`,
      unauthorized: `Check account and token of connection ${key}: the token may have expired; for a token without scopes leave \`gateway\` out.`,
    };
  }
  return {
    "not-found": `Check that ${site} is a Jira Cloud site (${key}); for Jira Data Center leave \`account\` out, and give a personal access token as \`token\`.`,
    unauthorized: `Check account and token of connection ${key}: the token may have expired; a token with scopes also needs \`gateway\`, which \`doctor\` looks up.`,
  };
}

async function readFields(client: JiraClient, known: readonly KnownName[]) {
  const fields = await client.call({
    what: "reading its fields",
    schema: Fields,
    request: (api) => api.fields(),
  });
  if (fields.length === 0) throw noFields(client.connection.key);
  return findFields(client.connection, fields, known);
}

/**
 * The failure for an empty list of fields: every site has a summary, and accepting it would delete every sprint and
 * estimate.
 */
function noFields(connection: string): Failure {
  return new Failure({
    code: "unreadable-answer",
    what: `${connection} answers with an empty list while reading its fields.`,
    remedy: `Run it again; if it lasts, check what the account of connection ${connection} may see.`,
    verdict: { kind: "retry", afterMs: null },
  });
}

/**
 * All link types of the site, if the train file names any (by name, id or former name).
 * @throws Failure `config-invalid` for an unknown name
 */
type SeenLinkTypes = {
  readonly types: readonly LinkType[];
  readonly names: readonly SeenName[];
  readonly notes: readonly Note[];
};

/**
 * Reads the site's link types. An unknown one in the train file yields a note and no dependencies; the rest stays
 * readable.
 */
async function readLinkTypes(
  client: JiraClient,
  wanted: readonly string[],
  known: readonly KnownName[],
): Promise<SeenLinkTypes> {
  if (wanted.length === 0) return { types: [], names: [], notes: [] };
  try {
    const { issueLinkTypes } = await client.call({
      what: "reading its link types",
      schema: LinkTypes,
      remedies: {
        "not-found": "Issue linking is switched off on this site: name no jiraLinkTypes, or have it switched on.",
      },
      request: (api) => api.linkTypes(),
    });
    const names = issueLinkTypes.map(({ id, name }): SeenName => ({ kind: "link-type", nativeId: id, name }));
    return { types: issueLinkTypes, names, notes: unknownTypes(client, { wanted, names, known }) };
  } catch (error) {
    if (isOfPart(error)) return { types: [], names: [], notes: [linkNote(error.message, error.remedy)] };
    throw error;
  }
}

type LinkTypeNames = {
  readonly wanted: readonly string[];
  readonly names: readonly SeenName[];
  readonly known: readonly KnownName[];
};

function linkNote(means: string, remedy: string): Note {
  return { group: "link-types", outcome: "blocks", means, remedy };
}

function unknownTypes({ connection }: JiraClient, { wanted, names, known }: LinkTypeNames): readonly Note[] {
  const ids = new Set(names.map(({ nativeId }) => nativeId));
  const former = known.filter(({ kind, nativeId }) => kind === "link-type" && ids.has(nativeId));
  const all = new Set([...ids, ...[...names, ...former].map(({ name }) => name)].map((name) => name.toLowerCase()));
  const missing = wanted.filter((name) => !all.has(name.toLowerCase()));
  const [first] = missing;
  if (first === undefined) return [];
  const present = names.map(({ name }) => name);
  const what = `${connection.key} has no link type ${quoted(missing)}. The site has ${quoted(present)}.`;
  return [linkNote(what, `Name link types of the site under dependencies.jiraLinkTypes${suchAs(first, present)}.`)];
}

function quoted(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}
