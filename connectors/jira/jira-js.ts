import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { createAgileClient } from "jira.js/agile";
import type { createCloudClient } from "jira.js/cloud";
import type { Client } from "jira.js/core";

/** The groups of calls that Signalbox uses: of the platform's API, and of the API for boards and sprints. */
const platform = [
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
const boards = ["board"] as const;

/** The calls of jira.js that Signalbox uses. */
export type JiraJs = {
  readonly cloud: Pick<ReturnType<typeof createCloudClient>, (typeof platform)[number]>;
  readonly agile: Pick<ReturnType<typeof createAgileClient>, (typeof boards)[number]>;
};

/**
 * Loads jira.js with the first request, because it is slow: commands that only read the model do not wait. As
 * `createCloudClient` and `createAgileClient`, with the groups that Signalbox uses: the schemas of all groups take 70 MB,
 * and half a second to build.
 */
export async function loadJiraJs(site: Client): Promise<JiraJs> {
  const [cloud, agile] = await Promise.all([groupsOf(site, "cloud", platform), groupsOf(site, "agile", boards)]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same names as in the whole, whose calls take the client first
  return { cloud, agile } as JiraJs;
}

async function groupsOf(site: Client, api: "cloud" | "agile", names: readonly string[]): Promise<object> {
  const manifest = pathToFileURL(createRequire(import.meta.url).resolve("jira.js/package.json"));
  const loaded = names.map(async (name) => {
    const group: unknown = await import(new URL(`./dist/${api}/api/${name}.js`, manifest).href);
    return [name, boundTo(site, group)] as const;
  });
  return Object.fromEntries(await Promise.all(loaded));
}

function boundTo(site: Client, group: unknown): Readonly<Record<string, unknown>> {
  const calls = Object.entries(group ?? {}).filter((call): call is [string, Call] => typeof call[1] === "function");
  return Object.fromEntries(calls.map(([name, call]) => [name, (parameters: unknown) => call(site, parameters)]));
}

type Call = (site: Client, parameters: unknown) => Promise<unknown>;
