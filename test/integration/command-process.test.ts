import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { readEnvironment } from "../../config/settings.ts";
import { makeHome } from "../support/empty-database.ts";
import { bareEnvironment, useFolder } from "../support/home.ts";
import { at } from "../support/json.ts";
import { smallTrains } from "../support/small-train.ts";

const inFolder = useFolder();

/** The command as Node runs it, without the settings of a test runner. */
function start(...argv: readonly string[]) {
  return spawn(process.execPath, ["src/main.ts", ...argv], {
    env: { ...bareEnvironment(), SIGNALBOX_DATA: "memory://" },
  });
}

test.each([
  [["--version"], 0, `${manifest.version}\n`, ""],
  [["nonsense"], 2, "", "error: unknown command 'nonsense'\n  --help lists commands and options.\n"],
])("a process of its own: %j", async (argv, code, stdout, stderr) => {
  const child = start(...argv);
  const told = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  expect(told).toEqual([stdout, stderr, [code, null]]);
});

test("an older Node is told which one is needed, in place of a loader's error", async () => {
  const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } })`;
  const child = spawn(process.execPath, [
    "--import",
    `data:text/javascript,${pretend}`,
    "bin/signalbox.js",
    "--version",
  ]);
  const told = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  expect(told).toEqual([
    "",
    "signalbox: Node 24 or later is required; this is Node 20.19.0.\n" +
      "  Install Node 24; in a checkout, `npm run signalbox -- …` uses its own.\n",
    [2, null],
  ]);
});

test("the launcher of `npx signalbox` runs the commands", async () => {
  const child = spawn(process.execPath, [resolve(manifest.bin.signalbox), "--version"], { cwd: tmpdir() });
  expect(await Promise.all([text(child.stdout), once(child, "exit")])).toEqual([`${manifest.version}\n`, [0, null]]);
});

test("a reader that has enough is no failure: signalbox --help | head -0", async () => {
  const child = start("--help");
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

const fullDisk = "/dev/full";

test.runIf(existsSync(fullDisk))("a result that cannot be written is a failure, without a stack", async () => {
  const full = openSync(fullDisk, "w");
  onTestFinished(() => closeSync(full));
  const child = spawn(process.execPath, ["src/main.ts", "--help"], { stdio: ["ignore", full, "pipe"] });
  const [stderr, [code]] = await Promise.all([text(child.stderr ?? Readable.from([])), once(child, "exit")]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^signalbox: The output cannot be written: ENOSPC[^\n]*\n$/u);
});

/** What npm needs of this machine, without what it may be set up for. */
const { DATABASE_URL: _, LOG_LEVEL: __, ...machine } = readEnvironment(tmpdir());

/** Its trackers are not there: it serves all the same. */
const trainFile = `connections:
  acme: { kind: jira, site: http://127.0.0.1:9/jira, account: bot, token: "\${TOKEN}" }
  hub: { kind: github, url: http://127.0.0.1:9/github, token: "\${TOKEN}" }
${smallTrains}`;

test("SIGTERM to `npm run signalbox -- serve` ends the service with npm; its log says first what was started", async () => {
  const [config, dataDir] = [await inFolder("signalbox.yaml"), await inFolder("home")];
  await makeHome(dataDir);
  await writeFile(config, trainFile);
  const child = spawn("npm", ["run", "signalbox", "--", "serve", "--port", "0"], {
    env: { ...machine, SIGNALBOX_DATA: dataDir, SIGNALBOX_CONFIG: config, TOKEN: "hunter2" },
    // A group of its own, so that whatever should be left of it can be ended.
    detached: true,
  });
  onTestFinished(() => endGroup(child.pid));
  const stderr = text(child.stderr);
  for await (const line of createInterface(child.stdout)) if (line.startsWith("Listening on")) break;
  child.kill("SIGTERM");
  // Not just npm's own end: its pipes close once nobody holds them.
  const [code] = await once(child, "close");
  const lines = (await stderr).split("\n").filter((line) => line.startsWith("{"));
  expect({ code, stderr: await stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("Stopping: ") });
  expect(await stderr).not.toContain("hunter2");
  const started = lines.map((line): unknown => JSON.parse(line)).find((line) => at(line, "msg") === "started");
  expect(started).toMatchObject({
    level: "info",
    version: manifest.version,
    config,
    database: `embedded in ${dataDir}`,
    connections: ["acme", "hub"],
    trains: ["small"],
    seconds: { poll: 60, structure: 3600, whole: 86_400, recompute: 300 },
    host: "127.0.0.1",
    port: expect.any(Number),
  });
});

test.runIf(existsSync(fullDisk))("`serve` runs on and stops in order while its log cannot be written", async () => {
  const [config, dataDir] = [await inFolder("serve.yaml"), await inFolder("serve")];
  await makeHome(dataDir);
  await writeFile(config, trainFile);
  const full = openSync(fullDisk, "w");
  onTestFinished(() => closeSync(full));
  const argv = ["src/main.ts", "serve", "--port", "0", "--admin", "0", "--config", config];
  const env = { ...bareEnvironment(), SIGNALBOX_DATA: dataDir, TOKEN: "hunter2", LOG_LEVEL: "trace" };
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", full], env });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines = createInterface(child.stdout ?? Readable.from([]));
  const operators = /^For operators: (\S+)\/readyz/u;
  let admin: string | undefined;
  for await (const line of lines) {
    admin = operators.exec(line)?.[1];
    if (admin !== undefined) break;
  }
  // By then it has logged, and failed to.
  const polled = async () => (await (await fetch(`${admin}/readyz`)).text()).includes('"failures":[{');
  await expect.poll(polled, { timeout: 30_000 }).toBe(true);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}
