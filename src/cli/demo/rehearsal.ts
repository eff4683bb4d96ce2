import { readFile, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { parseDocument } from "yaml";
import { Failure } from "../../domain/failure.ts";
import type { Connection } from "../../ports/connection.ts";
import { createFile, writingFile } from "../../setup/writing-file.ts";

/** A train file like one for real trackers, and the secrets that it names. */
export type Rehearsal = { readonly trainFile: string; readonly env: string };

/** The first line of both files; `--write-config` overwrites only files that begin with it. */
const ours = "# Written by `signalbox sandbox --write-config`";

/** The train file of the sandbox's data with its connections filled in, secrets by name as in a real one. */
export function rehearsalOf(trainFile: string, connections: readonly Connection[]): Rehearsal {
  const document = parseDocument(trainFile);
  const trains: unknown = document.get("trains");
  document.delete("trains");
  // The comment says that the sandbox fills in the connections.
  document.commentBefore = null;
  document.set("connections", Object.fromEntries(connections.map((one) => [one.key, entryOf(one)])));
  document.set("trains", trains);
  const secrets = connections.flatMap((one) => Object.entries(secretsOf(one)));
  return {
    trainFile: `${ours}: for the stand-ins it serves.\n${document.toString({ lineWidth: 0 })}`,
    env: `${ours}: the stand-ins' own secrets, of no use elsewhere.\n${secrets.map(([name, value]) => `${name}=${value}\n`).join("")}`,
  };
}

function entryOf(connection: Connection) {
  const reference = (name: string) => `\${${variable(connection, name)}}`;
  const { alsoAt } = connection;
  const { setting, part } = proofOf(connection);
  const secrets = { token: reference("TOKEN"), [setting]: reference(part) };
  const shared = { ...(alsoAt !== undefined && { alsoAt: [...alsoAt] }), ...secrets };
  return connection.system === "jira"
    ? {
        kind: "jira",
        site: connection.site,
        ...(connection.account !== null && { account: reference("EMAIL") }),
        ...shared,
      }
    : { kind: "github", url: connection.webUrl, ...shared };
}

/** The environment of an `init` that connects to a tracker. */
export function initVariablesOf(connection: Connection): readonly (readonly [string, string])[] {
  if (connection.system === "jira") {
    const { site, account, token } = connection;
    return [
      ["JIRA_SITE", site],
      ["JIRA_EMAIL", account ?? ""],
      ["JIRA_TOKEN", token],
    ];
  }
  const { webUrl, auth } = connection;
  return [
    ["GITHUB_URL", webUrl],
    ["GITHUB_TOKEN", auth.kind === "token" ? auth.token : ""],
  ];
}

/** The commands that propose a train file for the stand-ins, as for trackers of one's own: `init` takes one of each kind. */
export function initCommandsFor(connections: readonly Connection[]): readonly string[] {
  const firsts = ["jira", "github"].flatMap((system) => connections.filter((one) => one.system === system).slice(0, 1));
  const variables = firsts.flatMap(initVariablesOf).filter(([, value]) => value !== "");
  return [...variables.map(([name, value]) => `export ${name}=${value}`), "npm run signalbox -- init"];
}

function secretsOf(connection: Connection): Readonly<Record<string, string>> {
  const { system } = connection;
  const name = (part: string) => variable(connection, part);
  const account = system === "jira" && connection.account !== null ? { [name("EMAIL")]: connection.account } : {};
  const token = system === "jira" ? connection.token : connection.auth.kind === "token" ? connection.auth.token : "";
  const { part, value } = proofOf(connection);
  return { ...account, [name("TOKEN")]: token, [name(part)]: value };
}

/** By what calls prove that they are the tracker's: `webhooks install` can give a Data Center no secret. */
function proofOf(connection: Connection) {
  const { key, webhookSecrets } = connection;
  if (connection.system === "jira" && connection.account === null) {
    const value = `sandbox-webhook-path-of-${key.replaceAll(/[^\w-]/gu, "-")}`;
    return { setting: "webhookPath", part: "WEBHOOK_PATH", value };
  }
  return { setting: "webhookSecret", part: "WEBHOOK_SECRET", value: webhookSecrets[0] ?? "" };
}

/** `ACME_GITHUB_TOKEN` */
function variable({ key }: Connection, part: string): string {
  return `${key.toUpperCase().replaceAll(/[^A-Z\d]/gu, "_")}_${part}`;
}

/**
 * Writes the train file, and `.env` into the working directory, where commands look for it.
 * @throws Failure `config-invalid` if either exists and is not ours
 */
export async function writeRehearsal(file: string, { trainFile, env }: Rehearsal): Promise<readonly string[]> {
  const contents = [
    [resolve(file), trainFile],
    [resolve(".env"), env],
  ] as const;
  for (const [path] of contents) await writingFile(path, () => refuseOthers(path));
  for (const [path, text] of contents)
    await writingFile(path, async () => {
      await rm(path, { force: true });
      await createFile(path, text, 0o600);
    });
  return contents.map(([path]) => path);
}

async function refuseOthers(path: string): Promise<void> {
  if ((await textOf(path)).startsWith(ours)) return;
  throw new Failure({
    code: "config-invalid",
    what: `${path} exists, and \`sandbox --write-config\` did not write it.`,
    remedy: "Rehearse in an empty folder, or move that file away first.",
    verdict: { kind: "stop" },
  });
}

/** A missing file may be written. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return ours;
    throw error;
  }
}
