import type { Environment } from "../../config/environment.ts";
import { toConnection } from "../../config/connections.ts";
import { Failure, textOf } from "../domain/failure.ts";
import type { SiteLook } from "../domain/proposal/site-look.ts";
import type { Connection } from "../ports/connection.ts";
import type { Discovery } from "../ports/discovery.ts";
import type { Progress } from "../ports/runtime.ts";
import { githubAddress, jiraAddress, siteName, type GivenAddress } from "./typed-addresses.ts";
import type { Asker } from "./asker.ts";
import { variableFor, type Typed } from "./env-file.ts";
import type { FileConnection } from "./train-file-text.ts";

/** A tracker that Signalbox looked at. */
export type Connected = {
  readonly connection: Connection;
  readonly file: FileConnection;
  readonly look: SiteLook;
};

export type Connecting = {
  readonly env: Environment;
  /** Addresses of the command line; undefined where not given. */
  readonly jira: string | undefined;
  readonly github: string | undefined;
  readonly asker: Asker;
  readonly discover: (connection: Connection) => Discovery;
  readonly progress: Progress;
  readonly say: (sentence: string) => void;
};

export type Connections = { readonly connected: readonly Connected[]; readonly typed: readonly Typed[] };

/** How often a person may correct what a tracker refused. */
const tries = 3;

/**
 * Asks for the trackers, or takes them from the environment, and looks at each. One that fails does not stop the other.
 * @throws Failure if no tracker could be looked at
 */
export async function connectTrackers(connecting: Connecting): Promise<Connections> {
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
async function connectJira(connecting: Connecting, typed: Typed[]): Promise<Connected | Failure | null> {
  const { env, asker, jira } = connecting;
  const named = jira ?? first(env, ["JIRA_SITE", "JIRA_URL"]);
  const address =
    named ?? (await asker.text("Address of your Jira, such as https://acme.atlassian.net (Enter for none):"));
  if (address === "") return null;
  return attempt(connecting, async (isRepeat) => {
    const given = jiraAddress(address);
    if (given.candidates.length === 0) return noAddress(address, "Jira", "https://acme.atlassian.net");
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
    const isDataCenter = user === "";
    const names = {
      account: isDataCenter ? null : keep("JIRA_EMAIL", user, { env, typed }),
      token: keep("JIRA_TOKEN", secret, { env, typed }),
    };
    return tryAddresses(connecting, given, (site) => {
      const key = keyOf(siteName(site), "jira");
      const own = isDataCenter ? {} : { account: user };
      const connection = toConnection(key, { kind: "jira", site, ...own, token: secret });
      return { connection, file: { system: "jira", key, site, ...names } };
    });
  });
}

/** Null for no GitHub. */
async function connectGithub(connecting: Connecting, typed: Typed[]): Promise<Connected | Failure | null> {
  const { env, github } = connecting;
  const address = github ?? first(env, ["GITHUB_URL"]) ?? "https://github.com";
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

/** `acme-jira`; the kind alone if the address contains no name of an organisation. */
function keyOf(name: string, kind: "jira" | "github"): string {
  return name === "" || name === kind ? kind : `${name}-${kind}`;
}

type Attempted = Connected | Failure | null;

/** Lets a person correct credentials that the tracker refuses. */
async function attempt(
  { asker, say }: Connecting,
  connect: (isRepeat: boolean) => Promise<Attempted>,
): Promise<Attempted> {
  for (let count = 1; ; count += 1) {
    const found = await connect(count > 1);
    const isRefused = found instanceof Failure && found.code === "unauthorized";
    if (!isRefused || !asker.isAttended || count >= tries) return found;
    say(textOf(found));
  }
}

type Wanted = { readonly wanted: string; readonly prompt: string; readonly isSecret: boolean };

/** From the environment, unless the tracker refused that. */
async function valueOf(
  { env, asker }: Connecting,
  { wanted, prompt, isSecret }: Wanted,
  isRepeat: boolean,
): Promise<string> {
  const known = env[wanted] ?? "";
  if (known !== "" && !isRepeat) return known;
  const given = await (isSecret ? asker.secret(prompt) : asker.text(prompt));
  return given.trim() === "" ? known : given.trim();
}

type Keeping = { readonly env: Environment; readonly typed: Typed[] };

/** The variable with this value, added to those that `.env` gets if the environment lacks it. */
function keep(wanted: string, value: string, { env, typed }: Keeping): string {
  const name = variableFor(wanted, value, { env, taken: typed });
  if (env[name] !== value && !typed.some((one) => one.name === name)) typed.push({ name, value });
  return name;
}

type Named = Pick<Connected, "connection" | "file">;

/** The first of the addresses that answers like the tracker. */
async function tryAddresses(
  { discover, progress, say }: Connecting,
  { candidates, note }: GivenAddress,
  named: (address: string) => Named,
): Promise<Connected | Failure> {
  let refusal: Failure | null = null;
  for (const address of candidates) {
    const one = named(address);
    try {
      const look = await discover(one.connection).look(progress);
      if (refusal !== null || note !== null) say(`Signalbox reads ${address}.`);
      return { ...one, look };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      refusal ??= error;
      if (error.code !== "not-found" && error.code !== "unreadable-answer") return error;
    }
  }
  return refusal ?? nothingNamed();
}

function first(env: Environment, names: readonly string[]): string | null {
  return names.map((name) => env[name] ?? "").find((value) => value !== "") ?? null;
}

function noAddress(text: string, tracker: string, example: string): Failure {
  return wrong(`“${text.slice(0, 200)}” is not the address of a ${tracker}.`, `Give one such as ${example}.`);
}

function missing(address: string, name: string): Failure {
  return wrong(
    `Signalbox cannot read ${address.slice(0, 200)} without ${name}.`,
    `Set ${name} in the environment or in .env, or run init in a terminal without --yes and --json: it asks.`,
  );
}

function nothingNamed(): Failure {
  return wrong(
    "No tracker is named.",
    "Set JIRA_SITE, JIRA_EMAIL and JIRA_TOKEN, or GITHUB_TOKEN (and GITHUB_URL for a server of your own), or run init in a terminal: it asks.",
  );
}

function wrong(what: string, remedy: string): Failure {
  return new Failure({ code: "config-invalid", what, remedy, verdict: { kind: "stop" } });
}
