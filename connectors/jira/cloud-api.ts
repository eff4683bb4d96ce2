import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { createCloudClient } from "jira.js/cloud";
import type { Client } from "jira.js/core";

/** The groups of calls that we make. */
const groups = [
  "issueComments",
  "issueFields",
  "issueLinkTypes",
  "issueSearch",
  "issues",
  "myself",
  "projectVersions",
  "projects",
  "serverInfo",
  "userSearch",
] as const;

export type CloudApi = Pick<ReturnType<typeof createCloudClient>, (typeof groups)[number]>;

/**
 * What `createCloudClient` makes, of the groups that Signalbox uses. With all groups jira.js holds 70 MB of schemas, and
 * takes half a second to build them.
 */
export async function loadCloudApi(site: Client): Promise<CloudApi> {
  const manifest = pathToFileURL(createRequire(import.meta.url).resolve("jira.js/package.json"));
  const loaded = groups.map(async (name) => {
    const group: unknown = await import(new URL(`./dist/cloud/api/${name}.js`, manifest).href);
    return [name, boundTo(site, group)] as const;
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same names as in the whole, whose calls take the client first
  return Object.fromEntries(await Promise.all(loaded)) as CloudApi;
}

function boundTo(site: Client, group: unknown): Readonly<Record<string, unknown>> {
  const calls = Object.entries(group ?? {}).filter((call): call is [string, Call] => typeof call[1] === "function");
  return Object.fromEntries(calls.map(([name, call]) => [name, (parameters: unknown) => call(site, parameters)]));
}

type Call = (site: Client, parameters: unknown) => Promise<unknown>;
