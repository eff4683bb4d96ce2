import type { Connection, GithubAuth, GithubConnection, JiraConnection } from "../src/ports/connection.ts";
import type { ConnectionEntry } from "./connection-schema.ts";

type JiraEntry = Extract<ConnectionEntry, { kind: "jira" }>;
type GithubEntry = Extract<ConnectionEntry, { kind: "github" }>;

/** A checked entry of the file in the form that connectors take. */
export function toConnection(key: string, entry: ConnectionEntry): Connection {
  return entry.kind === "jira" ? toJira(key, entry) : toGithub(key, entry);
}

function toJira(key: string, entry: JiraEntry): JiraConnection {
  const { site, account = null, token, webhookSecret = [], webhookPath = null, alsoAt, gateway } = entry;
  const { pointsField = null, businessValueField } = entry;
  return {
    system: "jira",
    key,
    site,
    ...(gateway !== undefined && { gateway }),
    ...(alsoAt !== undefined && { alsoAt }),
    account,
    token,
    pointsField,
    ...(businessValueField !== undefined && { businessValueField }),
    webhookSecrets: webhookSecret,
    webhookPath,
  };
}

function toGithub(key: string, entry: GithubEntry): GithubConnection {
  const { url, token, app, webhookSecret = [], alsoAt } = entry;
  const isHosted = url === undefined || url === "https://github.com";
  return {
    system: "github",
    key,
    apiUrl: isHosted ? "https://api.github.com" : apiOf(url),
    webUrl: isHosted ? "https://github.com" : url,
    ...(alsoAt !== undefined && { alsoAt }),
    auth: toAuth(token, app),
    webhookSecrets: webhookSecret,
    webhookPath: null,
  };
}

/**
 * https://docs.github.com/enterprise-cloud@latest/rest/using-the-rest-api/getting-started-with-the-rest-api: ghe.com has
 * a host for its API, an Enterprise Server a path.
 */
function apiOf(url: string): string {
  const { protocol, host, hostname } = new URL(url);
  return hostname.endsWith(".ghe.com") ? `${protocol}//api.${host}` : `${url}/api/v3`;
}

function toAuth(token: string | undefined, app: GithubEntry["app"]): GithubAuth {
  if (app === undefined) return { kind: "token", token: token ?? "" };
  // A multi-line key often comes through the environment with its line ends written as \n.
  return { kind: "app", appId: app.id, privateKey: app.privateKey.replaceAll(String.raw`\n`, "\n") };
}
