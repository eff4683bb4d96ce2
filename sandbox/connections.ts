import { parse } from "yaml";
import { Failure } from "../src/domain/failure.ts";
import type { Connection } from "../src/ports/connection.ts";
import type { SandboxData } from "./data.ts";
import type { GithubHost } from "./github/host.ts";
import type { JiraSite } from "./jira/site.ts";

export type Served = {
  readonly url: string;
  readonly jira: ReadonlyMap<string, JiraSite>;
  readonly github: GithubHost;
  readonly data: Pick<SandboxData, "github">;
};

/**
 * Connections for the keys that a train file names: `jira: X` is the site X, any `github: Y` the one host; without a
 * train file, a connection for everything. Ignores other errors of the file.
 * @throws Failure `config-invalid` for a site that is not served
 */
export function connectionsFor(trainFile: string, served: Served): readonly Connection[] {
  const named = { jira: new Set<string>(), github: new Set<string>() };
  if (trainFile === "") {
    for (const key of served.jira.keys()) named.jira.add(key);
    if (Object.keys(served.data.github).length > 0) named.github.add("github");
  } else collect(trainsIn(trainFile), named);
  return [
    ...[...named.jira].map((key) => jiraConnection(key, served)),
    ...[...named.github].map((key): Connection => {
      const host = `${served.url}/github`;
      const auth = { kind: "token", token: served.github.token } as const;
      return {
        system: "github",
        key,
        apiUrl: `${host}/api/v3`,
        webUrl: host,
        alsoAt: ["https://github.com"],
        auth,
        webhookSecrets: [served.github.webhookSecret],
        webhookPath: null,
      };
    }),
  ];
}

function jiraConnection(key: string, { url, jira }: Served): Connection {
  const site = jira.get(key);
  if (site === undefined) {
    throw new Failure({
      code: "config-invalid",
      what: `The train file plans in "jira: ${key}", but the data has ${sitesIn(jira)}.`,
      remedy: `Rename the folder jira/<site> or the key in the train file, so that both are the same.`,
      verdict: { kind: "stop" },
    });
  }
  const { account, webhookSecret } = site;
  return {
    system: "jira",
    key,
    site: `${url}/jira/${key}`,
    alsoAt: addressesOf(key),
    account: site.dataCenter === null ? account.email : null,
    token: account.token,
    pointsField: null,
    webhookSecrets: [webhookSecret],
    webhookPath: null,
  };
}

/** Texts of a recorded site contain the real site's name, which is also the name of its folder. */
function addressesOf(site: string): readonly string[] {
  return ["atlassian.net", "atlassian.example", "example"].map((domain) => `https://${site}.${domain}`);
}

function sitesIn(jira: ReadonlyMap<string, JiraSite>): string {
  return jira.size === 0 ? "no Jira site" : `the sites ${[...jira.keys()].join(", ")}`;
}

/** Undefined for a file that cannot be read: its reader says so better, with the line. */
function trainsIn(trainFile: string): unknown {
  try {
    const file: unknown = parse(trainFile);
    return typeof file === "object" && file !== null && "trains" in file ? file.trains : undefined;
  } catch {
    return undefined;
  }
}

function collect(value: unknown, named: Readonly<Record<"jira" | "github", Set<string>>>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === "string" && (name === "jira" || name === "github")) named[name].add(inner);
    else collect(inner, named);
  }
}
