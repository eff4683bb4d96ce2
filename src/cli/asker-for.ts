import { unattended, type Asker } from "../setup/asker.ts";
import { terminalAsker } from "./terminal-asker.ts";
import type { Terminal } from "./terminal.ts";

/** Asks a person at a terminal; takes the first options with `--yes`, `--json` or without a terminal. */
export function askerFor(
  { yes, json }: { readonly yes?: boolean; readonly json?: boolean },
  terminal: Terminal,
): Asker {
  const isAsked = yes !== true && json !== true && process.stdin.isTTY && terminal.redraw !== undefined;
  return isAsked ? terminalAsker(terminal, { input: process.stdin, output: process.stderr }) : unattended;
}
