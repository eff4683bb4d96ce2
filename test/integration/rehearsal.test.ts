import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bareEnvironment, useFolder } from "../support/home.ts";

const inFolder = useFolder();
let folder = "";
let sandbox: ReturnType<typeof start>;

/** The command in that folder, with nothing set but what a person's shell has. */
function start(...argv: readonly string[]) {
  return spawn(process.execPath, [resolve("src/main.ts"), ...argv], { cwd: folder, env: bareEnvironment() });
}

async function signalbox(...argv: readonly string[]) {
  const child = start(...argv);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code: Number(code), stdout, stderr };
}

beforeAll(async () => {
  folder = await inFolder("rehearsal");
  await mkdir(folder, { recursive: true });
  sandbox = start("sandbox", "--port", "0", "--write-config", "config/signalbox.yaml");
  const lines = createInterface({ input: sandbox.stdout });
  await once(lines, "line");
});

afterAll(async () => {
  sandbox.kill("SIGTERM");
  await once(sandbox, "exit");
});

test("the sandbox writes a train file and .env with which the real commands run as on real trackers", async () => {
  const file = await readFile(join(folder, "config/signalbox.yaml"), "utf8");
  expect(file).toMatch(/^connections:\n {2}acme:\n {4}kind: jira\n {4}site: http:\/\/127\.0\.0\.1:\d+\/jira\/acme\n/m);
  expect(file).toContain("token: ${ACME_GITHUB_TOKEN}\n");
  const synced = await signalbox("sync");
  expect(synced.code, synced.stderr).toBe(0);
  expect(synced.stdout).toMatch(/^ {2}Mobile App: \d+ items owned/m);
  const conflicts = await signalbox("conflicts", "payments");
  expect(conflicts.stdout).toContain("PAY-");
});

test("it never writes over somebody's own file", async () => {
  const own = join(folder, "own.yaml");
  await writeFile(own, "trains: []\n");
  const { code, stderr } = await signalbox("sandbox", "--port", "0", "--write-config", "own.yaml");
  expect(code).toBe(2);
  expect(stderr).toContain(`signalbox: ${own} exists, and \`sandbox --write-config\` did not write it.`);
  expect(await readFile(own, "utf8")).toBe("trains: []\n");
});
