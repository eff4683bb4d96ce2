import { run } from "../../src/cli/program.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

type Waiter = { readonly text: string; readonly resolve: () => void };

/** A terminal that collects its output. */
export class CollectingTerminal implements Terminal {
  stdout = "";
  stderr = "";
  #waiters: readonly Waiter[] = [];

  out(text: string): void {
    this.stdout += text;
    this.#notice();
  }

  err(text: string): void {
    this.stderr += text;
    this.#notice();
  }

  /** Resolves as soon as either stream has the text. */
  until(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters = [...this.#waiters, { text, resolve }];
      this.#notice();
    });
  }

  #notice(): void {
    const isThere = ({ text }: Waiter) => this.stdout.includes(text) || this.stderr.includes(text);
    for (const waiter of this.#waiters.filter(isThere)) waiter.resolve();
    this.#waiters = this.#waiters.filter((waiter) => !isThere(waiter));
  }
}

export type CommandResult = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** One command line, run in this process to its end: `signalbox("conflicts", "payments", "--json")`. */
export async function signalbox(...argv: readonly string[]): Promise<CommandResult> {
  const terminal = new CollectingTerminal();
  const code = await run(argv, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

/** The output of a command with `--json`. @throws SyntaxError if it is not exactly one JSON value */
export function jsonOf({ stdout }: Pick<CommandResult, "stdout">): unknown {
  return JSON.parse(stdout);
}
