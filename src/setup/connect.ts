import { toConnection } from "../../config/connections.ts";
import { Failure, textOf } from "../domain/failure.ts";
import { githubAddress, jiraAddress, siteName } from "./typed-addresses.ts";
import {
  attempt,
  first,
  isQuoted,
  keep,
  keyOf,
  missing,
  noAddress,
  nothingNamed,
  quotedToken,
  tryAddresses,
  valueOf,
  withoutBlanks,
  type Attempted,
  type Connected,
  type Connecting,
} from "./attempts.ts";
import { connectApp, usesApp } from "./connect-app.ts";
import type { Typed } from "./env-file.ts";

export type Connections = { readonly connected: readonly Connected[]; readonly typed: readonly Typed[] };

/**
 * Asks for the trackers, or takes them from the environment, and looks at each. One that fails does not stop the other.
 * @throws Failure if no tracker could be looked at
 */
export async function connectTrackers(given: Connecting): Promise<Connections> {
  const connecting = { ...given, env: withoutBlanks(given.env) };
  const failures: Failure[] = [];
  const typed: Typed[] = [];
  const connected: Connected[] = [];
  for (const connect of [connectJira, connectGithub]) {
    const found = await connect(connecting, typed);
    if (found instanceof Failure) failures.push(found);
    else if (found !== null) connected.push(found);
  }
  const [first] = failures;
  if (connected.length === 0) throw first ?? nothingNamed();
  for (const failure of failures) connecting.say(`${textOf(failure)} init goes on with the rest.`);
  return { connected, typed };
}

/** Null for no Jira. */
async function connectJira(connecting: Connecting, typed: Typed[]): Promise<Attempted> {
  const { env, jira } = connecting;
  const address = jira ?? first(env, ["JIRA_SITE", "JIRA_URL"]) ?? (await typedJira(connecting));
  if (address === "") return null;
  return attempt(connecting, async (isRepeat) => {
    const given = jiraAddress(address);
    if (given.candidates.length === 0) return noJira(address);
    const account = {
      wanted: "JIRA_EMAIL",
      prompt: "E-mail address of the account that Signalbox reads with (Enter for a Jira Data Center):",
      isSecret: false,
    };
    const token = {
      wanted: "JIRA_TOKEN",
      prompt: "Its API token (id.atlassian.com, “API tokens”; in Data Center a personal access token; not shown):",
      isSecret: true,
    };
    const [user, secret] = [await valueOf(connecting, account, isRepeat), await valueOf(connecting, token, isRepeat)];
    if (secret === "") return missing(address, "JIRA_TOKEN");
    if (isQuoted(secret)) return quotedToken("JIRA_TOKEN");
    const isDataCenter = user === "";
    const names = {
      account: isDataCenter ? null : keep("JIRA_EMAIL", user, { env, typed }),
      token: keep("JIRA_TOKEN", secret, { env, typed }),
    };
    return tryAddresses(connecting, given, (site, gateway) => {
      const key = keyOf(siteName(site), "jira");
      const own = isDataCenter ? {} : { account: user };
      const through = gateway === undefined ? {} : { gateway };
      const connection = toConnection(key, { kind: "jira", site, ...through, ...own, token: secret });
      return { connection, file: { system: "jira", key, site, ...through, ...names } };
    });
  });
}

/** An address that a person types, who may correct what is none; empty for no Jira. */
async function typedJira({ asker, say }: Connecting): Promise<string> {
  for (;;) {
    const typed = await asker.text(`Address of your Jira, such as ${exampleJira} (Enter for none):`);
    if (typed.trim() === "" || jiraAddress(typed).candidates.length > 0) return typed.trim();
    say(textOf(noJira(typed)));
  }
}

const exampleJira = "https://acme.atlassian.net";

function noJira(text: string): Failure {
  return noAddress(text, "Jira", exampleJira);
}

/** Null for no GitHub. */
async function connectGithub(connecting: Connecting, typed: Typed[]): Promise<Attempted> {
  const { env, github } = connecting;
  const address = github ?? first(env, ["GITHUB_URL"]) ?? "https://github.com";
  if (usesApp(connecting)) return connectApp(connecting, address);
  const isNamed = github !== undefined || first(env, ["GITHUB_URL"]) !== null;
  const token = {
    wanted: "GITHUB_TOKEN",
    prompt: "A GitHub token (Settings, “Fine-grained tokens”; not shown; Enter for no GitHub):",
    isSecret: true,
  };
  return attempt(connecting, async (isRepeat) => {
    const given = githubAddress(address);
    if (given.candidates.length === 0) return noAddress(address, "GitHub", "https://github.com");
    const secret = await valueOf(connecting, token, isRepeat);
    if (secret === "") return isNamed ? missing(address, "GITHUB_TOKEN") : null;
    if (isQuoted(secret)) return quotedToken("GITHUB_TOKEN");
    const name = keep("GITHUB_TOKEN", secret, { env, typed });
    return tryAddresses(connecting, given, (url) => {
      const isHosted = url === "https://github.com";
      const key = keyOf(isHosted ? "" : siteName(url), "github");
      const own = isHosted ? {} : { url };
      const connection = toConnection(key, { kind: "github", ...own, token: secret });
      return { connection, file: { system: "github", key, url: isHosted ? null : url, token: name } };
    });
  });
}
