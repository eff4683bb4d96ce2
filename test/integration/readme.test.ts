import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { makeHome } from "../support/empty-database.ts";
import { bareEnvironment, useFolder } from "../support/home.ts";

/*
 * A new user runs every command of the README: by processes of their own, with nothing set but what the README says.
 */

const sandboxLine = "sandbox --port 4400 --write-config config/signalbox.yaml";
const installLine = "webhooks install --url https://signalbox.example.com";

const inFolder = useFolder();
/** Where the stand-ins serve trackers and have written a train file. */
let rehearsal = "";
let sandbox: ReturnType<typeof start>;
let address = "";

type Start = { readonly folder: string; readonly environment?: Readonly<Record<string, string>> };

function start(line: string, { folder, environment = {} }: Start) {
  return spawn(process.execPath, [resolve("src/main.ts"), ...line.split(" ")], {
    cwd: folder,
    env: { ...bareEnvironment(), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function newFolder(name: string): Promise<string> {
  const folder = await inFolder(name);
  await mkdir(folder, { recursive: true });
  return folder;
}

async function signalbox(line: string, where: Start) {
  const child = start(line, where);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code: Number(code), stdout, stderr };
}

/** The line with that text. */
async function until(input: Readable, said: string): Promise<string> {
  for await (const line of createInterface({ input })) if (line.includes(said)) return line;
  throw new Error(`the process ended without saying: ${said}`);
}

beforeAll(async () => {
  rehearsal = await newFolder("rehearsal");
  sandbox = start(sandboxLine.replace("4400", "0"), { folder: rehearsal });
  address = /http:\S+(?=\/ )/u.exec(await until(sandbox.stdout, "Listening"))?.[0] ?? "";
});

afterAll(async () => {
  sandbox.kill("SIGTERM");
  await once(sandbox, "exit");
});

/** The lines that a test runs below, and what each prints. */
const afterDemo = [
  ["report payments", "# Release train Payments"],
  ["conflicts payments", "needs"],
  ["plan", "Nothing to write"],
] as const;
const newUsers = [
  ["init --json", '"teams": ['],
  ["init", "These belong together"],
  ["init --update", "Nothing is new"],
] as const;
const rehearsed = [
  ["sync", "Mobile App: "],
  ["doctor", "✓"],
  ["conflicts", "needs"],
  ["report", "# Release train Payments"],
  ["plan", "== create rollup in acme, PMO"],
  ["apply", "Payments: 2 created"],
  ["start", "Payments is started"],
  ["start --with-standing", "including those already open"],
  ["apply", "created comment in acme-github"],
  ["stop", "Payments is stopped"],
] as const;

/** The command lines of the README, each once. */
function linesIn(readme: string, commands: ReadonlySet<string>): ReadonlySet<string> {
  const text = readme.replaceAll(/^```.*$/gmu, "");
  const spans = [...text.matchAll(/`([^`\n]+)`|^(npm .+)$/gmu)].map(([, span, line]) => span ?? line ?? "");
  const lines = spans.map((span) =>
    span.replace(/^.*npm run (?:-s )?/u, "").replace(/^signalbox -- |(?<=^demo )-- /u, ""),
  );
  return new Set(lines.filter((line) => commands.has(line.split(" ")[0] ?? "")));
}

test("a test runs each command of the README, and no other", async () => {
  const { stdout: help } = await signalbox("--help", { folder: rehearsal });
  const commands = new Set([...help.matchAll(/^ {2}([a-z]+) /gmu)].map(([, name = ""]) => name));
  const run = [...afterDemo, ...newUsers, ...rehearsed].map(([line]) => line);
  const others = ["demo", "demo --once --json", "init --yes", sandboxLine, "sandbox --port 4400", "serve", installLine];
  expect(linesIn(readFileSync("README.md", "utf8"), commands)).toEqual(new Set([...run, ...others]));
});

type Lines = readonly (readonly [line: string, says: string])[];

/** Runs the lines one after the other. @returns those that failed or did not print their words, with what they printed */
async function failuresOf(lines: Lines, where: Start) {
  const failures: { readonly line: string; readonly code: number; readonly printed: string }[] = [];
  for (const [line, says] of lines) {
    const { code, stdout, stderr } = await signalbox(line, where);
    if (code !== 0 || !stdout.includes(says)) failures.push({ line, code, printed: stdout + stderr });
  }
  return failures;
}

test("the demo, and its database afterwards", async () => {
  const folder = await newFolder("demo");
  await makeHome(join(folder, ".signalbox-demo"));
  expect(await failuresOf([["demo --once --json", '"conflicts":']], { folder })).toEqual([]);
  expect(await failuresOf(afterDemo, { folder, environment: { SIGNALBOX_DATA: ".signalbox-demo" } })).toEqual([]);
});

test("init, with trackers and no train file", async () => {
  const environment = {
    JIRA_SITE: `${address}/jira/acme`,
    JIRA_EMAIL: "release-bot@acme.example",
    JIRA_TOKEN: "token-of-acme",
    GITHUB_URL: `${address}/github`,
    GITHUB_TOKEN: "sandbox-github-token",
  };
  // Of these tests only this one lets a command create its database: the engine takes longer for it than the command needs.
  expect(await failuresOf(newUsers, { folder: await newFolder("init"), environment })).toEqual([]);
  const yes = await newFolder("yes");
  await makeHome(join(yes, ".signalbox"));
  expect(await failuresOf([["init --yes", "These belong together"]], { folder: yes, environment })).toEqual([]);
});

test("the rehearsal with `sandbox --write-config`, from the first sync to the service", async () => {
  const folder = rehearsal;
  await makeHome(join(folder, ".signalbox"));
  const file = await readFile(join(folder, "config/signalbox.yaml"), "utf8");
  expect(file).toContain(`connections:\n  acme:\n    kind: jira\n    site: ${address}/jira/acme\n`);
  expect(file).toContain("token: ${ACME_GITHUB_TOKEN}\n");
  expect(await failuresOf(rehearsed, { folder })).toEqual([]);
  const service = start("serve", { folder, environment: { PORT: "0" } });
  onTestFinished(() => {
    service.kill("SIGKILL");
  });
  await until(service.stderr, '"msg":"started"');
  expect(await failuresOf([[installLine, "acme-github acme/api: created"]], { folder })).toEqual([]);
  service.kill("SIGTERM");
  expect(await once(service, "exit")).toEqual([0, null]);
});

test("a second `sandbox --write-config` never writes over a file of the user", async () => {
  const folder = await newFolder("own");
  const own = join(folder, "own.yaml");
  await writeFile(own, "trains: []\n");
  const { code, stderr } = await signalbox("sandbox --port 0 --write-config own.yaml", { folder });
  expect(code).toBe(2);
  expect(stderr).toContain(`signalbox: ${own} exists, and \`sandbox --write-config\` did not write it.`);
  expect(await readFile(own, "utf8")).toBe("trains: []\n");
});
