import { runLine } from "./command-line.ts";
import type { AddCommand, WithStore } from "./commands/add-command.ts";
import { addApply } from "./commands/apply.ts";
import { addDemo } from "./commands/demo.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addInit } from "./commands/init.ts";
import { addMigrate } from "./commands/migrate.ts";
import { commandsOnStore } from "./commands/on-store.ts";
import { addSandbox } from "./commands/sandbox.ts";
import { addServe } from "./commands/serve.ts";
import { addSync } from "./commands/sync.ts";
import { addWebhooks } from "./commands/webhooks.ts";
import { Ended } from "./failures.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

const commands: readonly AddCommand[] = [
  addDemo,
  addInit,
  addDoctor,
  addSync,
  ...commandsOnStore,
  addApply,
  addServe,
  addWebhooks,
  addSandbox,
  addMigrate,
];

/** They open no configured database that a running process could have open. */
const alone: ReadonlySet<string> = new Set(["demo", "sandbox", "webhooks", "doctor"]);

/** A command imports its database code when it needs it. */
const withStore: WithStore = async (work) => (await import("./open-store.ts")).withConfiguredStore(work);

/**
 * Runs one command line (without node and script) to its exit code. If a running process has the embedded database
 * open, that process answers.
 */
export function run(argv: readonly string[], terminal: Terminal = processTerminal): Promise<number> {
  const before = async (name: string) => {
    if (alone.has(name)) return;
    const { askRunning } = await import("./ask-running.ts");
    const code = await askRunning(argv, terminal);
    if (code !== null) throw new Ended(code);
  };
  return runLine(argv, terminal, { commands, withStore, before });
}
