import type { InitFlags } from "./init.ts";
import type { Terminal } from "./terminal.ts";

/** Proposes what is new. */
export async function runUpdate(_flags: InitFlags, _terminal: Terminal): Promise<void> {
  throw new Error("later");
}
