import { toConnection } from "../../config/connections.ts";
import { Failure } from "../domain/failure.ts";
import type { AppInstallation, CreatedApp } from "../ports/app-setup.ts";
import type { GithubConnection } from "../ports/connection.ts";
import { githubAddress, siteName } from "./typed-addresses.ts";
import { first, keyOf, noAddress, tryAddresses, type Attempted, type Connecting } from "./attempts.ts";
import { variableFor, type Typed } from "./env-file.ts";

const [idName, keyName, secretName] = ["GITHUB_APP_ID", "GITHUB_APP_KEY", "GITHUB_WEBHOOK_SECRET"] as const;

/** An app's values, and the variables that hold them. */
type NamedApp = {
  readonly id: Typed;
  readonly key: Typed;
  /** Null if the app has no webhook secret. */
  readonly secret: Typed | null;
};

/** Whether GitHub is to be read as an app: `--github-app`, or an app in the environment and no token. */
export function usesApp({ app, env }: Connecting): boolean {
  return app.asked !== undefined || (appIn(env) !== null && first(env, ["GITHUB_TOKEN"]) === null);
}

/** Takes the app of the environment, or creates one with a person in a browser; then waits until it is installed. */
export async function connectApp(connecting: Connecting, address: string): Promise<Attempted> {
  const given = githubAddress(address);
  const [url] = given.candidates;
  if (url === undefined) return noAddress(address, "GitHub", "https://github.com");
  try {
    const known = appIn(connecting.env);
    if (known !== null && connecting.app.asked !== undefined) {
      connecting.say(`Signalbox takes the app ${known.id.value} of ${known.id.name} and creates none.`);
    }
    const app = known ?? (await created(connecting, url));
    await installed(connecting, connectionAt(url, app));
    return await tryAddresses(connecting, given, (site) => {
      const connection = connectionAt(site, app);
      const { key } = connection;
      const names = { id: app.id.name, privateKey: app.key.name, webhookSecret: app.secret?.name ?? null };
      return { connection, file: { system: "github", key, url: ownUrl(site), app: names } };
    });
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function appIn(env: Connecting["env"]): NamedApp | null {
  const [id, key, secret] = [idName, keyName, secretName].map((name) => ({ name, value: env[name] ?? "" }));
  if (id === undefined || key === undefined || id.value === "" || key.value === "") return null;
  return { id, key, secret: secret === undefined || secret.value === "" ? null : secret };
}

/** Null for github.com, which the train file need not name. */
function ownUrl(url: string): string | null {
  return url === "https://github.com" ? null : url;
}

function connectionAt(url: string, app: NamedApp | null): GithubConnection {
  const own = ownUrl(url);
  const key = keyOf(own === null ? "" : siteName(url), "github");
  const credentials = app === null ? { token: "" } : { app: { id: app.id.value, privateKey: app.key.value } };
  const connection = toConnection(key, { kind: "github", ...(own === null ? {} : { url: own }), ...credentials });
  if (connection.system !== "github") throw new Error(`${key} is no GitHub`);
  return connection;
}

async function created({ app, asker, env, say }: Connecting, url: string): Promise<NamedApp> {
  const connection = connectionAt(url, null);
  const named = typeof app.asked === "string" ? app.asked : await asker.text(ownerPrompt);
  const organisation = named.trim() === "" ? null : named.trim();
  const webhookUrl = app.publicUrl === null ? null : `${app.publicUrl}/webhooks/${connection.key}`;
  let kept: NamedApp | null = null;
  await app.setup.create(
    { connection, organisation, webhookUrl },
    {
      onAddress: (address) => say(`Open ${address} in a browser on this machine and create the app there.`),
      keep: async (one) => {
        const values = namedValues(one, env);
        const { id, key, secret } = values;
        const warning = await app.keep(secret === null ? [id, key] : [id, key, secret]);
        if (warning !== null) say(warning);
        say(`Created the app ${one.slug}. Install it: ${one.installPage}`);
        kept = values;
      },
    },
  );
  if (kept === null) throw new Error("the app was not kept");
  return kept;
}

const ownerPrompt =
  "Organisation that owns the repositories, and will own the app (Enter for your own account; an app can be installed only there):";

/** The key on one line, with its line ends written as `\n`, which the settings read. */
function namedValues({ id, privateKey, webhookSecret }: CreatedApp, env: Connecting["env"]): NamedApp {
  const named = (wanted: string, value: string): Typed => ({
    name: variableFor(wanted, value, { env, taken: [] }),
    value,
  });
  return {
    id: named(idName, id),
    key: named(keyName, privateKey.trim().replaceAll(/\r?\n/gu, String.raw`\n`)),
    secret: webhookSecret === null ? null : named(secretName, webhookSecret),
  };
}

/** Waits until the app is installed for one account at least, and says where. Ends with the process (Ctrl+C). */
async function installed({ app, asker, say }: Connecting, connection: GithubConnection): Promise<void> {
  const said = new Set<string>();
  const sayOnce = (sentence: string) => {
    if (!said.has(sentence)) say(sentence);
    said.add(sentence);
  };
  for (let looks = 0; ; looks += 1) {
    const found = await app.setup.installations(connection);
    for (const one of found) sayOnce(installationText(one));
    if (found.some(({ suspendedAt }) => suspendedAt === null)) return;
    const page = await app.setup.installPage(connection);
    if (looks >= mostLooks || (!asker.isAttended && app.asked === undefined)) throw notInstalled(connection, page);
    sayOnce(
      found.length === 0
        ? `Waiting until the app is installed: ${page}. Ctrl+C ends this; \`signalbox init --github-app\` goes on from here.`
        : "Waiting until one of the installations is no longer suspended (Ctrl+C ends this).",
    );
    await app.setup.pause();
  }
}

/** An hour, at a look every three seconds. */
const mostLooks = 1200;

function installationText({ account, repositories, suspendedAt, page }: AppInstallation): string {
  if (suspendedAt !== null) {
    return `The installation for ${account} is suspended since ${suspendedAt}: an owner of ${account} opens ${page} and chooses “Unsuspend”.`;
  }
  return repositories === "all"
    ? `The app is installed for all repositories of ${account}, later ones too.`
    : `The app is installed for selected repositories of ${account}; ${page} changes which.`;
}

function notInstalled({ key }: GithubConnection, page: string): Failure {
  return new Failure({
    code: "not-found",
    what: `The app of ${key} is not installed anywhere, or only where its installation is suspended.`,
    remedy: `Install it (${page}) and run \`signalbox init --github-app\` again: Signalbox takes the same app.`,
    verdict: { kind: "stop" },
  });
}
