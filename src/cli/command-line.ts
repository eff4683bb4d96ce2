import { Command } from "commander";
import type { AddCommand, WithStore } from "./commands/add-command.ts";
import { explain, exit } from "./failures.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

export type CommandLine = {
  readonly commands: readonly AddCommand[];
  readonly withStore: WithStore;
  /** Called after the command line was parsed, before the command runs; `name` is its first word. */
  readonly before?: (name: string) => Promise<void>;
};

/** Runs one command line (without node and script) of these commands to its exit code. */
export async function runLine(argv: readonly string[], terminal: Terminal, line: CommandLine): Promise<number> {
  const program = new Command("signalbox")
    .description("Keeps release trains honest across Jira and GitHub.")
    .version(version)
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .configureHelp({ minWidthToWrap: 20, subcommandTerm: termOf })
    .showHelpAfterError("  --help lists commands and options.")
    .exitOverride()
    .hook("preAction", async (_, command) => line.before?.(nameOf(command, program)));
  for (const add of line.commands) add(program, terminal, line.withStore);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exit.done;
  } catch (error) {
    return explain(error, terminal);
  }
}

/** `report [train]`. Every command has options. */
function termOf(command: Command): string {
  return `${command.name()} ${command.usage()}`.replace(" [options]", "");
}

/** `inbox` for `inbox list`. */
function nameOf(command: Command, program: Command): string {
  return command.parent === null || command.parent === program ? command.name() : nameOf(command.parent, program);
}
