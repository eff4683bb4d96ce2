import type { Store } from "../ports/store.ts";
import { conflictRows } from "../reporting/conflict-rows.ts";
import { counted } from "../reporting/rollup-document.ts";
import { evaluateStored } from "../reporting/publish.ts";
import { trainNamed } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export type ConflictsFlags = { readonly at?: number; readonly json?: boolean };

export async function runConflicts(
  store: Store,
  flags: ConflictsFlags & { readonly train: string },
  terminal: Terminal,
): Promise<void> {
  const train = await trainNamed(store, flags.train);
  const evaluation = await evaluateStored(store, train, flags.at ?? Date.now());
  const rows = conflictRows(evaluation);
  if (flags.json === true) return outJson(terminal, rows);
  for (const row of rows) outLine(terminal, `${row.severity.padEnd(8)} ${row.says}\n         fix: ${row.fix}`);
  outLine(terminal, rows.length === 0 ? "No open conflicts." : `${counted(rows.length, "open conflict")}.`);
}
