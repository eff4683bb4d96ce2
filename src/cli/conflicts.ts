import type { Store } from "../ports/store.ts";
import { conflictRows } from "../reporting/conflict-rows.ts";
import { evaluateStored } from "../reporting/publish.ts";
import { conflictLines } from "./conflict-lines.ts";
import { instantFor, type When } from "./instants.ts";
import { trainNamed } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export type ConflictsFlags = { readonly at?: When; readonly json?: boolean };

export async function runConflicts(
  store: Store,
  flags: ConflictsFlags & { readonly train: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const train = await trainNamed(store, flags.train);
  const evaluation = await evaluateStored(store, train, instantFor(train, flags.at));
  const rows = conflictRows(evaluation);
  if (flags.json === true) outJson(terminal, rows);
  else for (const line of conflictLines(evaluation, rows)) outLine(terminal, line);
}
