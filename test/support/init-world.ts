import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import type { SandboxData } from "../../sandbox/data.ts";
import type { GithubHost } from "../../sandbox/github/host.ts";
import type { JiraSite } from "../../sandbox/jira/site.ts";
import type { FaultSource } from "../../sandbox/faults/fault.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { initVariablesOf } from "../../src/cli/demo/rehearsal.ts";
import type { Connection } from "../../src/ports/connection.ts";
import { makeHome } from "./empty-database.ts";
import { liveIn } from "./home.ts";
import { signalbox, type CommandResult } from "./terminal.ts";

export type InitWorld = {
  readonly github: GithubHost;
  readonly jira: ReadonlyMap<string, JiraSite>;
  readonly connections: readonly Connection[];
  readonly folder: string;
  /** Runs `init` with the trackers' addresses and secrets in the environment. */
  readonly init: (...flags: readonly string[]) => Promise<CommandResult>;
  /** The train file; empty if there is none. */
  readonly file: () => string;
};

export type InitOptions = {
  readonly faults?: FaultSource;
  /** Whether a tracker's address and secrets are in the environment; all by default. */
  readonly has?: (connection: Connection) => boolean;
};

/** Trackers for which there is no train file yet, and an empty folder to write one into. Ends with the test. */
export async function startInitWorld(
  served: SandboxData,
  { faults, has = () => true }: InitOptions = {},
): Promise<InitWorld> {
  const sandbox = await startSandbox({
    data: { ...served, trainFile: "" },
    port: 0,
    clock: Date.now,
    searchLagMs: 0,
    ...(faults === undefined ? {} : { faults }),
  });
  onTestFinished(() => sandbox.close());
  const folder = await mkdtemp(join(tmpdir(), "signalbox-init-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const data = join(folder, "data");
  liveIn(data);
  for (const name of ["JIRA_SITE", "JIRA_URL", "JIRA_EMAIL", "JIRA_TOKEN", "GITHUB_URL", "GITHUB_TOKEN"])
    vi.stubEnv(name, "");
  for (const [name, value] of sandbox.connections.filter(has).flatMap(initVariablesOf)) vi.stubEnv(name, value);
  const path = join(folder, "config/signalbox.yaml");
  return {
    github: sandbox.github,
    jira: sandbox.jira,
    connections: sandbox.connections,
    folder,
    init: async (...flags) => {
      // Only these read what they propose; the engine takes longer to create a database than the command needs.
      if (flags.includes("--yes") && !existsSync(data)) await makeHome(data);
      return signalbox("init", "--config", path, ...flags);
    },
    file: () => (existsSync(path) ? readFileSync(path, "utf8") : ""),
  };
}
