import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { startTestServer, type Engine } from "./database.ts";
import { makeHome } from "./empty-database.ts";
import { liveIn, liveOn, useFolder } from "./home.ts";
import { keepDatabase, type KeptDatabase } from "./kept-database.ts";
import { keepHome, type KeptHome } from "./kept-home.ts";
import { smallData, smallInstant, smallTrains } from "./small-train.ts";
import { asItIs, startProxy, type SpoilingProxy } from "./spoiling-proxy.ts";
import { signalbox, type CommandResult } from "./terminal.ts";

/** Names of the variables with the trackers' tokens. */
export const secretNames = { jira: "SMALL_JIRA_TOKEN", github: "SMALL_HUB_TOKEN" } as const;

/** The small train's trackers behind a proxy, and a database synced from them without faults. */
export type SmallWorld = {
  readonly sandbox: Sandbox;
  readonly proxy: SpoilingProxy;
  /** A folder for the tests of the file. @returns the path of something in it */
  inFolder(name: string): Promise<string>;
  /** Path of a train file: the small train's, or the result of `change` on its text. */
  trainFile(change?: (text: string) => string): Promise<string>;
  /** Runs a command and checks that it prints no secret. */
  command(...argv: readonly string[]): Promise<CommandResult>;
  /** `conflicts` prints the same as after the good sync. */
  expectLastGoodModel(): Promise<void>;
  close(): Promise<void>;
};

/** A command's progress output, if it takes longer than a second. */
const progressLine = /^\S+ .*: \d+(?: of \d+)?\n/gmu;

/** Where commands keep their data. */
type Homes = {
  /** The good one, of which each test gets a copy. */
  readonly good: string;
  copy(): Promise<string>;
  /** Makes the commands of this test use it. */
  settle(home: string): void;
  close(): Promise<void>;
};

/** Call it outside of tests: each test gets a copy of the good database, working trackers, and their tokens. */
export function useSmallWorld(engine: Engine): { readonly world: () => SmallWorld; readonly home: () => string } {
  const inFolder = useFolder();
  let started: { readonly world: SmallWorld; readonly homes: Homes } | null = null;
  let home = "";
  const get = () => {
    if (started === null) throw new Error("the small world is not there yet: use it in a test, not beside it");
    return started;
  };
  beforeAll(async () => {
    const homes = engine === "postgres" ? await serverHomes() : await folderHomes(inFolder);
    const world = await startSmallWorld(inFolder, () => homes.settle(homes.good));
    started = { world, homes };
  });
  beforeEach(async () => {
    const { world, homes } = get();
    home = await homes.copy();
    homes.settle(home);
    setTokens(world.sandbox);
    world.proxy.spoil = asItIs;
  });
  afterAll(async () => {
    await started?.world.close();
    await started?.homes.close();
  });
  return { world: () => get().world, home: () => home };
}

async function folderHomes(inFolder: (name: string) => Promise<string>): Promise<Homes> {
  const good = await inFolder("good");
  const home = await inFolder("home");
  await makeHome(good);
  let kept: KeptHome | null = null;
  return {
    good,
    copy: () => {
      if (kept === null) kept = keepHome(good, home);
      else kept.restore();
      return Promise.resolve(home);
    },
    settle: liveIn,
    close: async () => undefined,
  };
}

async function serverHomes(): Promise<Homes> {
  const server = await startTestServer();
  const good = await server.createDatabase();
  let kept: KeptDatabase | null = null;
  return {
    good,
    copy: async () => {
      if (kept === null) kept = await keepDatabase(server, good);
      else await kept.restore();
      return kept.url;
    },
    settle: liveOn,
    close: () => server.stop(),
  };
}

function tokensOf({ jira, github }: Sandbox) {
  const account = [...jira.values()][0]?.account ?? { email: "", token: "" };
  return { account: account.email, jira: account.token, github: github.token };
}

function setTokens(sandbox: Sandbox): void {
  const { jira, github } = tokensOf(sandbox);
  vi.stubEnv(secretNames.jira, jira);
  vi.stubEnv(secretNames.github, github);
}

async function startSmallWorld(inFolder: SmallWorld["inFolder"], settle: () => void): Promise<SmallWorld> {
  const clock = () => Date.parse(smallInstant);
  const sandbox = await startSandbox({ data: smallData, port: 0, clock, searchLagMs: 0 });
  const proxy = await startProxy(sandbox.url);
  const { account, jira, github } = tokensOf(sandbox);
  // The tests' wrong secrets contain "hunter2".
  const hidden = [jira, github, btoa(`${account}:${jira}`), "hunter2"];
  const text = `connections:
  acme: { kind: jira, site: ${proxy.url}/jira/acme, account: ${account}, token: \${${secretNames.jira}} }
  hub: { kind: github, url: ${proxy.url}/github, token: \${${secretNames.github}} }
${smallTrains}`;
  let files = 0;
  const trainFile: SmallWorld["trainFile"] = async (change = (same) => same) => {
    files += 1;
    const file = await inFolder(`signalbox-${files}.yaml`);
    await writeFile(file, change(text));
    return file;
  };
  const command: SmallWorld["command"] = async (...argv) => {
    const said = await signalbox(...argv);
    const result = { ...said, stderr: said.stderr.replaceAll(progressLine, "") };
    for (const secret of hidden) expect(`${result.stdout}\n${result.stderr}`).not.toContain(secret);
    return result;
  };
  const conflicts = () => command("conflicts", "small", "--json", "--at", smallInstant);
  settle();
  setTokens(sandbox);
  const { code, stderr } = await command("sync", "--config", await trainFile());
  expect(code, stderr).toBe(0);
  const { stdout: good } = await conflicts();
  expect(JSON.parse(good)).toMatchObject([{ rule: "late-provider", consumer: { key: "PAY-1" } }]);
  return {
    sandbox,
    proxy,
    inFolder,
    trainFile,
    command,
    expectLastGoodModel: async () => expect(await conflicts()).toEqual({ code: 0, stdout: good, stderr: "" }),
    close: async () => {
      await proxy.close();
      await sandbox.close();
    },
  };
}
