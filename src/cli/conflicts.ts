import { evaluating } from "./evaluate-context.ts";
import type { Store } from "../ports/store.ts";
import { unseenRows } from "../reporting/conflict-rows.ts";
import { openRows } from "../reporting/open-rows.ts";
import { evaluateConflicts } from "../reporting/evaluate-train.ts";
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
  const evaluation = await evaluateConflicts(evaluating(store), train, instantFor(train, flags.at));
  if (flags.json === true) outJson(terminal, [...openRows(evaluation), ...unseenRows(evaluation)]);
  else for (const line of conflictLines(evaluation)) outLine(terminal, line);
}
