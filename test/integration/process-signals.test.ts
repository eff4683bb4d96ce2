import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { makeHome } from "../support/empty-database.ts";
import { bareEnvironment, useFolder } from "../support/home.ts";
import { smallTrains } from "../support/small-train.ts";

const inFolder = useFolder();

/** A tracker that accepts calls and never answers; `called` resolves with the first. */
async function silentTracker() {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, called: once(server, "connection") };
}

async function trainFileOn(tracker: string): Promise<string> {
  const file = await inFolder("signalbox.yaml");
  const connections = `connections:
  acme: { kind: jira, site: ${tracker}/jira, account: bot, token: "\${TOKEN}" }
  hub: { kind: github, url: ${tracker}/github, token: "\${TOKEN}" }
`;
  await writeFile(file, connections + smallTrains);
  return file;
}

const command = [process.execPath, "src/main.ts"] as const;

/** A number space of its own for processes, as a container has. */
const inContainer = ["--user", "--map-root-user", "--pid", "--fork"] as const;
const mayContain = spawnSync("unshare", [...inContainer, "true"]).status === 0;

/** The only child of a process. */
async function childOf({ pid }: ChildProcess): Promise<number> {
  return Number((await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).trim());
}

test.runIf(mayContain)("SIGTERM ends a command that is the first process of a container", async () => {
  const { url, called } = await silentTracker();
  const [config, dataDir] = [await trainFileOn(url), await inFolder("read")];
  await makeHome(dataDir);
  const child = spawn("unshare", [...inContainer, "--kill-child", ...command, "sync", "--config", config], {
    env: { ...bareEnvironment(), SIGNALBOX_DATA: dataDir, TOKEN: "secret" },
    stdio: "ignore",
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await called;
  process.kill(await childOf(child), "SIGTERM");
  expect(await once(child, "exit")).toEqual([143, null]);
});

test("SIGHUP, as of a terminal that closes, stops `serve` in order", async () => {
  const { url } = await silentTracker();
  const [config, dataDir] = [await trainFileOn(url), await inFolder("home")];
  await makeHome(dataDir);
  const child = spawn(command[0], [command[1], "serve", "--port", "0", "--admin", "0", "--config", config], {
    env: { ...bareEnvironment(), SIGNALBOX_DATA: dataDir, LOG_LEVEL: "silent", TOKEN: "secret" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  for await (const line of createInterface(child.stdout)) if (line.startsWith("For operators")) break;
  child.kill("SIGHUP");
  expect(await once(child, "exit")).toEqual([0, null]);
});
