import { evaluating } from "./evaluate-context.ts";
import type { Store } from "../ports/store.ts";
import { unseenRows } from "../reporting/conflict-rows.ts";
import { openRows } from "../reporting/open-rows.ts";
import { evaluateInput, storedInput } from "../reporting/evaluate-train.ts";
import { conflictLines } from "./conflict-lines.ts";
import { instantFor, type When } from "./instants.ts";
import { trainNamed } from "./open-store.ts";
import { jointFixes } from "./proposed-fixes.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export type ConflictsFlags = { readonly at?: When; readonly json?: boolean };

export async function runConflicts(
  store: Store,
  flags: ConflictsFlags & { readonly train: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const train = await trainNamed(store, flags.train);
  const context = evaluating(store);
  const input = await storedInput(store, train, instantFor(train, flags.at));
  const evaluation = await evaluateInput(context, input);
  if (flags.json === true) return outJson(terminal, [...openRows(evaluation), ...unseenRows(evaluation)]);
  const fixes = await jointFixes(context, { input, evaluation });
  return conflictLines(evaluation, fixes).forEach((line) => outLine(terminal, line));
}
