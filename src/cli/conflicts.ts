import { evaluating } from "./evaluate-context.ts";
import type { Store } from "../ports/store.ts";
import { asOfLines } from "../reporting/as-of-words.ts";
import { unseenRows } from "../reporting/conflict-rows.ts";
import { openRows } from "../reporting/open-rows.ts";
import { evaluateInput, storedInput } from "../reporting/evaluate-train.ts";
import { conflictLines } from "./conflict-lines.ts";
import { askedAt, type When } from "./instants.ts";
import { trainNamed } from "./open-store.ts";
import { jointFixes } from "./proposed-fixes.ts";
import { errLine, outJson, outLine, type Terminal } from "./terminal.ts";

export type ConflictsFlags = { readonly at?: When; readonly json?: boolean };

export async function runConflicts(
  store: Store,
  flags: ConflictsFlags & { readonly train: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const train = await trainNamed(store, flags.train);
  const [context, ...asked] = askedAt(evaluating(store), train, flags.at);
  const input = await storedInput(context, ...asked);
  const evaluation = await evaluateInput(context, input);
  if (flags.json === true) {
    outJson(terminal, [...openRows(evaluation), ...unseenRows(evaluation)]);
    for (const line of asOfLines(evaluation)) errLine(terminal, `note: ${line}`);
    return;
  }
  const fixes = await jointFixes(context, { input, evaluation });
  for (const line of conflictLines(evaluation, fixes)) outLine(terminal, line);
}
