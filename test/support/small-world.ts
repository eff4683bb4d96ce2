import { cp, writeFile } from "node:fs/promises";
import { expect, vi } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { liveIn } from "./home.ts";
import { smallData, smallInstant, smallTrains } from "./small-train.ts";
import { asItIs, startProxy, type SpoilingProxy } from "./spoiling-proxy.ts";
import { signalbox, type CommandResult } from "./terminal.ts";

/** The small train's trackers behind a proxy, and a home that was synced from them while all was well. */
export type SmallWorld = {
  readonly sandbox: Sandbox;
  readonly proxy: SpoilingProxy;
  /** Path of a train file: the small train's, or what `change` makes of its text. */
  trainFile(change?: (text: string) => string): Promise<string>;
  /** Runs a command and checks that it gives no secret away. */
  command(...argv: readonly string[]): Promise<CommandResult>;
  /** A copy of the good home; commands of this test work in it. @returns its path */
  moveIn(): Promise<string>;
  /** `conflicts` says what it said when all was well. */
  expectLastGoodModel(): Promise<void>;
  close(): Promise<void>;
};

/** Secrets are set in the environment of a test by `moveIn`, under these names. */
export const secretNames = { jira: "SMALL_JIRA_TOKEN", github: "SMALL_HUB_TOKEN" } as const;

export async function startSmallWorld(inFolder: (name: string) => Promise<string>): Promise<SmallWorld> {
  const clock = () => Date.parse(smallInstant);
  const sandbox = await startSandbox({ data: smallData, port: 0, clock, searchLagMs: 0 });
  const proxy = await startProxy(sandbox.url);
  const account = [...sandbox.jira.values()][0]?.account ?? { email: "", token: "" };
  const secrets = { jira: account.token, github: sandbox.github.token };
  const hidden = [
    ...Object.values(secrets),
    Buffer.from(`${account.email}:${account.token}`).toString("base64"),
    "hunter2",
  ];
  const text = `connections:
  acme: { kind: jira, site: ${proxy.url}/jira/acme, account: ${account.email}, token: \${${secretNames.jira}} }
  hub: { kind: github, url: ${proxy.url}/github, token: \${${secretNames.github}} }
${smallTrains}`;
  let files = 0;
  let homes = 0;

  const world: SmallWorld = {
    sandbox,
    proxy,
    trainFile: async (change = (same) => same) => {
      files += 1;
      const file = await inFolder(`signalbox-${files}.yaml`);
      await writeFile(file, change(text));
      return file;
    },
    command: async (...argv) => {
      const result = await signalbox(...argv);
      for (const secret of hidden) expect(`${result.stdout}\n${result.stderr}`).not.toContain(secret);
      return result;
    },
    moveIn: async () => {
      homes += 1;
      const home = await inFolder(`home-${homes}`);
      await cp(await inFolder("good"), home, { recursive: true });
      settle(home);
      proxy.spoil = asItIs;
      return home;
    },
    expectLastGoodModel: async () => {
      expect(await conflicts()).toEqual({ code: 0, stdout: good, stderr: "" });
    },
    close: async () => {
      await proxy.close();
      await sandbox.close();
    },
  };

  const conflicts = () => world.command("conflicts", "small", "--json", "--at", smallInstant);
  const settle = (home: string) => {
    liveIn(home);
    vi.stubEnv(secretNames.jira, secrets.jira);
    vi.stubEnv(secretNames.github, secrets.github);
  };

  settle(await inFolder("good"));
  const { code, stderr } = await world.command("sync", "--config", await world.trainFile());
  expect(code, stderr).toBe(0);
  // The first look at the model is not stored: what a sync finds is.
  const { stdout: good } = await conflicts();
  expect(JSON.parse(good)).toMatchObject([{ rule: "late-provider", consumer: { key: "PAY-1" } }]);
  return world;
}
