import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { createAgileClient } from "jira.js/agile";
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

type Cloud = Pick<ReturnType<typeof createCloudClient>, (typeof groups)[number]>;

/** The calls of jira.js that Signalbox makes: of the platform's API, and of the one for boards and sprints. */
export type JiraJs = { readonly cloud: Cloud; readonly agile: ReturnType<typeof createAgileClient> };

/** Takes a while, so it is done with the first request: commands that only look at the model need not wait. */
export async function loadJiraJs(site: Client): Promise<JiraJs> {
  const [{ createAgileClient }, cloud] = await Promise.all([import("jira.js/agile"), loadCloud(site)]);
  return { cloud, agile: createAgileClient(site) };
}

/**
 * What `createCloudClient` makes, of the groups that Signalbox uses. With all groups jira.js holds 70 MB of schemas, and
 * takes half a second to build them.
 */
async function loadCloud(site: Client): Promise<Cloud> {
  const manifest = pathToFileURL(createRequire(import.meta.url).resolve("jira.js/package.json"));
  const loaded = groups.map(async (name) => {
    const group: unknown = await import(new URL(`./dist/cloud/api/${name}.js`, manifest).href);
    return [name, boundTo(site, group)] as const;
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same names as in the whole, whose calls take the client first
  return Object.fromEntries(await Promise.all(loaded)) as Cloud;
}

function boundTo(site: Client, group: unknown): Readonly<Record<string, unknown>> {
  const calls = Object.entries(group ?? {}).filter((call): call is [string, Call] => typeof call[1] === "function");
  return Object.fromEntries(calls.map(([name, call]) => [name, (parameters: unknown) => call(site, parameters)]));
}

type Call = (site: Client, parameters: unknown) => Promise<unknown>;
