import { Command } from "commander";
import { addApply } from "./apply.ts";
import { addConflicts } from "./conflicts.ts";
import { addConnections } from "./connections.ts";
import { addDemo } from "./demo.ts";
import { explain, exit } from "./failures.ts";
import { addInbox } from "./inbox.ts";
import { addMigrate } from "./migrate.ts";
import { addPlan } from "./plan.ts";
import { addReport } from "./report.ts";
import { addSandbox } from "./sandbox.ts";
import { addServe } from "./serve.ts";
import { addSync } from "./sync.ts";
import { processTerminal, type Terminal } from "./terminal.ts";
import { version } from "./version.ts";
import { addWebhooks } from "./webhooks.ts";

/** Adds one command to the program. */
export type AddCommand = (program: Command, terminal: Terminal) => void;

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
  addConnections,
  addSandbox,
  addMigrate,
];

/** Runs one command line (without node and script) to its exit code. */
export async function run(argv: readonly string[], terminal: Terminal = processTerminal): Promise<number> {
  const program = new Command("signalbox")
    .description("Keeps release trains honest across Jira and GitHub.")
    .version(version)
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .exitOverride();
  for (const add of commands) add(program, terminal);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exit.done;
  } catch (error) {
    return explain(error, terminal);
  }
}
