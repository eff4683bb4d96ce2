import { run } from "../../src/cli/program.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

/** A terminal that keeps what is written to it. */
export class CollectingTerminal implements Terminal {
  stdout = "";
  stderr = "";
  readonly interactive: boolean;

  constructor(interactive = false) {
    this.interactive = interactive;
  }

  out(text: string): void {
    this.stdout += text;
  }

  err(text: string): void {
    this.stderr += text;
  }
}

export type CommandResult = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** One command line, run in this process to its end: `signalbox("conflicts", "payments", "--json")`. */
export async function signalbox(...argv: readonly string[]): Promise<CommandResult> {
  const terminal = new CollectingTerminal();
  const code = await run(argv, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

/** What a command printed with `--json`. @throws SyntaxError where that is not exactly one JSON value */
export function jsonOf({ stdout }: CommandResult): unknown {
  return JSON.parse(stdout);
}
