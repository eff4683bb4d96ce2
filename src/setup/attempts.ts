import type { Environment } from "../../config/environment.ts";
import { Failure, textOf } from "../domain/failure.ts";
import type { SiteLook } from "../domain/proposal/site-look.ts";
import type { AppSetup } from "../ports/app-setup.ts";
import type { Connection } from "../ports/connection.ts";
import type { Discovery } from "../ports/discovery.ts";
import type { Progress } from "../ports/runtime.ts";
import type { GivenAddress } from "./typed-addresses.ts";
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
  readonly app: AppSetting;
};

/** How `init` comes to a GitHub App. */
export type AppSetting = {
  /** `--github-app`: true, or the organisation that will own the app; undefined without the flag. */
  readonly asked: string | true | undefined;
  readonly setup: AppSetup;
  /** Where the trackers reach `serve`; null if unknown. */
  readonly publicUrl: string | null;
  /** Keeps values in `.env` at once: GitHub shows a private key only once. @returns a warning, or null */
  readonly keep: (values: readonly Typed[]) => Promise<string | null>;
};

/** How often a person may correct what a tracker refused. */
const tries = 3;

/** `acme-jira`; the kind alone if the address contains no name of an organisation. */
export function keyOf(name: string, kind: "jira" | "github"): string {
  return name === "" || name === kind ? kind : `${name}-${kind}`;
}

export type Attempted = Connected | Failure | null;

/** Lets a person correct credentials that the tracker refuses. */
export async function attempt(
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

export type Wanted = { readonly wanted: string; readonly prompt: string; readonly isSecret: boolean };

/** From the environment, unless the tracker refused that. */
export async function valueOf(
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
export function keep(wanted: string, value: string, { env, typed }: Keeping): string {
  const name = variableFor(wanted, value, { env, taken: typed });
  if (env[name] !== value && !typed.some((one) => one.name === name)) typed.push({ name, value });
  return name;
}

type Named = Pick<Connected, "connection" | "file">;

/** The first of the addresses that answers like the tracker. */
export async function tryAddresses(
  connecting: Connecting,
  { candidates, note }: GivenAddress,
  named: (address: string, gateway?: string) => Named,
): Promise<Connected | Failure> {
  const { discover, progress, say } = connecting;
  let refusal: Failure | null = null;
  for (const address of candidates) {
    const one = named(address);
    say(`Looking at ${address}.`);
    try {
      const look = await discover(one.connection).look(progress);
      if (refusal !== null || note !== null) say(`Signalbox reads ${address}.`);
      return { ...one, look };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.code === "unauthorized") return (await throughGateway(connecting, address, named)) ?? error;
      refusal ??= error;
      if (error.code !== "not-found" && error.code !== "unreadable-answer") return error;
    }
  }
  return refusal ?? nothingNamed();
}

/** Null if the tracker takes the token nowhere else. */
async function throughGateway(
  { discover, progress, say }: Connecting,
  address: string,
  named: (address: string, gateway?: string) => Named,
): Promise<Connected | Failure | null> {
  const gateway = (await discover(named(address).connection).gateway?.()) ?? null;
  if (gateway === null) return null;
  say(`The token has scopes: Signalbox reads ${address} through ${gateway}.`);
  const one = named(address, gateway);
  try {
    return { ...one, look: await discover(one.connection).look(progress) };
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

export function first(env: Environment, names: readonly string[]): string | null {
  return names.map((name) => env[name] ?? "").find((value) => value !== "") ?? null;
}

/** Blanks and line ends around a value do not belong to it; the train file's values lose them as well. */
export function withoutBlanks(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value?.trim()]));
}

/** No token begins and ends with quotes: Docker's `--env-file` keeps those that a shell takes away. */
export function isQuoted(token: string): boolean {
  return /^(["'`]).*\1$/su.test(token);
}

export function quotedToken(name: string): Failure {
  return wrong(`The value of ${name} has quotes around it, which no token has.`, "Leave them out, and run init again.");
}

export function noAddress(text: string, tracker: string, example: string): Failure {
  return wrong(`“${text.slice(0, 200)}” is not the address of a ${tracker}.`, `Give one such as ${example}.`);
}

export function missing(address: string, name: string): Failure {
  return wrong(
    `Signalbox cannot read ${address.slice(0, 200)} without ${name}.`,
    `Set ${name} in the environment or in .env, or run init in a terminal without --yes and --json: it asks.`,
  );
}

export function nothingNamed(): Failure {
  return wrong(
    "No tracker is named.",
    "Set JIRA_SITE, JIRA_EMAIL and JIRA_TOKEN, or GITHUB_TOKEN (and GITHUB_URL for a server of your own), or run init in a terminal: it asks.",
  );
}

function wrong(what: string, remedy: string): Failure {
  return new Failure({ code: "config-invalid", what, remedy, verdict: { kind: "stop" } });
}
