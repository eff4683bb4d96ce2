import { Command } from "commander";
import type { AddCommand, WithStore } from "./commands/add-command.ts";
import { addApply } from "./commands/apply.ts";
import { addConflicts } from "./commands/conflicts.ts";
import { addDemo } from "./commands/demo.ts";
import { explain, exit } from "./failures.ts";
import { addInbox } from "./commands/inbox.ts";
import { addMigrate } from "./commands/migrate.ts";
import { addPlan } from "./commands/plan.ts";
import { addReport } from "./commands/report.ts";
import { addSandbox } from "./commands/sandbox.ts";
import { addServe } from "./commands/serve.ts";
import { addSync } from "./commands/sync.ts";
import { processTerminal, type Terminal } from "./terminal.ts";
import { version } from "./version.ts";
import { addWebhooks } from "./commands/webhooks.ts";

const commands: readonly AddCommand[] = [
  addDemo,
  addSync,
  addReport,
  addConflicts,
  addPlan,
  addApply,
  addServe,
  addWebhooks,
  addInbox,
  addSandbox,
  addMigrate,
];

/** What a command needs of the database is imported when it needs it. */
const withStore: WithStore = async (work) => (await import("./open-store.ts")).withConfiguredStore(work);

/** Runs one command line (without node and script) to its exit code. */
export async function run(argv: readonly string[], terminal: Terminal = processTerminal): Promise<number> {
  const program = new Command("signalbox")
    .description("Keeps release trains honest across Jira and GitHub.")
    .version(version)
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .exitOverride();
  for (const add of commands) add(program, terminal, withStore);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exit.done;
  } catch (error) {
    return explain(error, terminal);
  }
}
