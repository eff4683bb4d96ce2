import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { createAgileClient } from "jira.js/agile";
import type { createCloudClient } from "jira.js/cloud";
import type { Client } from "jira.js/core";

/** The groups of calls that Signalbox uses. */
const groups = [
  "issueComments",
  "issueFields",
  "issueLinkTypes",
  "issueRemoteLinks",
  "issueSearch",
  "issues",
  "myself",
  "permissions",
  "projectVersions",
  "projects",
  "serverInfo",
  "userSearch",
] as const;

type Cloud = Pick<ReturnType<typeof createCloudClient>, (typeof groups)[number]>;

/** The calls of jira.js that Signalbox uses: of the platform's API, and of the API for boards and sprints. */
export type JiraJs = { readonly cloud: Cloud; readonly agile: ReturnType<typeof createAgileClient> };

/** Loads jira.js with the first request, because it is slow: commands that only read the model do not wait. */
export async function loadJiraJs(site: Client): Promise<JiraJs> {
  const [{ createAgileClient }, cloud] = await Promise.all([import("jira.js/agile"), loadCloud(site)]);
  return { cloud, agile: createAgileClient(site) };
}

/**
 * As `createCloudClient`, with the groups that Signalbox uses: the schemas of all groups take 70 MB, and half a second
 * to build.
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
